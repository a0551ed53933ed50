package io.postrider.jms;

import static io.postrider.jms.error.JmsErrors.unchecked;
import static io.postrider.jms.error.JmsErrors.uncheckedRun;

import jakarta.jms.JMSConsumer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;

/** The consumer of the simplified API (specification 8.1), over one of the classic API. Threads as there. */
public final class JmsConsumer implements JMSConsumer {
    private final JmsMessageConsumer consumer;

    JmsConsumer(JmsMessageConsumer consumer) {
        this.consumer = consumer;
    }

    /**
     * For contexts of application servers, which receive through a connection of a pool.
     *
     * @param consumer of a session of this provider
     */
    public static JMSConsumer over(MessageConsumer consumer) {
        return new JmsConsumer((JmsMessageConsumer) consumer);
    }

    @Override
    public String getMessageSelector() {
        return unchecked(consumer::getMessageSelector);
    }

    @Override
    public MessageListener getMessageListener() {
        return unchecked(consumer::getMessageListener);
    }

    @Override
    public void setMessageListener(MessageListener listener) {
        uncheckedRun(() -> consumer.setMessageListener(listener));
    }

    @Override
    public Message receive() {
        return unchecked(consumer::receive);
    }

    @Override
    public Message receive(long timeoutMs) {
        return unchecked(() -> consumer.receive(timeoutMs));
    }

    @Override
    public Message receiveNoWait() {
        return unchecked(consumer::receiveNoWait);
    }

    @Override
    public <T> T receiveBody(Class<T> type) {
        return receiveBody(type, 0);
    }

    @Override
    public <T> T receiveBody(Class<T> type, long timeoutMs) {
        return unchecked(() -> consumer.receiveBody(type, timeoutMs));
    }

    @Override
    public <T> T receiveBodyNoWait(Class<T> type) {
        return unchecked(() -> consumer.receiveBodyNoWait(type));
    }

    @Override
    public void close() {
        uncheckedRun(consumer::close);
    }
}
