package io.postrider.broker.core;

import io.postrider.broker.selector.Selector;
import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.Assign;
import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.CloseSession;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.CreateTemporary;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.DecideBranch;
import io.postrider.transport.frame.DeleteTemporary;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.Drain;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Inspect;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.OpenProducer;
import io.postrider.transport.frame.OpenSession;
import io.postrider.transport.frame.Pong;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.Resume;
import io.postrider.transport.frame.Returned;
import io.postrider.transport.frame.RollbackTx;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.SetClientId;
import io.postrider.transport.frame.Unsubscribe;
import io.postrider.transport.frame.XaCommit;
import io.postrider.transport.frame.XaEnd;
import io.postrider.transport.frame.XaForget;
import io.postrider.transport.frame.XaPrepare;
import io.postrider.transport.frame.XaRecover;
import io.postrider.transport.frame.XaRollback;
import io.postrider.transport.frame.XaStart;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** Which frame asks for what, and how requests are answered: Done when what they made is durable, or Failure. Owned by the core's thread. */
final class FrameHandler {
    private final CoreContext context;
    private final Destinations destinations;
    private final Connections connections;
    private final Consumers consumers;
    private final Redelivery redelivery;
    private final Transactions transactions;
    private final Branches branches;
    private final Acknowledgements acknowledgements;
    private final Sends sends;
    private final Inspector inspector;

    FrameHandler(CoreContext context, Destinations destinations, Connections connections, Consumers consumers, Redelivery redelivery,
                 Transactions transactions, Branches branches, Acknowledgements acknowledgements, Sends sends) {
        this.context = context;
        this.destinations = destinations;
        this.connections = connections;
        this.consumers = consumers;
        this.redelivery = redelivery;
        this.transactions = transactions;
        this.branches = branches;
        this.acknowledgements = acknowledgements;
        this.sends = sends;
        this.inspector = new Inspector(context, destinations, connections, branches);
    }

