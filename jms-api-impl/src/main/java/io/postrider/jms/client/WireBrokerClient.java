package io.postrider.jms.client;

import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.Assign;
import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.Connected;
import io.postrider.transport.frame.CreateTemporary;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.DeleteTemporary;
import io.postrider.transport.frame.Drain;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.OpenProducer;
import io.postrider.transport.frame.OpenSession;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.Ping;
import io.postrider.transport.frame.ProtocolException;
import io.postrider.transport.frame.Resume;
import io.postrider.transport.frame.Returned;
import io.postrider.transport.frame.SaslChallenge;
import io.postrider.transport.frame.SessionResume;
import io.postrider.transport.frame.SetClientId;
import io.postrider.transport.frame.TransactionOutcome;
import io.postrider.transport.frame.Unsubscribe;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.net.Link;
import io.postrider.transport.net.LinkClosed;
import io.postrider.transport.net.LinkHandler;
import io.postrider.transport.sasl.SaslException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * A {@link BrokerClient} over one link, over when that is. Made for a dialed link by whoever wants the connection; its handler
 * methods belong to the link's event loop, the others are for any thread.
 */
final class WireBrokerClient implements BrokerClient, LinkHandler {
    /** How often the broker is asked for its time. */
    private static final long CLOCK_SAMPLE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Handshake handshake;
    private final ClientClock time;
    private final ClockOffset clock;
    private final BrokerEvents events;
    private final LinkEvents linkEvents;
    private final RequestTable requests = new RequestTable();
    private final CompletableFuture<WireBrokerClient> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private long handshakeStartedMs;
    private long clockSampledNanos;
    /** Set by the handshake, before {@link #connected} is completed. */
    private ConnectionState connection;
    private volatile Link link;
    private Limits limits;
    private volatile boolean lost;
    /** By who no longer waits for the link, which may come after that. */
    private volatile boolean aborted;
    private Outgoing outgoing;
    private Incoming incoming;

    /** What whoever owns this client hears of its link, on the event loop. */
    interface LinkEvents {
        /** Called before any future of the client fails. */
        void lost(WireBrokerClient client, LinkLost cause);
    }

    /** @param known the connection to be resumed, or null for a new one */
    WireBrokerClient(Handshake handshake, ConnectionState known, ClientClock time, ClockOffset clock, BrokerEvents events, LinkEvents linkEvents) {
        this.handshake = handshake;
        this.connection = known;
        this.time = time;
        this.clock = clock;
        this.events = events;
        this.linkEvents = linkEvents;
    }

    // --- the link, on its event loop

    /** The link is there: begins the handshake. @return this, when the broker has let us in */
    CompletableFuture<WireBrokerClient> start(Link dialed) {
        link = dialed;
        if (aborted) {
            dialed.abort();
        }
        handshakeStartedMs = time.epochMsNow();
        try {
            link.send(handshake.begin(link.isEncrypted()));
        } catch (ProtocolException e) {
            refused(e.code(), e.getMessage());
        } catch (SaslException e) {
            refused(ErrorCode.AUTHENTICATION_FAILED, e.getMessage());
        }
        return connected;
    }

    @Override
    public void onFrame(Link from, Frame frame) {
        if (incoming != null) {
            incoming.take(from, frame);
        } else if (frame.type() == FrameType.SASL_CHALLENGE) {
            respond((SaslChallenge) frame);
        } else if (frame.type() == FrameType.CONNECTED) {
            connected(from, (Connected) frame);
        } else if (frame.type() != FrameType.CLOSE) {
            throw new ProtocolException(ErrorCode.PROTOCOL_ERROR, frame.type() + ": before the handshake was over");
        }
    }

    /** Proving a password takes long enough to hold up other links of the event loop. */
    private void respond(SaslChallenge challenge) {
        Thread prover = new Thread(() -> {
            try {
                link.send(handshake.respond(challenge));
            } catch (ProtocolException e) {
                refused(e.code(), e.getMessage());
            } catch (SaslException e) {
                refused(ErrorCode.AUTHENTICATION_FAILED, e.getMessage());
            }
        }, "postrider-client-handshake");
        prover.setDaemon(true);
        prover.start();
    }

    /** By this side. */
    private void refused(ErrorCode code, String detail) {
        connected.completeExceptionally(new BrokerRefusal(code, detail));
        link.abort();
    }

    private void connected(Link from, Connected frame) {
        try {
            handshake.verify(frame);
        } catch (SaslException e) {
            refused(ErrorCode.AUTHENTICATION_FAILED, e.getMessage());
            return;
        }
        limits = frame.limits();
        clock.forget();
        clock.sample(frame.brokerTimeMs(), handshakeStartedMs);
        clockSampledNanos = time.nanosNow();
        if (connection == null) {
            connection = new ConnectionState(frame.token(), frame.connectionId(), frame.nodeId(), frame.bootId(), limits);
        }
        outgoing = new Outgoing(from, limits.connectionCreditBytes());
        incoming = new Incoming(connection, requests, outgoing, clock, events);
        from.authenticated(limits.frameBytesMax());
        from.heartbeat(limits.heartbeatMs());
        connected.complete(this);
    }

