package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** 3.12: messages that the provider did not make are sent, of each kind and by each way of sending. */
class Chapter3ForeignIT extends Rules {
    @Test
    @Section("3.12")
    void a_foreign_message_without_a_body_is_sent_with_its_headers_and_properties() throws JMSException {
        Session session = session();
        Message foreign = ForeignMessages.create(Message.class);
        foreign.setJMSType("kind");
        foreign.setJMSCorrelationID("correlated");
        foreign.setBooleanProperty("boolean", true);
        foreign.setByteProperty("byte", (byte) 1);
        foreign.setShortProperty("short", (short) 2);
        foreign.setIntProperty("int", 3);
        foreign.setLongProperty("long", 4);
        foreign.setFloatProperty("float", 5.5f);
        foreign.setDoubleProperty("double", 6.5);
        foreign.setStringProperty("string", "seven");
        foreign.setStringProperty("none", null);
        Message received = passed(session, foreign);
        assertEquals("kind", received.getJMSType());
        assertEquals("correlated", received.getJMSCorrelationID());
        for (Object name : Collections.list((Enumeration<?>) foreign.getPropertyNames())) {
            assertEquals(foreign.getObjectProperty((String) name), received.getObjectProperty((String) name), (String) name);
        }
        assertNull(received.getBody(Object.class));
    }

    @Test
    @Section("3.12")
    void a_foreign_text_message_is_sent() throws JMSException {
        Session session = session();
        TextMessage foreign = ForeignMessages.create(TextMessage.class);
        foreign.setText("text");
        assertEquals("text", ((TextMessage) passed(session, foreign)).getText());
        foreign.setText(null);
        assertNull(((TextMessage) passed(session, foreign)).getText());
    }

    @Test
    @Section("3.12")
    void a_foreign_object_message_is_sent() throws JMSException {
        Session session = session();
        ObjectMessage foreign = ForeignMessages.create(ObjectMessage.class);
        foreign.setObject(5);
        assertEquals(5, ((ObjectMessage) passed(session, foreign)).getObject());
    }

    @Test
    @Section("3.12")
    void a_foreign_map_message_is_sent_with_each_type_of_value() throws JMSException {
        Session session = session();
        MapMessage foreign = ForeignMessages.create(MapMessage.class);
        List<Object> values = List.of(true, (byte) 1, (short) 2, 'c', 3, 4L, 5.5f, 6.5, "seven");
        for (Object value : values) {
            foreign.setObject(value.getClass().getSimpleName(), value);
        }
        foreign.setObject("bytes", new byte[] {1, 2});
        foreign.setObject("null", null);
        MapMessage received = (MapMessage) passed(session, foreign);
        for (Object value : values) {
            assertEquals(value, received.getObject(value.getClass().getSimpleName()));
        }
        assertArrayEquals(new byte[] {1, 2}, received.getBytes("bytes"));
        assertNull(received.getObject("null"));
        assertTrue(received.itemExists("null"));
    }

    @Test
    @Section("3.12")
    void a_foreign_stream_message_is_sent_with_each_type_of_value() throws JMSException {
        Session session = session();
        StreamMessage foreign = ForeignMessages.create(StreamMessage.class);
        List<Object> values = List.of(true, (byte) 1, (short) 2, 'c', 3, 4L, 5.5f, 6.5, "seven");
        for (Object value : values) {
            foreign.writeObject(value);
        }
        foreign.writeObject(new byte[] {1, 2});
        foreign.writeObject(null);
        StreamMessage received = (StreamMessage) passed(session, foreign);
        for (Object value : values) {
            assertEquals(value, received.readObject());
        }
        assertArrayEquals(new byte[] {1, 2}, (byte[]) received.readObject());
        assertNull(received.readObject());
    }

    @Test
    @Section("3.12")
    void a_foreign_bytes_message_is_sent() throws JMSException {
        Session session = session();
        BytesMessage foreign = ForeignMessages.create(BytesMessage.class);
        foreign.writeByte((byte) -1);
        foreign.writeInt(7);
        foreign.writeUTF("\u00e4");
        BytesMessage received = (BytesMessage) passed(session, foreign);
        assertEquals(-1, received.readByte());
        assertEquals(7, received.readInt());
        assertEquals("\u00e4", received.readUTF());
        assertEquals(9, received.getBodyLength());
    }

    @Test
    @Section("3.4.11")
    void a_foreign_message_gets_the_headers_that_the_provider_owns() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setPriority(7);
        producer.setTimeToLive(60_000);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        Message foreign = ForeignMessages.create(TextMessage.class);
        long before = System.currentTimeMillis();
        producer.send(foreign);
        Message received = receive(session.createConsumer(queue));
        assertEquals(queue, foreign.getJMSDestination());
        assertEquals(7, foreign.getJMSPriority());
        assertEquals(DeliveryMode.NON_PERSISTENT, foreign.getJMSDeliveryMode());
        assertTrue(foreign.getJMSExpiration() >= before + 60_000);
        assertTrue(foreign.getJMSTimestamp() >= before - 1_000 && foreign.getJMSDeliveryTime() >= foreign.getJMSTimestamp());
        assertEquals(received.getJMSMessageID(), foreign.getJMSMessageID());
        assertEquals(received.getJMSExpiration(), foreign.getJMSExpiration());
        assertEquals(received.getJMSTimestamp(), foreign.getJMSTimestamp());
        assertEquals(received.getJMSDeliveryTime(), foreign.getJMSDeliveryTime());
    }

    @Test
    @Section("3.12")
    void a_foreign_message_is_sent_asynchronously_and_given_to_the_callback() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        TextMessage foreign = ForeignMessages.create(TextMessage.class);
        foreign.setText("async");
        SendOutcome done = new SendOutcome();
        session.createProducer(queue).send(foreign, done);
        assertEquals(foreign, done.get(WAIT_MS, TimeUnit.MILLISECONDS));
        Message received = receive(session.createConsumer(queue));
        assertEquals("async", received.getBody(String.class));
        assertEquals(received.getJMSMessageID(), foreign.getJMSMessageID());
    }

    @Test
    @Section("3.12")
    void a_context_sends_a_foreign_message_with_the_properties_of_its_producer() throws JMSException {
        JMSContext context = context();
        Queue queue = context.createQueue(name());
        TextMessage foreign = ForeignMessages.create(TextMessage.class);
        foreign.setText("by a context");
        context.createProducer().setProperty("p", 7).setJMSType("kind").send(queue, foreign);
        Message received = context.createConsumer(queue).receive(WAIT_MS);
        assertEquals("by a context", received.getBody(String.class));
        assertEquals(7, received.getIntProperty("p"));
        assertEquals("kind", received.getJMSType());
        assertEquals(7, foreign.getIntProperty("p"));
    }

    /** No rule says that a destination of another provider can be used, so that it may be refused, as a destination. */
    @Test
    @Section("5.2")
    void a_foreign_destination_is_taken_by_its_name_or_refused_as_invalid() throws JMSException {
        Session session = session();
        Queue own = queue(session);
        Queue foreign = own::getQueueName;
        Destination neither = new Destination() { };
        try {
            session.createProducer(foreign).send(session.createTextMessage("by name"));
            assertEquals("by name", text(session.createConsumer(own)));
        } catch (JMSException refused) {
            assertInstanceOf(jakarta.jms.InvalidDestinationException.class, refused);
        }
        assertThrows(jakarta.jms.InvalidDestinationException.class, () -> session.createProducer(neither));
        assertThrows(jakarta.jms.InvalidDestinationException.class, () -> session.createConsumer(neither));
    }
}
