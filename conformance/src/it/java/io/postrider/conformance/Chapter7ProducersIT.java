package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** 7.1 and 7.4 to 7.10: the producers of the simplified API: their options, headers, properties and bodies. */
class Chapter7ProducersIT extends Rules {
    @Test
    @Section("7.4")
    void options_have_their_defaults_and_are_those_that_were_set() {
        JMSProducer producer = context().createProducer();
        assertEquals(Message.DEFAULT_DELIVERY_MODE, producer.getDeliveryMode());
        assertEquals(Message.DEFAULT_PRIORITY, producer.getPriority());
        assertEquals(Message.DEFAULT_TIME_TO_LIVE, producer.getTimeToLive());
        assertEquals(Message.DEFAULT_DELIVERY_DELAY, producer.getDeliveryDelay());
        assertFalse(producer.getDisableMessageID());
        assertFalse(producer.getDisableMessageTimestamp());
        assertNull(producer.getAsync());
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT).setPriority(9).setTimeToLive(10).setDeliveryDelay(20);
        assertEquals(DeliveryMode.NON_PERSISTENT, producer.getDeliveryMode());
        assertEquals(9, producer.getPriority());
        assertEquals(10, producer.getTimeToLive());
        assertEquals(20, producer.getDeliveryDelay());
        assertThrows(JMSRuntimeException.class, () -> producer.setPriority(10));
        assertThrows(JMSRuntimeException.class, () -> producer.setPriority(-1));
        assertThrows(JMSRuntimeException.class, () -> producer.setDeliveryMode(0));
        assertEquals(9, producer.getPriority());
    }

    @Test
    @Section("7.10")
    void each_setter_and_each_send_returns_the_producer() {
        JMSContext context = context();
        Queue queue = context.createQueue(name());
        JMSProducer producer = context.createProducer();
        for (JMSProducer returned : List.of(producer.setDeliveryMode(DeliveryMode.PERSISTENT), producer.setPriority(1), producer.setTimeToLive(0),
                producer.setDeliveryDelay(0), producer.setDisableMessageID(false), producer.setDisableMessageTimestamp(false), producer.setAsync(null),
                producer.setJMSCorrelationID("c"), producer.setJMSCorrelationIDAsBytes(new byte[] {1}), producer.setJMSType("t"),
                producer.setJMSReplyTo(queue), producer.setProperty("b", true), producer.setProperty("s", "s"), producer.setProperty("o", (Object) 1),
                producer.clearProperties(), producer.send(queue, "text"), producer.send(queue, context.createMessage()))) {
            assertSame(producer, returned);
        }
    }

    @Test
    @Section("7.5")
    void properties_are_kept_by_type_listed_converted_and_cleared() {
        JMSProducer producer = context().createProducer();
        producer.setProperty("boolean", true).setProperty("byte", (byte) 1).setProperty("short", (short) 2).setProperty("int", 3).setProperty("long", 4L)
                .setProperty("float", 5.5f).setProperty("double", 6.5).setProperty("string", "7").setProperty("object", (Object) 8L);
        assertTrue(producer.getBooleanProperty("boolean"));
        assertEquals(1, producer.getByteProperty("byte"));
        assertEquals(2, producer.getShortProperty("short"));
        assertEquals(3, producer.getIntProperty("int"));
        assertEquals(4L, producer.getLongProperty("long"));
        assertEquals(5.5f, producer.getFloatProperty("float"));
        assertEquals(6.5, producer.getDoubleProperty("double"));
        assertEquals("7", producer.getStringProperty("string"));
        assertEquals(8L, producer.getObjectProperty("object"));
        assertEquals(7, producer.getIntProperty("string"));
        assertEquals(1L, producer.getLongProperty("byte"));
        assertThrows(MessageFormatRuntimeException.class, () -> producer.getIntProperty("long"));
        assertThrows(MessageFormatRuntimeException.class, () -> producer.setProperty("p", new Object()));
        assertEquals(Set.of("boolean", "byte", "short", "int", "long", "float", "double", "string", "object"), producer.getPropertyNames());
        assertTrue(producer.propertyExists("int"));
        Set<String> names = producer.getPropertyNames();
        assertThrows(UnsupportedOperationException.class, () -> names.add("more"));
        producer.clearProperties();
        assertEquals(Set.of(), names, "the view of the cleared properties");
        assertFalse(producer.propertyExists("int"));
        assertNull(producer.getStringProperty("string"));
        assertNull(producer.getObjectProperty("object"));
        assertThrows(NumberFormatException.class, () -> producer.getIntProperty("int"));
    }

    @Test
    @Section("3.5.1")
    void a_property_has_a_name() {
        JMSProducer producer = context().createProducer();
        for (String name : new String[] {null, ""}) {
            assertThrows(IllegalArgumentException.class, () -> producer.setProperty(name, true));
            assertThrows(IllegalArgumentException.class, () -> producer.setProperty(name, (byte) 1));
            assertThrows(IllegalArgumentException.class, () -> producer.setProperty(name, (short) 1));
            assertThrows(IllegalArgumentException.class, () -> producer.setProperty(name, 1));
            assertThrows(IllegalArgumentException.class, () -> producer.setProperty(name, 1L));
            assertThrows(IllegalArgumentException.class, () -> producer.setProperty(name, 1f));
            assertThrows(IllegalArgumentException.class, () -> producer.setProperty(name, 1d));
            assertThrows(IllegalArgumentException.class, () -> producer.setProperty(name, "1"));
            assertThrows(IllegalArgumentException.class, () -> producer.setProperty(name, (Object) "1"));
        }
    }

    @Test
    @Section("7.5")
    void properties_of_the_producer_are_added_to_those_of_the_message_and_win() throws JMSException {
        JMSContext context = context();
        Queue queue = context.createQueue(name());
        Message message = context.createMessage();
        message.setIntProperty("both", 1);
        message.setIntProperty("message", 2);
        context.createProducer().setProperty("both", 3).setProperty("producer", 4).send(queue, message);
        Message received = context.createConsumer(queue).receive(WAIT_MS);
        assertEquals(3, received.getIntProperty("both"));
        assertEquals(2, received.getIntProperty("message"));
        assertEquals(4, received.getIntProperty("producer"));
        List<?> names = Collections.list((Enumeration<?>) received.getPropertyNames());
        assertTrue(names.containsAll(List.of("both", "message", "producer")));
        assertFalse(names.contains("JMSType"), "a header is no property");
    }

    @Test
    @Section("7.6")
    void headers_of_the_producer_override_those_of_the_message() throws JMSException {
        JMSContext context = context();
        Queue queue = context.createQueue(name());
        Destination reply = context.createTopic(name());
        JMSProducer producer = context.createProducer();
        assertNull(producer.getJMSCorrelationID());
        assertNull(producer.getJMSType());
        assertNull(producer.getJMSReplyTo());
        producer.setJMSCorrelationID("producer").setJMSType("kind").setJMSReplyTo(reply);
        assertEquals("producer", producer.getJMSCorrelationID());
        assertEquals("kind", producer.getJMSType());
        assertEquals(reply, producer.getJMSReplyTo());
        Message message = context.createMessage();
        message.setJMSCorrelationID("message");
        message.setJMSType("other");
        message.setJMSReplyTo(queue);
        producer.send(queue, message);
        JMSConsumer consumer = context.createConsumer(queue);
        Message received = consumer.receive(WAIT_MS);
        assertEquals("producer", received.getJMSCorrelationID());
        assertEquals("kind", received.getJMSType());
        assertEquals(reply, received.getJMSReplyTo());
        context.createProducer().setJMSCorrelationIDAsBytes(new byte[] {0, -1}).send(queue, "text");
        assertArrayEquals(new byte[] {0, -1}, consumer.receive(WAIT_MS).getJMSCorrelationIDAsBytes());
    }

    @Test
    @Section("7.4")
    void options_are_those_of_the_messages_that_are_sent() throws JMSException {
        JMSContext context = context();
        Queue queue = context.createQueue(name());
        long before = System.currentTimeMillis();
        context.createProducer().setDeliveryMode(DeliveryMode.NON_PERSISTENT).setPriority(7).setTimeToLive(60_000).setDeliveryDelay(300).send(queue, "text");
        Message received = context.createConsumer(queue).receive(WAIT_MS);
        assertTrue(System.currentTimeMillis() >= before + 300, "came early");
        assertEquals(DeliveryMode.NON_PERSISTENT, received.getJMSDeliveryMode());
        assertEquals(7, received.getJMSPriority());
        assertTrue(received.getJMSExpiration() >= before + 60_000);
        assertTrue(received.getJMSDeliveryTime() >= before + 300);
    }

    @Test
    @Section("7.2")
    void a_body_of_each_type_is_sent_as_the_message_of_its_type() throws JMSException {
        JMSContext context = context();
        Queue queue = context.createQueue(name());
        context.createProducer().send(queue, "text").send(queue, new byte[] {1, 2}).send(queue, Map.of("a", 1, "b", "two")).send(queue, (Serializable) 5);
        JMSConsumer consumer = context.createConsumer(queue);
        assertEquals("text", assertInstanceOf(TextMessage.class, consumer.receive(WAIT_MS)).getText());
        BytesMessage bytes = assertInstanceOf(BytesMessage.class, consumer.receive(WAIT_MS));
        assertEquals(2, bytes.getBodyLength());
        assertArrayEquals(new byte[] {1, 2}, bytes.getBody(byte[].class));
        MapMessage map = assertInstanceOf(MapMessage.class, consumer.receive(WAIT_MS));
        assertEquals(1, map.getInt("a"));
        assertEquals("two", map.getString("b"));
        assertEquals(5, assertInstanceOf(ObjectMessage.class, consumer.receive(WAIT_MS)).getObject());
        assertThrows(MessageFormatRuntimeException.class, () -> context.createProducer().send(queue, Map.of("a", new Object())));
    }

    @Test
    @Section("7.2")
    void a_null_body_of_each_type_is_sent_as_the_empty_message_of_its_type() throws JMSException {
        JMSContext context = context();
        Queue queue = context.createQueue(name());
        context.createProducer().send(queue, (String) null).send(queue, (byte[]) null).send(queue, (Map<String, Object>) null)
                .send(queue, (Serializable) null);
        JMSConsumer consumer = context.createConsumer(queue);
        assertNull(assertInstanceOf(TextMessage.class, consumer.receive(WAIT_MS)).getText());
        assertEquals(0, assertInstanceOf(BytesMessage.class, consumer.receive(WAIT_MS)).getBodyLength());
        assertFalse(assertInstanceOf(MapMessage.class, consumer.receive(WAIT_MS)).getMapNames().hasMoreElements());
        assertNull(assertInstanceOf(ObjectMessage.class, consumer.receive(WAIT_MS)).getObject());
        JMSProducer producer = context.createProducer();
        assertThrows(MessageFormatRuntimeException.class, () -> producer.send(queue, (Message) null));
        assertThrows(InvalidDestinationRuntimeException.class, () -> producer.send(null, (String) null));
        assertThrows(InvalidDestinationRuntimeException.class, () -> producer.send(null, context.createMessage()));
    }
}
