package io.postrider.jms;

import static io.postrider.jms.Calls.async;
import static io.postrider.jms.Calls.doing;
import static io.postrider.jms.Calls.ends;
import static io.postrider.jms.Calls.thrown;
import static io.postrider.jms.Calls.waiting;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.CloseSession;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.Resume;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is closed while the connection looks for a broker is closed at once, and no thread stays behind in it. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClosingWithoutLinkTest {
    private ScriptedBroker broker;
    private Connection connection;
    private Session session;
    private Queue orders;
    private MessageConsumer consumer;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        connection = factory().createConnection();
        connection.start();
        session = connection.createSession();
        orders = session.createQueue("orders");
        consumer = session.createConsumer(orders);
    }

    private JmsConnectionFactory factory() {
        return broker.factory("requestTimeoutMs=120000&reconnectTimeoutMs=120000");
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.close();
    }

    private static void closesAtOnce(AutoCloseable what) throws Exception {
        ends(doing(what::close));
    }

    @Test
    void consumers_producers_browsers_and_sessions() throws Exception {
        MessageProducer producer = session.createProducer(orders);
        QueueBrowser browser = session.createBrowser(orders);
        ConnectionConsumer fed = connection.createConnectionConsumer(orders, null, () -> null, 1);
        AtomicReference<Message> received = new AtomicReference<>();
        CompletableFuture<Void> receiving = waiting(() -> received.set(consumer.receive()));
        broker.close();
        closesAtOnce(consumer);
        ends(receiving);
        assertNull(received.get());
        closesAtOnce(producer);
        closesAtOnce(browser);
        closesAtOnce(fed::close);
        closesAtOnce(session);
        assertThrows(IllegalStateException.class, session::createMessage);
    }

    @Test
    void a_consumer_whose_close_is_on_its_way_when_the_link_is_lost() throws Exception {
        broker.ignore(FrameType.CLOSE_CONSUMER);
        CompletableFuture<Void> closing = waiting(consumer::close);
        broker.expect(CloseConsumer.class);
        broker.close();
        ends(closing);
    }

    @Test
    void a_session_whose_close_is_on_its_way_when_the_link_is_lost() throws Exception {
        broker.ignore(FrameType.CLOSE_SESSION);
        CompletableFuture<Void> closing = waiting(session::close);
        broker.expect(CloseSession.class);
        broker.close();
        ends(closing);
    }

    /** Deleting one waits for a link, except for who gives up the connection otherwise. */
    @Test
    void a_temporary_destination_that_is_deleted_at_once_or_not_at_all() throws Exception {
        JmsDestination temporary = (JmsDestination) session.createTemporaryQueue();
        broker.close();
        broker.awaitLinksClosed();
        JMSException refused = assertInstanceOf(JMSException.class, thrown(async(() -> {
            temporary.owner().deleteAtOnce(temporary);
            return null;
        })));
        assertTrue(refused.getMessage().contains("no connection to a broker"), refused.getMessage());
    }

    @Test
    void contexts() throws Exception {
        JMSContext context = factory().createContext();
        JMSConsumer own = context.createConsumer(orders);
        broker.close();
        closesAtOnce(own);
        closesAtOnce(context);
    }

    @Test
    void a_connection_that_is_just_being_resumed_and_leaves_no_link() throws Exception {
        broker.ignore(FrameType.RESUME);
        // as long as there is another connection, the links of all are not closed together
        try (ScriptedBroker elsewhere = new ScriptedBroker(); Connection other = elsewhere.factory("").createConnection()) {
            other.start();
            broker.cut();
            broker.expect(Resume.class);
            closesAtOnce(connection);
            broker.awaitLinksClosed();
        }
    }

    @Test
    void a_connection_and_what_waits_for_an_answer_in_it() throws Exception {
        CompletableFuture<Message> receiving = async(consumer::receive);
        broker.close();
        CompletableFuture<Session> opening = async(connection::createSession);
        closesAtOnce(connection);
        assertNull(ends(receiving));
        assertInstanceOf(JMSException.class, thrown(opening));
    }
}
