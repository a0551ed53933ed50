package io.postrider.jms;

import jakarta.jms.JMSException;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicSession;
import jakarta.jms.XASession;

/** A connection for topics only, of the API before 1.1, whose sessions may work in global transactions. */
final class JmsXaTopicConnection extends JmsTopicConnection implements XATopicConnection {
    JmsXaTopicConnection(OpenConnection open) {
        super(open);
    }

    @Override
    public XASession createXASession() throws JMSException {
        return createXATopicSession();
    }

    @Override
    public XATopicSession createXATopicSession() throws JMSException {
        return new JmsXaTopicSession(this, openXaSession());
    }
}