    @Override
    public void onBatchEnd(Link from) {
        long now = time.nanosNow();
        if (incoming != null && now - clockSampledNanos > CLOCK_SAMPLE_NANOS) {
            clockSampledNanos = now;
            from.send(new Ping(time.epochMsNow()));
        }
    }

    @Override
    public void onWritable(Link from) {
        if (outgoing != null) {
            outgoing.writable();
        }
    }

    @Override
    public void onClosed(Link from, LinkClosed reason) {
        LinkLost failure = new LinkLost(reason);
        lost = true;
        if (incoming == null) {
            boolean refused = reason.code() != ErrorCode.LINK_LOST && reason.code() != ErrorCode.NORMAL;
            connected.completeExceptionally(refused ? new BrokerRefusal(reason.code(), reason.detail()) : failure);
            closed.complete(null);
            return;
        }
        linkEvents.lost(this, failure);
        requests.fail(failure);
        outgoing.fail(failure);
        closed.complete(null);
    }

    /** Whether the link has ended; then {@link LinkEvents#lost} has been called, or is just about to. */
    boolean isLost() {
        return lost;
    }

    /** Gives up a handshake, or a link that does not answer. */
    void abort() {
        aborted = true;
        Link dialed = link;
        if (dialed != null) {
            dialed.abort();
        }
    }

    Link link() {
        return link;
    }

    ConnectionState connection() {
        return connection;
    }

    // --- what is asked of the broker

    @Override
    public long connectionId() {
        return connection.connectionId();
    }

    @Override
    public Limits limits() {
        return connection.limits();
    }

    @Override
    public boolean isLinked() {
        return !isLost();
    }

    @Override
    public ClockOffset clock() {
        return clock;
    }

    @Override
    public CompletableFuture<Void> setClientId(String clientId) {
        return request(id -> new SetClientId(id, clientId)).thenApply(done -> null);
    }

    @Override
    public CompletableFuture<SessionState> openSession(AcknowledgeMode mode) {
        return openSession(mode, false);
    }

    @Override
    public CompletableFuture<SessionState> openXaSession() {
        return openSession(AcknowledgeMode.AUTO, true);
    }

    @Override
    public WireBranches branches() {
        return new WireBranches(this);
    }

    private CompletableFuture<SessionState> openSession(AcknowledgeMode mode, boolean xa) {
        return request(id -> new OpenSession(id, mode)).thenApply(id -> {
            SessionState session = new SessionState((Long) id, mode, xa, link, time);
            connection.sessions().put(session.id(), session);
            return session;
        });
    }

    @Override
    public CompletableFuture<Void> closeSession(SessionState session, List<MessageRef> handedOver) {
        return sessionRequest(id -> session.close(link, id, handedOver)).thenAccept(done -> {
            connection.sessions().remove(session.id());
            connection.removeConsumers(session); // one of them may have been opened meanwhile
            outgoing.close(session);
        });
    }

    @Override
    public CompletableFuture<Void> openProducer(SessionState session, DestinationName destination) {
        if (outgoing.isOpen(session, destination)) {
            return Completed.VOID;
        }
        return request(id -> new OpenProducer(id, session.id(), destination)).thenAccept(done -> outgoing.open(session, destination));
    }

    @Override
    public CompletableFuture<Void> send(SessionState session, OutgoingMessage message) {
        CompletableFuture<Void> sent = outgoing.trySend(session, message);
        return sent != null ? sent : openProducer(session, message.destination()).thenCompose(open -> outgoing.send(session, message));
    }

    @Override
    public CompletableFuture<ConsumerState> openConsumer(SessionState session, ConsumerSpec spec, ConsumerEvents consumerEvents) {
        return open(new ConsumerState(connection.nextConsumerId(), session, spec, consumerEvents));
    }

    /** Opens a consumer under its id, for the first time as far as anybody here knows. */
    CompletableFuture<ConsumerState> open(ConsumerState consumer) {
        return request(consumer::open).thenApply(subscription -> {
            consumer.subscription((Long) subscription);
            connection.consumers().put(consumer.id(), consumer);
            consumer.events().opened(consumer);
            return consumer;
        });
    }

    /** Opens again what the last link had open. */
    CompletableFuture<Void> reopen(ConsumerState consumer) {
        return request(consumer::open).thenAccept(subscription -> consumer.subscription((Long) subscription));
    }

    @Override
    public CompletableFuture<Void> closeConsumer(ConsumerState consumer, List<MessageRef> kept) {
        connection.consumers().remove(consumer.id());
        return request(id -> new CloseConsumer(id, consumer.session().id(), consumer.id(), kept)).thenApply(done -> null);
    }

