package io.postrider.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

/**
 * A consumer of a session handle, of any domain. When the handle leaves its managed connection, what the consumer has fetched goes back; used
 * again it consumes anew, which for a subscription that is not durable means a gap. Threads as the session's.
 */
final class ConsumerHandle implements QueueReceiver, TopicSubscriber, Part {
    private final SessionHandle session;
    private final Physical<MessageConsumer> physical;

    private ConsumerHandle(SessionHandle session, Physical.Opening<? extends MessageConsumer> opening) {
        this.session = session;
        this.physical = new Physical<>("consumer", session, opening);
    }

    /** With the consumer behind it, so that what is wrong with it is thrown now. */
    static ConsumerHandle open(SessionHandle session, Physical.Opening<? extends MessageConsumer> opening) throws JMSException {
        ConsumerHandle handle = new ConsumerHandle(session, opening);
        session.open(handle, handle.physical);
        return handle;
    }

    MessageConsumer physical() throws JMSException {
        return physical.get();
    }

    @Override
    public void detach() {
        physical.detach();
    }

    @Override
    public void end() {
        physical.end();
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
