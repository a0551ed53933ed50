package io.postrider.jms.client;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * How a thread of the application waits for a broker: until the answer, the timeout, the end of the connection, or the end of what
 * it waits in. Any thread but an event loop.
 */
public final class Waiting {
    private final BrokerClient client;
    private final ClientClock time;
    private final long requestTimeoutMs;
    /** What threads wait for at the moment. */
    private final Set<CompletableFuture<?>> answers = ConcurrentHashMap.newKeySet();
    private volatile BrokerFailure ended;

    public Waiting(BrokerClient client, ClientClock time, long requestTimeoutMs) {
        this.client = client;
        this.time = time;
        this.requestTimeoutMs = requestTimeoutMs;
    }

    /** One like this that can end before it. */
    public Waiting apart() {
        return new Waiting(client, time, requestTimeoutMs);
    }

    /** Nobody waits here any longer: what is not answered now fails. */
    public void end(BrokerFailure why) {
        ended = why;
        answers.forEach(answer -> answer.completeExceptionally(why));
    }

    public long requestTimeoutMs() {
        return requestTimeoutMs;
    }

    /** @param what is waited for, as in "no answer to {@code what} within 30000 ms" */
    public <T> T on(CompletableFuture<T> answer, String what) throws JMSException {
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            return answer.getNow(null);
        }
        try {
            return until(answer, requestTimeoutMs);
        } catch (BrokerFailure e) {
            throw e.toJms(what);
        } catch (TimeoutException e) {
            throw JmsErrors.timedOut(what, requestTimeoutMs);
        }
    }

    /** The same for a close, which does not wait longer because there is no link. */
    public void onClosing(CompletableFuture<Void> answer, String what) throws JMSException {
        try {
            begin(answer);
            answer.get(requestTimeoutMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw JmsErrors.timedOut(what, requestTimeoutMs);
        } catch (ExecutionException e) {
            BrokerFailure failure = failure(e.getCause());
            if (!(failure instanceof ConnectionLost) && !(failure instanceof SessionClosed)) {
                throw failure.toJms(what);
            }
            // what was to be closed went with the connection, or with its session
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            answers.remove(answer);
        }
    }

    /** The same for what is not worth waiting for a link: fails at once if there is none, and is not asked then. */
    public <T> T atOnce(Supplier<CompletableFuture<T>> request, String what) throws JMSException {
        if (!client.isLinked()) {
            throw LinkLost.missing().toJms(what);
        }
        try {
            return within(request.get(), requestTimeoutMs);
        } catch (BrokerFailure e) {
            throw e.toJms(what);
        } catch (TimeoutException e) {
            throw JmsErrors.timedOut(what, requestTimeoutMs);
        }
    }

    private void begin(CompletableFuture<?> answer) {
        answers.add(answer);
        BrokerFailure why = ended;
        if (why != null) {
            answer.completeExceptionally(why);
        }
    }

    /**
     * The same, for who does something about the failure.
     *
     * @throws BrokerFailure    if that is the answer
     * @throws TimeoutException if there is none
     */
    public <T> T until(CompletableFuture<T> answer, long timeoutMs) throws BrokerFailure, TimeoutException, JMSException {
        begin(answer);
        try {
            return untilDone(answer, timeoutMs);
        } finally {
            answers.remove(answer);
        }
    }

    /**
     * The same, and no longer because there is no link: for who has others to ask meanwhile.
     *
     * @throws BrokerFailure    if that is the answer
     * @throws TimeoutException if there is none
     */
    public <T> T within(CompletableFuture<T> answer, long timeoutMs) throws BrokerFailure, TimeoutException, JMSException {
        begin(answer);
        try {
            return answer.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            answers.remove(answer);
        }
    }

    private <T> T untilDone(CompletableFuture<T> answer, long timeoutMs) throws BrokerFailure, TimeoutException, JMSException {
        long startNanos = time.nanosNow();
        while (true) {
            // a resume moves the deadline, so it is asked for again
            long leftNanos = client.deadlineNanos(startNanos, timeoutMs) - time.nanosNow();
            if (leftNanos <= 0 && !answer.isDone()) {
                throw new TimeoutException();
            }
            try {
                return answer.get(Math.max(0, leftNanos), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // looked at above
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static BrokerFailure failure(Throwable thrown) throws JMSException {
        Throwable cause = ReconnectingBrokerClient.unwrap(thrown);
        if (cause instanceof BrokerFailure failure) {
            return failure;
        }
        throw JmsErrors.failed("the answer of the broker met a defect: " + cause, cause);
    }

    /** What a blocking call throws whose thread was interrupted. */
    public static JMSException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return JmsErrors.failed("the thread was interrupted while it waited", cause);
    }
}
