package io.postrider.jms;

import io.postrider.jms.client.Completions;
import io.postrider.jms.client.Dispatch;
import io.postrider.jms.client.Waiting;
import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;

/**
 * Where one session calls the application: the listeners of its consumers, the listener that connection consumers feed, and the
 * callbacks of asynchronous sends. Start, stop and close wait for calls that are running. Any thread.
 */
final class Callbacks {
    private final Dispatch dispatch;
    private final DistinguishedListener distinguished;
    private final Completions completions;
    private final long timeoutMs;

    /** @param timeoutMs how long a call is waited for */
    Callbacks(JmsSession session, OpenConnection open, long timeoutMs) {
        this.dispatch = new Dispatch("postrider-session-" + session.state().id() + "-listeners", open.time(), false);
        this.distinguished = new DistinguishedListener(session);
        this.completions = new Completions("postrider-session-" + session.state().id() + "-completions", open.time());
        this.timeoutMs = timeoutMs;
    }

    Dispatch dispatch() {
        return dispatch;
    }

    DistinguishedListener distinguished() {
        return distinguished;
    }

    Completions completions() {
        return completions;
    }

    void requireNotListening(String action) throws JMSException {
        if (dispatch.isCurrentThread() || distinguished.isCurrentThread()) {
            throw JmsErrors.illegalState("a MessageListener cannot " + action);
        }
    }

    void requireNotCompleting(String action) throws JMSException {
        if (completions.isCurrentThread()) {
            throw JmsErrors.illegalState("a CompletionListener cannot " + action);
        }
    }

    /** Whether the caller is something that a close may wait for. */
    boolean isCurrentThread() {
        return dispatch.isCurrentThread() || distinguished.isCurrentThread() || completions.isCurrentThread();
    }

    // --- listeners

    void start() {
        dispatch.start();
        distinguished.start();
    }

    /** No listener is called until {@link #start}. */
    void stop() throws JMSException {
        try {
            if (!dispatch.stop(timeoutMs) || !distinguished.stop(timeoutMs)) {
                throw JmsErrors.timedOut("stop, which waits for a listener", timeoutMs);
            }
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    /** No listener is called ever again. */
    void closeListeners() throws JMSException {
        try {
            if (!dispatch.close(timeoutMs) || !distinguished.close(timeoutMs)) {
                throw JmsErrors.timedOut("close, which waits for a listener", timeoutMs);
            }
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    // --- asynchronous sends and their callbacks (7.3)

    /** Waits until there are none. @param producer whose, or null for all */
    void awaitCompletions(JmsMessageProducer producer) throws JMSException {
        try {
            requireCompleted(completions.awaitNone(producer, timeoutMs));
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    /** Waits until there are none, and there will not be any. */
    void closeCompletions() throws JMSException {
        try {
            requireCompleted(completions.closeWhenNone(timeoutMs));
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    private void requireCompleted(boolean none) throws JMSException {
        if (!none) {
            throw JmsErrors.timedOut("asynchronous sends and their callbacks", timeoutMs);
        }
    }
}
