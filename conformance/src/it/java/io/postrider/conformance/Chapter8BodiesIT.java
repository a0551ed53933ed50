package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 8.6: bodies that are received as such: which may be, as which types, and what becomes of a message that may not. */
class Chapter8BodiesIT extends Rules {
    @Test
    @Section("8.6")
    void a_body_is_received_as_each_type_that_it_is_of() {
        JMSContext context = context();
        Queue queue = context.createQueue(name());
        JMSConsumer consumer = context.createConsumer(queue);
        for (Class<?> type : List.of(String.class, CharSequence.class, Object.class, Serializable.class)) {
            context.createProducer().send(queue, "text");
            assertEquals("text", consumer.receiveBody(type, WAIT_MS));
        }
        for (Class<?> type : List.of(Integer.class, Number.class, Object.class, Serializable.class)) {
            context.createProducer().send(queue, (Serializable) 5);
            assertEquals(5, consumer.receiveBody(type, WAIT_MS));
        }
        for (Class<?> type : List.of(Map.class, Object.class)) {
            context.createProducer().send(queue, Map.of("a", 1));
            assertEquals(Map.of("a", 1), consumer.receiveBody(type, WAIT_MS));
        }
        for (Class<?> type : List.of(byte[].class, Object.class)) {
            context.createProducer().send(queue, new byte[] {1});
            assertEquals(1, ((byte[]) consumer.receiveBody(type, WAIT_MS)).length);
        }
        assertNull(consumer.receiveBodyNoWait(String.class));
        assertNull(consumer.receiveBody(String.class, 1));
    }

    @Test
    @Section("8.6")
    void a_message_without_a_body_a_stream_and_a_wrong_type_are_refused() throws JMSException {
        JMSContext context = context();
        StreamMessage stream = context.createStreamMessage();
        stream.writeInt(1);
        for (Message message : List.of(context.createMessage(), stream, context.createStreamMessage(), context.createTextMessage(),
                context.createObjectMessage())) {
            Queue queue = context.createQueue(name());
            context.createProducer().send(queue, message);
            JMSConsumer consumer = context.createConsumer(queue);
            assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Object.class, WAIT_MS));
            assertNotNull(consumer.receive(WAIT_MS));
        }
        Queue queue = context.createQueue(name());
        context.createProducer().send(queue, Map.of("a", 1));
        JMSConsumer consumer = context.createConsumer(queue);
        for (Class<?> type : List.of(HashMap.class, String.class, byte[].class)) {
            assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(type, WAIT_MS));
        }
        assertEquals(Map.of("a", 1), consumer.receiveBody(Map.class, WAIT_MS));
    }

    @Section("8.6")
    @ParameterizedTest
    @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE})
    void a_refused_body_is_the_next_again_as_if_never_tried(int mode) throws JMSException {
        JMSContext context = context(mode);
        Queue queue = context.createQueue(name());
        context.createProducer().send(queue, "first").send(queue, "second");
        JMSConsumer consumer = context.createConsumer(queue);
        for (int i = 0; i < 3; i++) {
            assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Integer.class, WAIT_MS));
        }
        for (String text : List.of("first", "second")) {
            Message message = consumer.receive(WAIT_MS);
            assertEquals(text, message.getBody(String.class));
            assertFalse(message.getJMSRedelivered());
            assertEquals(1, message.getIntProperty("JMSXDeliveryCount"));
        }
    }

    @Section("8.6")
    @ParameterizedTest
    @ValueSource(ints = {JMSContext.CLIENT_ACKNOWLEDGE, JMSContext.SESSION_TRANSACTED})
    void a_refused_body_counts_as_received_where_the_client_acknowledges(int mode) throws JMSException {
        JMSContext context = context(mode);
        Queue queue = context.createQueue(name());
        context().createProducer().send(queue, "first").send(queue, "second");
        JMSConsumer consumer = context.createConsumer(queue);
        assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Integer.class, WAIT_MS));
        assertEquals("second", consumer.receiveBody(String.class, WAIT_MS));
        undo(context, mode);
        for (String text : List.of("first", "second")) {
            Message message = consumer.receive(WAIT_MS);
            assertEquals(text, message.getBody(String.class));
            assertTrue(message.getJMSRedelivered());
            assertEquals(2, message.getIntProperty("JMSXDeliveryCount"));
        }
        if (mode == JMSContext.SESSION_TRANSACTED) {
            context.commit();
        } else {
            context.acknowledge();
        }
        undo(context, mode);
        assertNull(consumer.receive(NOTHING_MS));
    }

    private static void undo(JMSContext context, int mode) {
        if (mode == JMSContext.SESSION_TRANSACTED) {
            context.rollback();
        } else {
            context.recover();
        }
    }
}
