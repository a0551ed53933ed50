package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the rules say of a broker that is stopped or killed, and started again or not. */
class Chapter6RestartIT extends Rules {
    @Test
    @Section("4.1.8")
    void persistent_messages_and_acknowledgements_outlive_a_restart_of_the_broker() throws Exception {
        Connection connection = started();
        Session session = connection.createSession();
        Queue queue = queue(session);
        for (String text : List.of("acknowledged", "stays")) {
            session.createProducer(queue).send(session.createTextMessage(text));
        }
        MessageConsumer consumer = session.createConsumer(queue);
        assertEquals("acknowledged", text(consumer));
        consumer.close();
        Provider.restart();
        Session after = session();
        try (var browser = after.createBrowser(queue)) {
            assertEquals(1, Collections.list((Enumeration<?>) browser.getEnumeration()).size());
        }
        assertEquals("stays", text(after.createConsumer(queue)));
    }

    @Test
    @Section("7.9")
    void a_delay_is_counted_from_the_call_of_a_transacted_send_also_over_a_restart() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(1_500);
        long before = System.currentTimeMillis();
        producer.send(session.createTextMessage("late"));
        long after = System.currentTimeMillis();
        session.commit();
        Provider.restart();
        Session other = session();
        MessageConsumer consumer = other.createConsumer(queue);
        Message received = receive(consumer);
        assertTrue(System.currentTimeMillis() >= before + 1_500, "came early");
        assertTrue(received.getJMSDeliveryTime() >= before + 1_500 && received.getJMSDeliveryTime() <= after + 1_500,
                () -> "sent from " + before + " to " + after);
    }
}
