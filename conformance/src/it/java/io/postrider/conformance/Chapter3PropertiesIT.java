package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 3.5: properties of messages. */
class Chapter3PropertiesIT extends Rules {
    private interface Getter {
        Object get(Message message) throws JMSException;
    }

    private static final Map<Class<?>, Getter> GETTERS = Map.of(
            Boolean.class, message -> message.getBooleanProperty("p"), Byte.class, message -> message.getByteProperty("p"),
            Short.class, message -> message.getShortProperty("p"), Integer.class, message -> message.getIntProperty("p"),
            Long.class, message -> message.getLongProperty("p"), Float.class, message -> message.getFloatProperty("p"),
            Double.class, message -> message.getDoubleProperty("p"), String.class, message -> message.getStringProperty("p"));
    private static final Map<Object, List<Class<?>>> READABLE = Map.of(
            true, List.of(Boolean.class, String.class), (byte) 5, List.of(Byte.class, Short.class, Integer.class, Long.class, String.class),
            (short) 5, List.of(Short.class, Integer.class, Long.class, String.class), 5, List.of(Integer.class, Long.class, String.class),
            5L, List.of(Long.class, String.class), 5f, List.of(Float.class, Double.class, String.class), 5d, List.of(Double.class, String.class));

    @TestFactory
    @Section("3.5.4")
    List<DynamicTest> every_pair_of_types_converts_as_the_table_says() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        return READABLE.keySet().stream().flatMap(value -> GETTERS.keySet().stream().map(type -> DynamicTest.dynamicTest(
                value.getClass().getSimpleName() + " read as " + type.getSimpleName(), () -> {
                    Message message = session.createMessage();
                    message.setObjectProperty("p", value);
                    session.createProducer(queue).send(message);
                    Message received;
                    try (var consumer = session.createConsumer(queue)) {
                        received = receive(consumer);
                    }
                    if (!READABLE.get(value).contains(type)) {
                        assertThrows(MessageFormatException.class, () -> GETTERS.get(type).get(received));
                    } else if (type == String.class) {
                        assertEquals(value.toString(), GETTERS.get(type).get(received));
                    } else if (value instanceof Number number) {
                        assertEquals(number.doubleValue(), ((Number) GETTERS.get(type).get(received)).doubleValue());
                    } else {
                        assertEquals(value, GETTERS.get(type).get(received));
                    }
                }))).toList();
    }

    @Test
    @Section("3.5.4")
    void a_string_is_read_as_a_number_if_it_is_one() throws JMSException {
        Message message = session().createMessage();
        message.setStringProperty("p", "12");
        for (Class<?> type : List.of(Byte.class, Short.class, Integer.class, Long.class, Float.class, Double.class)) {
            assertEquals(12, ((Number) GETTERS.get(type).get(message)).intValue());
        }
        message.setStringProperty("p", "twelve");
        for (Class<?> type : List.of(Byte.class, Short.class, Integer.class, Long.class, Float.class, Double.class)) {
            assertThrows(NumberFormatException.class, () -> GETTERS.get(type).get(message));
        }
        message.setStringProperty("p", "true");
        assertTrue(message.getBooleanProperty("p"));
    }

    @Test
    @Section("3.5.8")
    void a_property_that_is_not_set_reads_as_null() throws JMSException {
        Message message = session().createMessage();
        assertNull(message.getObjectProperty("p"));
        assertNull(message.getStringProperty("p"));
        assertFalse(message.getBooleanProperty("p"));
        for (Class<?> type : List.of(Byte.class, Short.class, Integer.class, Long.class)) {
            assertThrows(NumberFormatException.class, () -> GETTERS.get(type).get(message));
        }
        assertThrows(NullPointerException.class, () -> message.getFloatProperty("p"));
        assertThrows(NullPointerException.class, () -> message.getDoubleProperty("p"));
    }

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
