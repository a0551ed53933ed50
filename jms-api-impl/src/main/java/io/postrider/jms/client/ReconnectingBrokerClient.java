package io.postrider.jms.client;

import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.message.DestinationName;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A {@link BrokerClient} that outlives its links: when one is lost, a thread of its own finds a broker again, resumes the
 * connection there and repeats what was not answered; callers see only time. Any thread; guarded by its monitor.
 *
 * <p>While there is no link, requests wait in order. They fail when the connection is lost for good: when no broker was found
 * within the retry time, or the one that was found no longer knows the connection.
 */
public final class ReconnectingBrokerClient implements BrokerClient {
    private static final System.Logger LOG = System.getLogger(ReconnectingBrokerClient.class.getName());

    private final Connector connector;
    private final ReconnectPolicy policy;
    private final ClientClock time;
    private final BrokerEvents events;
    private final Runnable whenOver;
    private final ConnectionState connection;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    /** Null while there is no link. */
    private volatile WireBrokerClient current;
    /** Why no call can succeed any more; null as long as some can. */
    private ConnectionLost ended;
    /** The link that there was then, or null. */
    private WireBrokerClient endedOver;
    private Thread resuming;
    private final ReconnectingBranches branches = new ReconnectingBranches(this);
    private volatile long upSinceNanos;

    private ReconnectingBrokerClient(Connector connector, ReconnectPolicy policy, ClientClock time, BrokerEvents events, Runnable whenOver,
            FirstLink first) throws BrokerFailure, InterruptedException {
        this.connector = connector;
        this.policy = policy;
        this.time = time;
        this.events = events;
        this.whenOver = whenOver;
        first.client = this;
        WireBrokerClient wire = connector.connect(null, events, first);
        this.connection = wire.connection();
        this.upSinceNanos = time.nanosNow();
        this.current = wire;
        if (wire.isLost()) {
            throw LinkLost.because("the link was lost right after the handshake", null);
        }
    }

    /**
     * @param whenOver called once, when the connection was closed or lost for good
     * @throws BrokerFailure if no broker answers, or one refuses; there is no second try of the first connect
     */
    static ReconnectingBrokerClient connect(Connector connector, ReconnectPolicy policy, ClientClock time, BrokerEvents events, Runnable whenOver)
            throws BrokerFailure, InterruptedException {
        return new ReconnectingBrokerClient(connector, policy, time, events, whenOver, new FirstLink());
    }

    /** The first link is there before the client that owns it. */
    private static final class FirstLink implements WireBrokerClient.LinkEvents {
        private ReconnectingBrokerClient client;

        @Override
        public void lost(WireBrokerClient wire, LinkLost cause) {
            client.lost(wire, cause);
        }
    }

    // --- loss and resume

    /** On the event loop of the lost link. One that never became the current one is the business of the thread that resumes. */
    private void lost(WireBrokerClient wire, LinkLost cause) {
        synchronized (this) {
            if (wire != current || ended != null) {
                return;
            }
            current = null;
        }
        connection.interrupted();
        if (isFinal(cause.reason().code())) {
            end(ConnectionLost.lost("the broker ended the connection: " + cause.getMessage(), cause));
            return;
        }
        LOG.log(Level.WARNING, "connection {0} lost its link and looks for a broker: {1}", connection.connectionId(), cause.getMessage());
        Resumption resumption = new Resumption(this, connection, connector, policy, time);
        synchronized (this) {
            if (ended == null) {
                resuming = new Thread(resumption, "postrider-connection-" + connection.connectionId() + "-resume");
                resuming.setDaemon(true);
                resuming.start();
            }
        }
    }

    /** Whether trying again would meet the same end. */
    static boolean isFinal(ErrorCode code) {
        return switch (code) {
            case PROTOCOL_ERROR, VERSION_UNSUPPORTED, AUTHENTICATION_FAILED, NOT_PERMITTED, FRAME_TOO_LARGE, MECHANISM_REFUSED, TOKEN_UNKNOWN -> true;
            default -> false;
        };
    }