    /** @throws Refusal for a frame that has no answer of its own: the link is closed with it */
    void handle(ServerConnection connection, Frame frame, Selector selector) {
        switch (frame.type()) {
            case SEND -> {
                Send send = (Send) frame;
                ServerSession session = connections.session(connection, send.session());
                connections.replies().toward(session, send.destination(), send.message().encodedLength(), () -> sends.send(session, send));
            }
            case ACKNOWLEDGE -> {
                Acknowledge acknowledge = (Acknowledge) frame;
                acknowledgements.acknowledge(connections.session(connection, acknowledge.session()), acknowledge);
            }
            case CREDIT -> credit(connection, (Credit) frame);
            case CHUNK -> sends.chunk(connection, (Chunk) frame);
            case DRAIN -> drain(connection, (Drain) frame);
            case RETURNED -> returned(connection, (Returned) frame);
            case ASSIGN -> assign(connection, (Assign) frame);
            case COMMIT_TX -> {
                CommitTx commit = (CommitTx) frame;
                behindSends(connection, commit.session(), () -> attempt(connection, commit.requestId(), () -> transactions.commit(connections.session(connection, commit.session()), commit)));
            }
            case ROLLBACK_TX -> {
                RollbackTx rollback = (RollbackTx) frame;
                behindSends(connection, rollback.session(), () -> answer(connection, rollback.requestId(), () -> transactions.rollback(connections.session(connection, rollback.session()), rollback)));
            }
            case ASK_OUTCOME -> {
                AskOutcome ask = (AskOutcome) frame;
                attempt(connection, ask.requestId(), () -> transactions.ask(connections.session(connection, ask.session()), ask));
            }
            case RECOVER -> {
                Recover recover = (Recover) frame;
                inOrder(connection, recover.session(), () -> answer(connection, recover.requestId(),
                        () -> recover(connections.session(connection, recover.session()), recover)));
            }
            case OPEN_SESSION -> {
                OpenSession open = (OpenSession) frame;
                answerValue(connection, open.requestId(), () -> connections.openSession(connection, open.mode()));
            }
            case CLOSE_SESSION -> {
                CloseSession close = (CloseSession) frame;
                behindSends(connection, close.session(), () -> inOrder(connection, close.session(), () -> answer(connection, close.requestId(),
                        () -> connections.closeSession(connections.session(connection, close.session()), close.handedOver()))));
            }
            case CREATE_CONSUMER -> {
                CreateConsumer create = (CreateConsumer) frame;
                attempt(connection, create.requestId(), () -> {
                    Subscription opened = consumers.open(connections.session(connection, create.session()), create, selector);
                    context.outbox.send(connection.peer(), new Done(create.requestId(), opened.id()), opened.madeIn);
                });
            }
            case CLOSE_CONSUMER -> {
                CloseConsumer close = (CloseConsumer) frame;
                inOrder(connection, close.session(), () -> answer(connection, close.requestId(),
                        () -> consumers.close(connections.session(connection, close.session()), close.consumer(), close.kept())));
            }
            case BROWSE -> {
                Browse browse = (Browse) frame;
                answer(connection, browse.requestId(), () -> consumers.browse(connections.session(connection, browse.session()), browse, selector));
            }
            case OPEN_PRODUCER -> {
                OpenProducer open = (OpenProducer) frame;
                attempt(connection, open.requestId(), () -> openProducer(connections.session(connection, open.session()), open));
            }
            case CREATE_TEMPORARY -> {
                CreateTemporary create = (CreateTemporary) frame;
                answer(connection, create.requestId(), () -> destinations.createTemporary(create.destination(), connection));
                connections.replies().made(create.destination());
            }
            case DELETE_TEMPORARY -> {
                DeleteTemporary delete = (DeleteTemporary) frame;
                answer(connection, delete.requestId(), () -> deleteTemporary(connection, delete));
            }
            case UNSUBSCRIBE -> {
                Unsubscribe unsubscribe = (Unsubscribe) frame;
                answer(connection, unsubscribe.requestId(), () -> consumers.unsubscribe(connection, unsubscribe.subscriptionName()));
            }
            case SET_CLIENT_ID -> {
                SetClientId set = (SetClientId) frame;
                connections.clientIds().settle(connection, set.clientId(),
                        () -> answer(connection, set.requestId(), () -> connections.setClientId(connection, set.clientId())));
            }
            case RESUME -> {
                Resume resume = (Resume) frame;
                connections.settle(connection, resume, () -> resume(connection, resume));
            }
            case INSPECT -> {
                Inspect inspect = (Inspect) frame;
                attempt(connection, inspect.requestId(), () -> inspector.inspect(connection, inspect));
            }
            case CLOSE -> close(connection);
            case PONG -> connections.clientIds().answered(connection, ((Pong) frame).nonce());
            case XA_START -> {
                XaStart start = (XaStart) frame;
                attempt(connection, start.requestId(), () -> branches.start(connections.session(connection, start.session()), start));
            }
            case XA_END -> {
                XaEnd end = (XaEnd) frame;
                behindSends(connection, end.session(), () -> attempt(connection, end.requestId(), () -> branches.end(connections.session(connection, end.session()), end)));
            }
            case XA_PREPARE -> branches.prepare(connection, (XaPrepare) frame);
            case XA_COMMIT -> {
                XaCommit commit = (XaCommit) frame;
                attempt(connection, commit.requestId(), () -> branches.commit(connection, commit, sessionOrNull(connection, commit.session())));
            }
            case XA_ROLLBACK -> {
                XaRollback rollback = (XaRollback) frame;
                inOrder(connection, rollback.session(), () -> attempt(connection, rollback.requestId(),
                        () -> branches.rollback(connection, rollback, sessionOrNull(connection, rollback.session()))));
            }
            case XA_RECOVER -> branches.recover(connection, (XaRecover) frame);
            case XA_FORGET -> branches.forget(connection, (XaForget) frame);
            case DECIDE_BRANCH -> {
                DecideBranch decide = (DecideBranch) frame;
                attempt(connection, decide.requestId(), () -> decide(connection, decide));
            }
            case CONNECT, SASL_CHALLENGE, SASL_RESPONSE, CONNECTED, PING, DRAINED, RECALL, DELIVER, PRODUCER_CREDIT,
                 CONNECTION_CREDIT, CONFIRMED, REFUSED, OUTCOME, INSPECTED, DONE, FAILURE, XA_RESULT, XA_RECOVERED ->
                    throw new Refusal(ErrorCode.PROTOCOL_ERROR, "a " + frame.type() + " frame from a client that has connected");
        }
    }

