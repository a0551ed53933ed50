package io.postrider.benchmark.users;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.messaginghub.pooled.jms.JmsPoolConnection;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

import java.io.IOException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Programs over pooled-jms, as it is published. */
@Timeout(180)
class PooledIT {
    private TestBroker broker;
    private JmsPoolConnectionFactory pool;

    @BeforeEach
    void start() throws IOException {
        broker = new TestBroker();
        pool = pool("");
    }

    private JmsPoolConnectionFactory pool(String parameters) {
        JmsPoolConnectionFactory made = new JmsPoolConnectionFactory();
        made.setConnectionFactory(broker.factory(parameters));
        made.setMaxConnections(1);
        return made;
    }

    @AfterEach
    void stop() throws IOException {
        pool.stop();
        broker.close();
    }

    private Connection started() throws JMSException {
        Connection connection = pool.createConnection();
        connection.start();
        return connection;
    }

    private static Connection behind(Connection pooled) throws JMSException {
        return ((JmsPoolConnection) pooled).getConnection();
    }

    private void send(String text) throws JMSException {
        try (Connection connection = started()) {
            Session session = connection.createSession();
            session.createProducer(session.createQueue("pooled")).send(session.createTextMessage(text));
        }
    }

    private String receive() throws JMSException {
        try (Connection connection = started()) {
            Session session = connection.createSession();
            TextMessage message = (TextMessage) session.createConsumer(session.createQueue("pooled")).receive(TestBroker.RECEIVE_MS);
            return message == null ? null : message.getText();
        }
    }

    @Test
    void aConnectionIsUsedAgainAndItsSessionsToo() throws Exception {
        Connection behind;
        try (Connection first = started()) {
            behind = behind(first);
        }
        for (int i = 0; i < 50; i++) {
            send("m" + i);
            assertEquals("m" + i, receive());
        }
        try (Connection later = started()) {
            assertSame(behind, behind(later));
        }
        assertEquals(1, pool.getNumConnections());
    }

    @Test
    void whatASessionHasNotCommittedIsUndoneWhenItGoesBackToThePool() throws Exception {
        send("kept");
        try (Connection connection = started()) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            Queue queue = session.createQueue("pooled");
            assertEquals("kept", ((TextMessage) session.createConsumer(queue).receive(TestBroker.RECEIVE_MS)).getText());
            session.createProducer(queue).send(session.createTextMessage("undone"));
            session.close();
            Session again = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = again.createConsumer(queue);
            TextMessage kept = (TextMessage) consumer.receive(TestBroker.RECEIVE_MS);
            assertEquals("kept", kept.getText());
            assertTrue(kept.getJMSRedelivered());
            again.commit();
            assertNull(consumer.receiveNoWait());
        }
    }

    @Test
    void closingWhatIsPooledClosesItForTheProgram() throws Exception {
        Connection connection = started();
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("pooled"));
        connection.close();
        assertThrows(IllegalStateException.class, consumer::receive);
        assertThrows(IllegalStateException.class, session::createMessage);
        assertThrows(IllegalStateException.class, connection::createSession);
        send("nobody else is there to take it");
        assertEquals("nobody else is there to take it", receive());
    }

    @Test
    void contextsComeFromThePoolToo() throws Exception {
        try (JMSContext context = pool.createContext()) {
            context.createProducer().send(context.createQueue("pooled"), "text");
            assertEquals("text", context.createConsumer(context.createQueue("pooled")).receive(TestBroker.RECEIVE_MS).getBody(String.class));
        }
    }

    @Test
    void anIdleConnectionExpiresAndAnotherOneIsMade() throws Exception {
        pool.setConnectionIdleTimeout(1);
        pool.setConnectionCheckInterval(10);
        send("one");
        TestBroker.await("the end of the idle connection", () -> pool.getNumConnections() == 0);
        assertEquals("one", receive());
    }

    @Test
    void aPooledConnectionOutlivesTheBroker() throws Exception {
        send("before");
        broker.kill();
        broker.start();
        send("after");
        assertEquals("before", receive());
        assertEquals("after", receive());
    }

    @Test
    void aConnectionThatIsLostForGoodIsReplaced() throws Exception {
        pool.stop();
        pool = pool("reconnectTimeoutMs=0");
        Connection lost = started();
        Connection behind = behind(lost);
        broker.kill();
        TestBroker.await("the loss", () -> {
            try {
                lost.createSession().close();
                return false;
            } catch (JMSException e) {
                return true;
            }
        });
        broker.start();
        try (Connection next = started()) {
            assertNotSame(behind, behind(next));
            next.createSession().close();
        }
    }
}