    /** For a link that a resumption makes. */
    WireBrokerClient.LinkEvents linkEvents() {
        return this::lost;
    }

    BrokerEvents events() {
        return events;
    }

    /**
     * Everything of the connection goes over this client now.
     *
     * @return false if its link is lost already
     */
    boolean resumed(WireBrokerClient wire) {
        synchronized (this) {
            if (ended != null) {
                wire.close();
                return true;
            }
            if (wire.isLost()) {
                return false;
            }
            upSinceNanos = time.nanosNow();
            current = wire;
            resuming = null;
        }
        LOG.log(Level.INFO, "connection {0} was resumed at {1}", connection.connectionId(), wire.link().peer());
        connection.consumers().values().forEach(consumer -> consumer.events().opened(consumer));
        runWaiting();
        return true;
    }

    /** Nothing will come any more. Only the first reason counts. */
    void end(ConnectionLost cause) {
        if (endOnce(cause)) {
            LOG.log(Level.WARNING, "connection {0} is lost: {1}", connection.connectionId(), cause.getMessage());
            whenOver.run();
            events.lost(cause);
        }
    }

    private boolean endOnce(ConnectionLost cause) {
        synchronized (this) {
            if (ended != null) {
                return false;
            }
            ended = cause;
            endedOver = current;
            current = null;
            notifyAll();
            if (resuming != null && resuming != Thread.currentThread()) {
                resuming.interrupt();
            }
        }
        connection.fail(cause);
        runWaiting();
        return true;
    }

    /** For good, or for the moment. */
    synchronized BrokerFailure whyWithoutLink() {
        return ended != null ? ended : LinkLost.missing();
    }

    private synchronized WireBrokerClient endedOver() {
        return endedOver;
    }