    @Override
    public void grant(ConsumerState consumer, int messages, long bytes) {
        link.send(new Credit(consumer.id(), messages, bytes));
    }

    @Override
    public void drain(ConsumerState consumer, long number) {
        link.send(new Drain(consumer.id(), number));
    }

    @Override
    public void giveBack(ConsumerState consumer, List<MessageRef> messages) {
        consumer.session().giveBack(link, new Returned(consumer.session().id(), consumer.id(), messages));
    }

    @Override
    public Delivery assign(ConsumerState consumer, Delivery delivery, SessionState to) {
        int generation = consumer.session().isVoid(delivery) ? SessionState.NO_GENERATION
                : to.assigned(link, new Assign(consumer.session().id(), consumer.id(), to.id(), List.of(delivery.ref())));
        // the loss of a link is known here before the first session hears of it, so that a generation of after it is not taken for one of before
        return generation == SessionState.NO_GENERATION || lost ? null : delivery.of(generation);
    }

    @Override
    public CompletableFuture<Void> acknowledge(SessionState session, List<MessageRef> messages) {
        return session.acknowledge(messages);
    }

    @Override
    public CompletableFuture<Void> recover(SessionState session, List<MessageRef> handedOver) {
        return sessionRequest(id -> session.recover(link, id, handedOver)).thenApply(done -> null);
    }

    @Override
    public CompletableFuture<Void> rollback(SessionState session, List<MessageRef> handedOver) {
        return sessionRequest(id -> session.rollback(link, id, handedOver)).thenApply(done -> null);
    }

    @Override
    public CompletableFuture<CommitResult> commit(SessionState session) {
        return sessionRequest(id -> session.commit(link, id)).thenApply(outcome -> {
            CommitResult result = result((Outcome) outcome, false);
            if (result.rolledBack() != null) {
                session.commitRefused(result.rolledBack());
            }
            return result;
        });
    }

    /** What became of a commit that went over an earlier link. */
    CompletableFuture<CommitResult> askOutcome(SessionState session) {
        return request(id -> new AskOutcome(id, session.id(), session.transactionNumber())).thenApply(outcome -> result((Outcome) outcome, true));
    }

    private static CommitResult result(Outcome outcome, boolean over) {
        if (outcome.outcome() == TransactionOutcome.COMMITTED) {
            return CommitResult.COMMITTED;
        }
        // UNKNOWN: the broker never saw the commit, and what came before it is undone
        ErrorCode code = outcome.code() == ErrorCode.NORMAL ? ErrorCode.TRANSACTION_ROLLED_BACK : outcome.code();
        return new CommitResult(new BrokerRefusal(code, outcome.detail()), over);
    }

    @Override
    public CompletableFuture<Void> createTemporary(DestinationName destination) {
        return request(id -> new CreateTemporary(id, destination)).thenApply(done -> null);
    }

    @Override
    public CompletableFuture<Void> deleteTemporary(DestinationName destination) {
        return request(id -> new DeleteTemporary(id, destination)).thenApply(done -> null);
    }

    @Override
    public CompletableFuture<Void> unsubscribe(String subscriptionName) {
        return request(id -> new Unsubscribe(id, subscriptionName)).thenApply(done -> null);
    }

    /** Takes up the connection of an earlier link. @return the boot id of the broker */
    CompletableFuture<Long> resume(List<SessionResume> sessions) {
        return request(id -> new Resume(id, connection.token(), connection.bootId(), connection.clientId(), sessions)).thenApply(Long.class::cast);
    }

    /** What the broker said of its bounds when this link began. */
    Limits linkLimits() {
        return limits;
    }

    /** Puts a message on the link again, which the session has kept. */
    CompletableFuture<Void> resend(SessionState session, OutgoingMessage message) {
        return outgoing.resend(session, message);
    }

    @Override
    public CompletableFuture<Void> close() {
        link.close(ErrorCode.NORMAL, "the application closed the connection");
        return closed;
    }

    @Override
    public long deadlineNanos(long startNanos, long timeoutMs) {
        return startNanos + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    CompletableFuture<Object> request(LongFunction<Frame> frame) {
        RequestTable.Request request = requests.open();
        link.send(frame.apply(request.id()));
        return request.answer();
    }

    /** A request that the session itself puts on the link, since it changes with it. */
    CompletableFuture<Object> sessionRequest(SessionRequest ask) {
        RequestTable.Request request = requests.open();
        try {
            if (!ask.ask(request.id())) {
                requests.refuse(request.id(), LinkLost.replaced());
            }
        } catch (BrokerFailure e) {
            requests.refuse(request.id(), e);
        }
        return request.answer();
    }

    @FunctionalInterface
    interface SessionRequest {
        /** @return false if this is no longer the session's link */
        boolean ask(long requestId) throws BrokerFailure;
    }
}
