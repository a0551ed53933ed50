package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Queue;
import org.junit.jupiter.api.Test;

/** 10: the simplified API, and how its exceptions are those of the classic one. */
class Chapter10ExceptionsIT extends Rules {
    @Test
    @Section("10.3")
    void a_wrong_password_is_a_security_exception_in_both_apis() {
        assertThrows(JMSSecurityException.class, () -> Provider.FACTORY.createConnection("invalid", "invalid"));
        assertThrows(JMSSecurityRuntimeException.class, () -> Provider.FACTORY.createContext("invalid", "invalid").close());
    }

    @Test
    @Section("10.3")
    void wrong_calls_of_a_context_throw_runtime_twins() {
        JMSContext context = context();
        assertThrows(IllegalStateRuntimeException.class, context::commit);
        assertThrows(IllegalStateRuntimeException.class, context::rollback);
        assertThrows(InvalidDestinationRuntimeException.class, () -> context.createConsumer(null));
        assertThrows(IllegalStateRuntimeException.class, () -> context.createDurableConsumer(context.createTopic(name()), "sub"));
        JMSProducer producer = context.createProducer();
        Queue queue = context.createQueue(name());
        assertThrows(MessageFormatRuntimeException.class, () -> producer.send(queue, (Message) null));
        assertThrows(InvalidDestinationRuntimeException.class, () -> producer.send(null, "text"));
        assertThrows(MessageFormatRuntimeException.class, () -> producer.setProperty("p", new Object()));
        context.close();
        assertThrows(IllegalStateRuntimeException.class, context::createMessage);
    }

    @Test
    @Section("6.2.10")
    void a_context_acknowledges_when_the_last_receive_brought_nothing() {
        JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
        Queue queue = context.createQueue(name());
        context.createProducer().send(queue, "text");
        JMSConsumer consumer = context.createConsumer(queue);
        assertEquals("text", consumer.receiveBody(String.class, WAIT_MS));
        assertNull(consumer.receiveNoWait());
        context.acknowledge();
        context.recover();
        assertNull(consumer.receive(NOTHING_MS));
    }
}
