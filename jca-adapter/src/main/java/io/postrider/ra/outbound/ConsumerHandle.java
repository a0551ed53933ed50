package io.postrider.ra.outbound;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.lang.System.Logger.Level;

/**
 * A consumer of a session handle, of any domain. When the handle leaves its managed connection, what the consumer has fetched goes back; used
 * again it consumes anew, which for a subscription that is not durable means a gap. Threads as the session's.
 */
final class ConsumerHandle implements QueueReceiver, TopicSubscriber, Part {
    private static final System.Logger LOG = System.getLogger(ConsumerHandle.class.getName());

    /** Makes the consumer behind it. */
    @FunctionalInterface
    interface Opening {
        MessageConsumer on(Session session) throws JMSException;
    }

    private final SessionHandle session;
    private final Opening opening;
    private MessageConsumer physical;
    private boolean closed;

    private ConsumerHandle(SessionHandle session, Opening opening) {
        this.session = session;
        this.opening = opening;
    }

    /** With the consumer behind it, so that what is wrong with it is thrown now. */
    static ConsumerHandle open(SessionHandle session, Opening opening) throws JMSException {
        ConsumerHandle handle = new ConsumerHandle(session, opening);
        handle.physical();
        return session.add(handle);
    }

    synchronized MessageConsumer physical() throws JMSException {
        if (closed) {
            throw JmsErrors.closed("consumer");
        }
        Session current = session.physical();
        if (physical == null) {
            physical = opening.on(current);
        }
        return physical;
    }

    @Override
    public synchronized void detach() {
        MessageConsumer closing = physical;
        physical = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (JMSException e) {
                // it ends with its connection at the latest
                LOG.log(Level.DEBUG, "a consumer was not closed in order", e);
            }
        }
    }

    @Override
    public synchronized void end() {
        closed = true;
        detach();
    }

    @Override
    public void close() {
        end();
        session.remove(this);
    }

    // --- receiving

    @Override
    public Message receive() throws JMSException {
        return physical().receive();
    }

    @Override
    public Message receive(long timeoutMs) throws JMSException {
        return physical().receive(timeoutMs);
    }

    @Override
    public Message receiveNoWait() throws JMSException {
        return physical().receiveNoWait();
    }

    // --- what it consumes

    @Override
    public String getMessageSelector() throws JMSException {
        return physical().getMessageSelector();
    }

    @Override
    public Queue getQueue() throws JMSException {
        return ((QueueReceiver) physical()).getQueue();
    }

    @Override
    public Topic getTopic() throws JMSException {
        return ((TopicSubscriber) physical()).getTopic();
    }

    @Override
    public boolean getNoLocal() throws JMSException {
        return ((TopicSubscriber) physical()).getNoLocal();
    }

    // --- what an application may not (JMS 12.2)

    @Override
    public MessageListener getMessageListener() throws JMSException {
        throw SessionHandle.listenerForbidden();
    }

    @Override
    public void setMessageListener(MessageListener listener) throws JMSException {
        throw SessionHandle.listenerForbidden();
    }
}
