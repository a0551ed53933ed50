package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

    /** The javadoc of each setter. */
    @Test
    @Section("3.5.1")
    void a_property_has_a_name() throws JMSException {
        Message message = session().createMessage();
        for (String name : new String[] {null, ""}) {
            assertThrows(IllegalArgumentException.class, () -> message.setBooleanProperty(name, true));
            assertThrows(IllegalArgumentException.class, () -> message.setByteProperty(name, (byte) 1));
            assertThrows(IllegalArgumentException.class, () -> message.setShortProperty(name, (short) 1));
            assertThrows(IllegalArgumentException.class, () -> message.setIntProperty(name, 1));
            assertThrows(IllegalArgumentException.class, () -> message.setLongProperty(name, 1));
            assertThrows(IllegalArgumentException.class, () -> message.setFloatProperty(name, 1));
            assertThrows(IllegalArgumentException.class, () -> message.setDoubleProperty(name, 1));
            assertThrows(IllegalArgumentException.class, () -> message.setStringProperty(name, "x"));
            assertThrows(IllegalArgumentException.class, () -> message.setObjectProperty(name, "x"));
        }
    }

    @Section("3.5.1")
    @ParameterizedTest
    @ValueSource(strings = {"a", "_a", "$a", "a1", "\u00e4\u20ac", "nullable", "In_", "JMS_vendor", "JMSXGroupID"})
    void a_name_that_is_an_identifier_is_taken(String name) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = session.createMessage();
        message.setStringProperty(name, "x");
        session.createProducer(queue).send(message);
        Message received = receive(session.createConsumer(queue, name.startsWith("JMS_") ? null : name + " = 'x'"));
        assertEquals("x", received.getStringProperty(name));
    }

    /**
     * The text demands that a name obeys the rules of an identifier, of the client; neither it nor the javadoc says that the provider
     * has to look, or what it throws. Ours refuses such a name as it does an empty one, on every path.
     */
    @Section("3.5.1")
    @ParameterizedTest
    @ValueSource(strings = {"1a", "a b", "a-b", "a.b", "NULL", "true", "False", "not", "AND", "or", "Between", "like", "IN", "is", "escape"})
    void a_name_that_is_no_identifier_is_refused_by_us(String name) throws JMSException {
        assumeTrue(Provider.isOurs(), "no rule says what becomes of it");
        Message message = session().createMessage();
        assertThrows(IllegalArgumentException.class, () -> message.setIntProperty(name, 1));
        assertThrows(IllegalArgumentException.class, () -> message.setObjectProperty(name, "x"));
        assertThrows(IllegalArgumentException.class, () -> context().createProducer().setProperty(name, 1));
        assertFalse(message.propertyExists(name));
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