    private void resume(ServerConnection fresh, Resume resume) {
        Peer peer = fresh.peer();
        try {
            connections.resume(fresh, resume);
            context.outbox.send(peer, new Done(resume.requestId(), context.bootId), context.outbox.openNumber());
        } catch (Refusal refusal) {
            context.outbox.send(peer, new Failure(resume.requestId(), refusal.code(), refusal.detail()));
        }
    }

    /** An orderly end, when everything before it is applied. */
    private void close(ServerConnection connection) {
        connections.replies().inOrder(new ArrayList<>(connection.sessions().values()).iterator(),
                () -> acknowledgements.inOrder(new ArrayList<>(connection.sessions().values()).iterator(),
                        () -> behindCommits(connection, new ArrayList<>(connection.sessions().values()).iterator(), () -> {
                            Peer peer = connection.peer();
                            connections.close(connection);
                            context.outbox.send(peer, new Close(ErrorCode.NORMAL, ""), context.outbox.openNumber());
                        })));
    }

    /** Runs what must not overtake a send of its session that waits. */
    private void behindSends(ServerConnection connection, long session, Runnable action) {
        ServerSession known = connection.sessions().get(session);
        if (known == null) {
            action.run();
        } else {
            connections.replies().inOrder(known, () -> behindCommit(connection, known, action));
        }
    }

    /** Runs what must not overtake a commit that is under way; never if the link is lost before. */
    private static void behindCommit(ServerConnection connection, ServerSession session, Runnable action) {
        Transaction underWay = session.underWay();
        if (underWay == null) {
            action.run();
        } else {
            underWay.whenComplete(() -> {
                if (connection.isLive()) {
                    behindCommit(connection, session, action);
                }
            });
        }
    }

    private static void behindCommits(ServerConnection connection, Iterator<ServerSession> sessions, Runnable action) {
        if (sessions.hasNext()) {
            behindCommit(connection, sessions.next(), () -> behindCommits(connection, sessions, action));
        } else {
            action.run();
        }
    }

    /** Runs what gives messages back, behind the acknowledgements of its session that wait for a read. */
    private void inOrder(ServerConnection connection, long session, Runnable action) {
        ServerSession known = connection.sessions().get(session);
        if (known == null) {
            action.run();
        } else {
            acknowledgements.inOrder(known, action);
        }
    }

    /** Runs a request that sends its own answer, or refuses it. What a refusal rests on must not be undone by a crash either. */
    private void attempt(ServerConnection connection, long request, Runnable action) {
        try {
            action.run();
        } catch (Refusal refusal) {
            context.outbox.send(connection.peer(), new Failure(request, refusal.code(), refusal.detail()), context.outbox.openNumber());
        }
    }

    private void answer(ServerConnection connection, long request, Runnable action) {
        answerValue(connection, request, () -> {
            action.run();
            return 0;
        });
    }

    private void answerValue(ServerConnection connection, long request, LongSupplier action) {
        attempt(connection, request, () -> {
            int before = context.open().count();
            long value = action.getAsLong();
            // only what has written something has something to wait for
            context.outbox.send(connection.peer(), new Done(request, value), context.open().count() > before ? context.outbox.openNumber() : 0);
        });
    }

    private void openProducer(ServerSession session, OpenProducer open) {
        ServerConnection connection = session.connection();
        connections.replies().toward(session, open.destination(), 0,
                () -> attempt(connection, open.requestId(), () -> openProducerNow(connection, session, open)));
    }