    /** Waits, unless the connection ends. @return whether it goes on */
    synchronized boolean pause(long delayMs) throws InterruptedException {
        long untilNanos = time.nanosNow() + TimeUnit.MILLISECONDS.toNanos(delayMs);
        for (long leftNanos = untilNanos - time.nanosNow(); ended == null && leftNanos > 0; leftNanos = untilNanos - time.nanosNow()) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
        }
        return ended == null;
    }

    private void runWaiting() {
        while (true) {
            Runnable next;
            synchronized (this) {
                next = current == null && ended == null ? null : waiting.poll();
            }
            if (next == null) {
                return;
            }
            next.run();
        }
    }

    // --- requests, repeated after a resume

    @FunctionalInterface
    interface Request<T> {
        /** @param again whether it went over an earlier link, which may have brought it to the broker */
        CompletableFuture<T> over(WireBrokerClient wire, boolean again);
    }

    <T> CompletableFuture<T> mended(Request<T> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        attempt(request, false, answer);
        return answer;
    }

    /** A request that an earlier link may have carried out: then this refusal says so. */
    private CompletableFuture<Void> mended(Request<Void> request, ErrorCode doneBefore) {
        return mended((wire, again) -> again ? ignoring(doneBefore, request.over(wire, true)) : request.over(wire, false));
    }

    /**
     * A request to close something, for which nobody waits any more when its link is lost: it took along what was to be closed. The broker is told all
     * the same when there is a link again.
     *
     * @param settled asked when the link is lost: whether nothing else of it has to reach the broker
     * @param done    called when the broker has answered
     */
    private CompletableFuture<Void> closing(Request<Void> request, BooleanSupplier settled, Runnable done) {
        CompletableFuture<Void> seen = new CompletableFuture<>();
        Request<Void> watched = (wire, again) -> {
            CompletableFuture<Void> sent = request.over(wire, again);
            sent.whenComplete((closed, thrown) -> {
                if (thrown != null && unwrap(thrown) instanceof LinkLost && settled.getAsBoolean()) {
                    seen.complete(null);
                }
            });
            return sent;
        };
        mended(watched).thenRun(done).whenComplete((closed, thrown) -> {
            if (thrown == null) {
                seen.complete(null);
            } else {
                seen.completeExceptionally(unwrap(thrown));
            }
        });
        return seen;
    }

    private static CompletableFuture<Void> ignoring(ErrorCode code, CompletableFuture<Void> request) {
        return request.handle((done, thrown) -> {
            if (thrown == null || unwrap(thrown) instanceof BrokerRefusal refusal && refusal.code() == code) {
                return null;
            }
            throw new CompletionException(unwrap(thrown));
        });
    }

    private <T> void attempt(Request<T> request, boolean again, CompletableFuture<T> answer) {
        WireBrokerClient wire;
        synchronized (this) {
            wire = current;
            if (wire == null && ended == null) {
                waiting.add(() -> attempt(request, again, answer));
                return;
            }
        }
        if (answer.isDone()) {
            return;
        }
        if (wire == null) {
            answer.completeExceptionally(ended);
            return;
        }
        request.over(wire, again).whenComplete((value, thrown) -> {
            if (thrown == null) {
                answer.complete(value);
            } else if (unwrap(thrown) instanceof LinkLost) {
                attempt(request, true, answer);
            } else {
                answer.completeExceptionally(unwrap(thrown));
            }
        });
    }

    static Throwable unwrap(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    // --- the seam

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
        return current != null;
    }

    @Override
    public ClockOffset clock() {
        return connector.clock();
    }

    @Override
    public CompletableFuture<Void> setClientId(String clientId) {
        return mended((wire, again) -> wire.setClientId(clientId), ErrorCode.CLIENT_ID_INVALID)
                .thenRun(() -> connection.clientId(clientId));
    }

    @Override
    public CompletableFuture<SessionState> openSession(AcknowledgeMode mode) {
        return mended((wire, again) -> wire.openSession(mode));
    }

    @Override
    public CompletableFuture<SessionState> openXaSession() {
        return mended((wire, again) -> wire.openXaSession());
    }

    @Override
    public BranchClient branches() {
        return branches;
    }

    /** The link there is at the moment, or null. */
    WireBrokerClient current() {
        return current;
    }

    String nodeId() {
        return connection.nodeId();
    }

    /** Without a link nobody waits for it, if the session has nothing that still has to reach the broker. */
    @Override
    public CompletableFuture<Void> closeSession(SessionState session, List<MessageRef> handedOver) {
        List<ConsumerState> consumers = connection.removeConsumers(session);
        boolean gone = current == null;
        CompletableFuture<Void> closed = closing((wire, again) -> {
            if (!again && !gone) {
                return wire.closeSession(session, handedOver);
            }
            // the consumers went with their link, but what they consumed from waits for them
            consumers.forEach(consumer -> wire.closeConsumer(consumer, List.of()));
            return ignoring(ErrorCode.SESSION_UNKNOWN, wire.closeSession(session, List.of()));
        }, session::isSettled, () -> connection.sessions().remove(session.id()));
        return gone && session.isSettled() ? Completed.VOID : closed;
    }

    @Override
    public CompletableFuture<Void> openProducer(SessionState session, DestinationName destination) {
        return mended((wire, again) -> wire.openProducer(session, destination));
    }

    @Override
    public CompletableFuture<Void> send(SessionState session, OutgoingMessage message) {
        WireBrokerClient wire = current;
        if (wire != null) {
            CompletableFuture<Void> sent = wire.send(session, message);
            if (sent == Completed.VOID) {
                return sent;
            }
            CompletableFuture<Void> answer = new CompletableFuture<>();
            sent.whenComplete((done, thrown) -> {
                if (thrown == null) {
                    answer.complete(null);
                } else if (unwrap(thrown) instanceof LinkLost) {
                    attempt((next, again) -> next.send(session, message), true, answer);
                } else {
                    answer.completeExceptionally(unwrap(thrown));
                }
            });
            return answer;
        }
        return mended((next, again) -> next.send(session, message));
    }

    @Override
    public CompletableFuture<ConsumerState> openConsumer(SessionState session, ConsumerSpec spec, ConsumerEvents consumerEvents) {
        // one id for all attempts, so that what an earlier one has opened is found again
        ConsumerState consumer = new ConsumerState(connection.nextConsumerId(), session, spec, consumerEvents);
        return mended((wire, again) -> wire.open(consumer));
    }

    /** A consumer that went with an earlier link is not opened again, unless that is happening just now. */
    @Override
    public CompletableFuture<Void> closeConsumer(ConsumerState consumer, List<MessageRef> kept) {
        connection.consumers().remove(consumer.id());
        boolean gone = current == null;
        CompletableFuture<Void> closed = closing((wire, again) -> again || gone ? ignoring(ErrorCode.CONSUMER_UNKNOWN, wire.closeConsumer(consumer, kept))
                : wire.closeConsumer(consumer, kept), () -> true, () -> { });
        return gone ? Completed.VOID : closed;
    }

    /** Without a link there is nothing to do: every consumer grants anew when it is opened again. */
    @Override
    public void grant(ConsumerState consumer, int messages, long bytes) {
        WireBrokerClient wire = current;
        if (wire != null) {
            wire.grant(consumer, messages, bytes);
        }
    }

    @Override
    public void drain(ConsumerState consumer, long number) {
        WireBrokerClient wire = current;
        if (wire != null) {
            wire.drain(consumer, number);
        }
    }

    @Override
    public void giveBack(ConsumerState consumer, List<MessageRef> messages) {
        WireBrokerClient wire = current;
        if (wire != null) {
            wire.giveBack(consumer, messages);
        }
    }

    /** Without a link it is void. */
    @Override
    public Delivery assign(ConsumerState consumer, Delivery delivery, SessionState to) {
        WireBrokerClient wire = current;
        return wire == null ? null : wire.assign(consumer, delivery, to);
    }

    @Override
    public CompletableFuture<Void> acknowledge(SessionState session, List<MessageRef> messages) {
        return session.acknowledge(messages);
    }

    @Override
    public CompletableFuture<Void> recover(SessionState session, List<MessageRef> handedOver) {
        // what was handed over went back with the lost link
        return mended((wire, again) -> wire.recover(session, again ? List.of() : handedOver));
    }

    /** A commit that may have arrived is never sent again: the broker is asked what became of it. */
    @Override
    public CompletableFuture<CommitResult> commit(SessionState session) {
        return mended((wire, again) -> again ? wire.askOutcome(session) : wire.commit(session));
    }

    @Override
    public CompletableFuture<Void> rollback(SessionState session, List<MessageRef> handedOver) {
        return mended((wire, again) -> wire.rollback(session, again ? List.of() : handedOver));
    }

    @Override
    public CompletableFuture<Void> createTemporary(DestinationName destination) {
        return mended((wire, again) -> wire.createTemporary(destination), ErrorCode.DESTINATION_IN_USE)
                .thenRun(() -> connection.temporaries().add(destination));
    }

    @Override
    public CompletableFuture<Void> deleteTemporary(DestinationName destination) {
        return mended((wire, again) -> wire.deleteTemporary(destination), ErrorCode.DESTINATION_UNKNOWN)
                .thenRun(() -> connection.temporaries().remove(destination));
    }

    @Override
    public CompletableFuture<Void> unsubscribe(String subscriptionName) {
        return mended((wire, again) -> wire.unsubscribe(subscriptionName), ErrorCode.SUBSCRIPTION_UNKNOWN);
    }

    @Override
    public CompletableFuture<Void> close() {
        if (!endOnce(ConnectionLost.closed())) {
            return Completed.VOID;
        }
        WireBrokerClient wire = endedOver();
        CompletableFuture<Void> closed = wire == null ? Completed.VOID : wire.close();
        return closed.thenRun(whenOver);
    }

    @Override
    public long deadlineNanos(long startNanos, long timeoutMs) {
        boolean up = current != null;
        return (up ? Math.max(startNanos, upSinceNanos) : time.nanosNow()) + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }
}
