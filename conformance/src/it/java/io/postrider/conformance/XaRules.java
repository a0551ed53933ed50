package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.BeforeEach;

/** What the rules of global transactions need: a session, its resource, a queue. */
class XaRules extends Rules {
    XAConnection connection;
    XASession session;
    XAResource resource;
    Queue queue;

    @BeforeEach
    void connect() throws Exception {
        connection = xaConnection();
        session = connection.createXASession();
        resource = session.getXAResource();
        queue = queue(session);
    }

    XAConnection xaConnection() throws Exception {
        XAConnection made = Provider.xaFactory().createXAConnection(Provider.USER, Provider.PASSWORD);
        opened(made);
        made.start();
        return made;
    }

    void send(Session by, String text) throws JMSException {
        by.createProducer(queue).send(by.createTextMessage(text));
    }

    static void fails(int code, XaCall call) {
        XAException failure = assertThrows(XAException.class, call::run);
        assertEquals(code, failure.errorCode, failure.getMessage());
    }

    interface XaCall {
        void run() throws Exception;
    }

    static boolean lists(XAResource resource, XidValue xid) throws XAException {
        return Stream.of(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)).anyMatch(xid::names);
    }
}
