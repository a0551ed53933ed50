package io.postrider.ra.outbound;

import static io.postrider.jms.error.JmsErrors.unchecked;

import io.postrider.jms.JmsConsumer;
import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSConsumer;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** The consumer of a context in a server: that of the client over a consumer handle, without listeners (JMS 12.2). */
final class ContextConsumer implements JMSConsumer {
    private final ConsumerHandle consumer;

    ContextConsumer(ConsumerHandle consumer) {
        this.consumer = consumer;
    }

    private JMSConsumer client() {
        return unchecked(() -> JmsConsumer.over(consumer.physical()));
    }

    @Override
    public String getMessageSelector() {
        return client().getMessageSelector();
    }

    @Override
    public MessageListener getMessageListener() {
        throw JmsErrors.toRuntime(SessionHandle.listenerForbidden());
    }

    @Override
    public void setMessageListener(MessageListener listener) {
        throw JmsErrors.toRuntime(SessionHandle.listenerForbidden());
    }

    @Override
    public Message receive() {
        return client().receive();
    }

    @Override
    public Message receive(long timeoutMs) {
        return client().receive(timeoutMs);
    }

    @Override
    public Message receiveNoWait() {
        return client().receiveNoWait();
    }

    @Override
    public <T> T receiveBody(Class<T> type) {
        return client().receiveBody(type);
    }

    @Override
    public <T> T receiveBody(Class<T> type, long timeoutMs) {
        return client().receiveBody(type, timeoutMs);
    }

    @Override
    public <T> T receiveBodyNoWait(Class<T> type) {
        return client().receiveBodyNoWait(type);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
