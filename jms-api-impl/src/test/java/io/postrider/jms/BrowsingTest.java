package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Drained;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.FrameType;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queue browsers (specification 8.9). */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BrowsingTest {
    private ScriptedBroker broker;
    private Connection connection;
    private Session session;
    private Queue orders;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        connection = broker.factory().createConnection();
        session = connection.createSession();
        orders = session.createQueue("orders");
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.close();
    }

    @Test
    void an_enumeration_ends_with_the_queue_and_fetches_as_it_is_read() throws Exception {
        QueueBrowser browser = session.createBrowser(orders, "size > 3");
        assertEquals("size > 3", browser.getMessageSelector());
        assertEquals(orders, browser.getQueue());
        assertEquals("size > 3", broker.expect(Browse.class).selector());
        broker.expect(CloseConsumer.class);
        broker.forget();
        Enumeration<?> messages = browser.getEnumeration();
        long id = broker.expect(Browse.class).consumer();
        assertEquals(100, broker.expect(Credit.class).messages());
        for (int i = 0; i < 100; i++) {
            broker.deliver(id, 0, 4, ScriptedBroker.text("message " + i));
        }
        for (int i = 0; i < 50; i++) {
            assertTrue(messages.hasMoreElements());
            assertEquals("message " + i, ((Message) messages.nextElement()).getBody(String.class));
        }
        assertEquals(50, broker.expect(Credit.class).messages());
        broker.deliver(id, 0, 4, ScriptedBroker.text("message 100"));
        broker.send(new Drained(id, 0));
        for (int i = 50; i <= 100; i++) {
            assertEquals("message " + i, ((Message) messages.nextElement()).getBody(String.class));
        }
        assertFalse(messages.hasMoreElements());
        assertEquals(id, broker.expect(CloseConsumer.class).consumer());
        assertThrows(NoSuchElementException.class, messages::nextElement);
    }

    @Test
    void closing_the_browser_ends_its_enumerations() throws Exception {
        QueueBrowser browser = session.createBrowser(orders);
        broker.expect(CloseConsumer.class);
        Enumeration<?> messages = browser.getEnumeration();
        browser.close();
        browser.close();
        broker.expect(CloseConsumer.class);
        assertFalse(messages.hasMoreElements());
        assertThrows(IllegalStateException.class, browser::getEnumeration);
    }

    @Test
    void what_cannot_be_browsed_is_refused_when_the_browser_is_made() throws Exception {
        assertThrows(InvalidDestinationException.class, () -> session.createBrowser(null));
        broker.on(FrameType.BROWSE, (link, frame) -> link.send(new Failure(((Browse) frame).requestId(), ErrorCode.SELECTOR_INVALID, "at 1")));
        assertThrows(InvalidSelectorException.class, () -> session.createBrowser(orders, "="));
    }

    @Test
    void a_browse_that_is_interrupted_goes_on_where_it_was() throws Exception {
        QueueBrowser browser = session.createBrowser(orders);
        broker.expect(Browse.class);
        Enumeration<?> messages = browser.getEnumeration();
        long id = broker.expect(Browse.class).consumer();
        broker.deliver(id, 0, 9, ScriptedBroker.text("urgent"), 7, 1);
        broker.deliver(id, 0, 4, ScriptedBroker.text("first"), 2, 1);
        broker.deliver(id, 0, 4, ScriptedBroker.text("second, not read"), 3, 1);
        assertEquals("urgent", ((Message) messages.nextElement()).getBody(String.class));
        assertEquals("first", ((Message) messages.nextElement()).getBody(String.class));
        broker.forget();
        broker.cut();
        assertEquals(id, broker.expect(Browse.class).consumer());
        broker.expect(Credit.class);
        broker.deliver(id, 1, 9, ScriptedBroker.text("urgent"), 7, 1);
        broker.deliver(id, 1, 9, ScriptedBroker.text("urgent and new"), 9, 1);
        broker.deliver(id, 1, 4, ScriptedBroker.text("first"), 2, 1);
        broker.deliver(id, 1, 4, ScriptedBroker.text("second"), 3, 1);
        broker.send(new Drained(id, 0));
        assertEquals("second", ((Message) messages.nextElement()).getBody(String.class));
        assertFalse(messages.hasMoreElements());
    }
}
