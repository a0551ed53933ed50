package io.postrider.jms.client;

import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SessionResume;
import io.postrider.transport.message.DestinationName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The way back of one lost link: finds a broker, takes up the connection there and repeats what was not answered, in the order
 * in which the broker expects it. Runs on a thread of its own, which the loss starts and which ends with success or for good.
 */
final class Resumption implements Runnable {
    /** For one step; a link on which nothing is heard ends before that through its heartbeat. */
    private static final long STEP_TIMEOUT_MS = 30_000;

    private final ReconnectingBrokerClient client;
    private final ConnectionState connection;
    private final Connector connector;
    private final ReconnectPolicy policy;
    private final ClientClock time;

    Resumption(ReconnectingBrokerClient client, ConnectionState connection, Connector connector, ReconnectPolicy policy, ClientClock time) {
        this.client = client;
        this.connection = connection;
        this.connector = connector;
        this.policy = policy;
        this.time = time;
    }

    @Override
    public void run() {
        long retryMs = policy.retryMs(connection.limits().sessionRetentionMs());
        long untilNanos = time.nanosNow() + TimeUnit.MILLISECONDS.toNanos(retryMs);
        try {
            for (int attempt = 0; client.pause(policy.delayMs(attempt)); attempt++) {
                try {
                    if (attempt()) {
                        return;
                    }
                } catch (BrokerRefusal e) {
                    if (ReconnectingBrokerClient.isFinal(e.code())) {
                        client.end(ConnectionLost.lost(finalReason(e), e));
                        return;
                    }
                    endAfter(untilNanos, retryMs, e);
                } catch (BrokerFailure e) {
                    endAfter(untilNanos, retryMs, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            client.end(ConnectionLost.lost("the thread that looked for a broker was interrupted", e));
        } catch (RuntimeException e) {
            client.end(ConnectionLost.lost("the connection could not be resumed because of a defect: " + e, e));
        }
    }

    private static String finalReason(BrokerRefusal refusal) {
        return refusal.code() == ErrorCode.TOKEN_UNKNOWN
                ? "the broker no longer knows this connection: " + refusal.getMessage()
                : "the broker refused to resume the connection: " + refusal.getMessage();
    }

    private void endAfter(long untilNanos, long retryMs, BrokerFailure last) {
        if (time.nanosNow() - untilNanos >= 0) {
            client.end(ConnectionLost.lost("no broker took the connection up again within " + retryMs + " ms: " + last.getMessage(), last));
        }
    }

    private boolean attempt() throws BrokerFailure, InterruptedException {
        WireBrokerClient wire = connector.connect(connection, client.events(), client.linkEvents());
        try {
            resume(wire);
            return client.resumed(wire);
        } catch (BrokerFailure e) {
            wire.abort();
            connection.interrupted();
            throw e;
        } catch (RuntimeException | InterruptedException e) {
            wire.abort();
            throw e;
        }
    }

    private void resume(WireBrokerClient wire) throws BrokerFailure, InterruptedException {
        List<SessionResume> sessions = connection.sessions().values().stream().map(SessionState::resume).toList();
        long bootId = done(wire.resume(sessions));
        boolean restarted = bootId != connection.bootId();
        connection.resumed(bootId, wire.linkLimits());
        connection.sessions().values().forEach(session -> session.repeatAcknowledgements(wire.link()));
        if (restarted) {
            // before the sends, some of which may be for them
            for (DestinationName temporary : connection.temporaries()) {
                done(wire.createTemporary(temporary));
            }
        }
        for (SessionState session : connection.sessions().values()) {
            if (restarted) {
                session.restartNonPersistent().forEach(message -> message.answered(
                        new OutcomeUnknown(LinkLost.because("the broker was started again", null))));
            }
            resend(wire, session);
        }
        reopen(wire);
    }

    private void resend(WireBrokerClient wire, SessionState session) throws BrokerFailure, InterruptedException {
        long persistent = 0;
        long nonPersistent = 0;
        do {
            persistent = resend(wire, session, Series.PERSISTENT, persistent);
            nonPersistent = resend(wire, session, Series.NON_PERSISTENT, nonPersistent);
        } while (!session.attach(wire.link(), persistent, nonPersistent));
    }

    private static long resend(WireBrokerClient wire, SessionState session, Series series, long above) throws BrokerFailure, InterruptedException {
        long last = above;
        for (OutgoingMessage message : session.unanswered(series, above)) {
            done(wire.resend(session, message));
            last = message.number();
        }
        return last;
    }

    /** All at once; one that is refused, because somebody took its subscription say, is over, and the others are not. */
    private void reopen(WireBrokerClient wire) throws BrokerFailure, InterruptedException {
        Map<ConsumerState, CompletableFuture<Void>> opening = new LinkedHashMap<>();
        for (ConsumerState consumer : new ArrayList<>(connection.consumers().values())) {
            opening.put(consumer, wire.reopen(consumer));
        }
        for (Map.Entry<ConsumerState, CompletableFuture<Void>> each : opening.entrySet()) {
            try {
                done(each.getValue());
            } catch (BrokerRefusal e) {
                ConsumerState consumer = each.getKey();
                connection.consumers().remove(consumer.id());
                consumer.events().failed(e);
                client.events().failed(e, "opening a consumer of " + consumer.spec().destination() + " again");
            }
        }
    }

    private static <T> T done(CompletableFuture<T> step) throws BrokerFailure, InterruptedException {
        try {
            return step.get(STEP_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (ReconnectingBrokerClient.unwrap(e.getCause()) instanceof BrokerFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw LinkLost.because("the broker did not answer within " + STEP_TIMEOUT_MS + " ms", e);
        }
    }
}
