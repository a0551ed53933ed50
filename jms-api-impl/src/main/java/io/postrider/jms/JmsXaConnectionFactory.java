package io.postrider.jms;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicConnectionFactory;

/**
 * Where connections for global transactions come from (specification 5.2, 6.2.13), to be given to a transaction manager: for queues, for
 * topics and for both. It makes ordinary connections too, and is configured as its superclass.
 */
public final class JmsXaConnectionFactory extends JmsConnectionFactory implements XAQueueConnectionFactory, XATopicConnectionFactory {
    /** For a broker on this machine, {@value BrokerUrl#DEFAULT}. */
    public JmsXaConnectionFactory() {
    }

    /** @throws IllegalArgumentException if it is not the URL of a broker, saying why */
    public JmsXaConnectionFactory(String url) {
        super(url);
    }

    @Override
    public XAConnection createXAConnection() throws JMSException {
        return createXAConnection(getUser(), getPassword());
    }

    @Override
    public XAConnection createXAConnection(String user, String password) throws JMSException {
        return new JmsXaConnection(open(user, password));
    }

    @Override
    public XAQueueConnection createXAQueueConnection() throws JMSException {
        return createXAQueueConnection(getUser(), getPassword());
    }

    @Override
    public XAQueueConnection createXAQueueConnection(String user, String password) throws JMSException {
        return new JmsXaQueueConnection(open(user, password));
    }

    @Override
    public XATopicConnection createXATopicConnection() throws JMSException {
        return createXATopicConnection(getUser(), getPassword());
    }

    @Override
    public XATopicConnection createXATopicConnection(String user, String password) throws JMSException {
        return new JmsXaTopicConnection(open(user, password));
    }

    @Override
    public XAJMSContext createXAContext() {
        return createXAContext(getUser(), getPassword());
    }

    @Override
    public XAJMSContext createXAContext(String user, String password) {
        return JmsErrors.unchecked(() -> new JmsXaContext(new SharedConnection(new JmsXaConnection(open(user, password)))));
    }
}