    /** The credit follows the answer, whatever that waits for. */
    private void openProducerNow(ServerConnection connection, ServerSession session, OpenProducer open) {
        int before = context.open().count();
        Destination destination = destinations.resolve(open.destination());
        long waitsFor = context.open().count() > before ? context.outbox.openNumber() : 0;
        context.outbox.send(connection.peer(), new Done(open.requestId(), 0), waitsFor);
        sends.open(session, destination, waitsFor);
    }

    /** In order with what gives messages back, since that takes all credit before it. */
    private void credit(ServerConnection connection, Credit credit) {
        for (ServerSession session : connection.sessions().values()) {
            ServerConsumer consumer = session.consumers().get(credit.consumer());
            if (consumer != null) {
                acknowledgements.inOrder(session, () -> consumer.credit(credit.messages(), credit.bytes()));
                return;
            }
            Browser browser = session.browsers().get(credit.consumer());
            if (browser != null) {
                browser.credit(credit.messages(), credit.bytes());
                return;
            }
        }
    }

    private void drain(ServerConnection connection, Drain drain) {
        for (ServerSession session : connection.sessions().values()) {
            ServerConsumer consumer = session.consumers().get(drain.consumer());
            if (consumer != null) {
                acknowledgements.inOrder(session, () -> consumer.drain(drain.number()));
                return;
            }
        }
    }

    private void returned(ServerConnection connection, Returned frame) {
        ServerSession session = connections.session(connection, frame.session());
        Set<Entry> entries = heldBy(session, frame.messages());
        ServerConsumer by = session.consumers().get(frame.consumer());
        if (by != null) {
            by.returned(entries);
            by.subscription().dispatcher().turnBehind(by);
            by.answeredRecall();
        }
        redelivery.returned(session, entries);
    }

    /** Those of them that a session holds outside a transaction; the others have gone another way meanwhile. */
    private Set<Entry> heldBy(ServerSession session, List<MessageRef> messages) {
        Set<Entry> entries = new LinkedHashSet<>();
        for (MessageRef ref : messages) {
            Subscription subscription = destinations.subscription(ref.subscription());
            SubscriptionLane lane = subscription == null ? null : subscription.laneOrNull(ref.priority());
            Entry entry = lane == null ? null : lane.find(ref.position());
            if (entry != null && entry.holder == session && !entry.inTransaction) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private void assign(ServerConnection connection, Assign frame) {
        ServerSession from = connections.session(connection, frame.session());
        ServerSession to = connections.session(connection, frame.to());
        for (Entry entry : heldBy(from, frame.messages())) {
            if (!to.canTake()) {
                throw new Refusal(ErrorCode.PROTOCOL_ERROR, "session " + to.id() + " is assigned more than the "
                        + context.settings.limits().unacknowledgedMax() + " messages that it may hold unacknowledged");
            }
            from.assign(entry, to);
        }
    }

    private void recover(ServerSession session, Recover frame) {
        session.generation(frame.generation());
        redelivery.recover(session, frame.handedOver());
        session.consumers().values().forEach(ServerConsumer::resetCredit);
    }

    private void deleteTemporary(ServerConnection connection, DeleteTemporary frame) {
        Destination destination = destinations.resolve(frame.destination());
        if (destination.owner() != connection) {
            throw new Refusal(ErrorCode.DESTINATION_INVALID, "the " + destination.name() + " is no temporary destination of this connection");
        }
        if (destination.hasConsumers()) {
            throw new Refusal(ErrorCode.DESTINATION_IN_USE, "the " + destination.name() + " has consumers; close them first");
        }
        destinations.deleteTemporary(destination);
    }

    private ServerSession sessionOrNull(ServerConnection connection, long session) {
        return session == 0 ? null : connections.session(connection, session);
    }

    private void decide(ServerConnection connection, DecideBranch decide) {
        Inspector.requireAdministrator(connection, "decide on branches");
        branches.decide(connection, decide);
    }
}
