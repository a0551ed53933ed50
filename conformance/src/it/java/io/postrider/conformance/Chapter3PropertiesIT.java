package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 3.5: properties of messages. */
class Chapter3PropertiesIT extends Rules {
    @Test
    @Section("3.5.5")
    void an_object_of_another_type_is_refused() throws JMSException {
        Message message = session().createMessage();
        for (Object value : List.of('c', new byte[1], List.of(), new Object())) {
            assertThrows(MessageFormatException.class, () -> message.setObjectProperty("p", value));
        }
    }

    @Section("3.5.1")
    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a b", "a-b", "a.b", "NULL", "true", "False", "not", "AND", "or", "Between", "like", "IN", "is", "escape"})
    void a_name_that_is_no_identifier_is_refused(String name) throws JMSException {
        Message message = session().createMessage();
        if (name.isEmpty()) {
            assertThrows(IllegalArgumentException.class, () -> message.setIntProperty(name, 1));
            assertThrows(IllegalArgumentException.class, () -> message.setIntProperty(null, 1));
        } else {
            // the specification demands the refusal and names no exception
            assertThrows(Exception.class, () -> message.setIntProperty(name, 1));
            assertThrows(Exception.class, () -> message.setObjectProperty(name, "x"));
        }
    }

    @Test
    @Section("3.5.3")
    void received_properties_are_read_only_until_they_are_cleared() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = session.createTextMessage("body");
        message.setIntProperty("p", 1);
        session.createProducer(queue).send(message);
        Message received = receive(session.createConsumer(queue));
        assertThrows(MessageNotWriteableException.class, () -> received.setIntProperty("q", 2));
        received.clearBody();
        assertThrows(MessageNotWriteableException.class, () -> received.setIntProperty("q", 2));
        assertEquals(1, received.getIntProperty("p"));
        received.clearProperties();
        received.setIntProperty("q", 2);
        assertFalse(received.propertyExists("p"));
    }

    @Test
    @Section("3.5.7")
    void clearing_properties_leaves_the_body_read_only() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        session.createProducer(queue).send(session.createTextMessage("body"));
        jakarta.jms.TextMessage received = (jakarta.jms.TextMessage) receive(session.createConsumer(queue));
        received.clearProperties();
        assertEquals("body", received.getText());
        assertThrows(MessageNotWriteableException.class, () -> received.setText("other"));
    }

    @Test
    @Section("3.5.11")
    void the_delivery_count_is_one_at_first_and_is_always_listed() throws JMSException {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue(session);
        session.createProducer(queue).send(session.createMessage());
        var consumer = session.createConsumer(queue);
        for (int attempt = 1; attempt <= 3; attempt++) {
            Message received = receive(consumer);
            assertEquals(attempt, received.getIntProperty("JMSXDeliveryCount"));
            assertEquals(attempt > 1, received.getJMSRedelivered());
            assertTrue(Collections.list((Enumeration<?>) received.getPropertyNames()).contains("JMSXDeliveryCount"));
            session.recover();
        }
    }
}
