package com.sun.ts.tests.jms.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Stands where the TCK has its tests, and does what they do with the provider that they are given. Run by RunnerIT only. */
class ProviderSample {
    @Test
    void connects_without_saying_who_it_is() throws Exception {
        try (JMSContext context = ((ConnectionFactory) lookup("MyQueueConnectionFactory")).createContext()) {
            Queue queue = (Queue) lookup("MY_QUEUE");
            context.createProducer().send(queue, "sample");
            assertEquals("sample", context.createConsumer(queue).receiveBody(String.class, Integer.getInteger("jms_timeout")));
        }
    }

    @Test
    void connects_as_the_user_of_the_properties() throws Exception {
        ((QueueConnectionFactory) lookup("MyQueueConnectionFactory"))
                .createQueueConnection(System.getProperty("user"), System.getProperty("password")).close();
    }

    @Test
    void nobody_else_is_let_in() throws Exception {
        QueueConnectionFactory factory = (QueueConnectionFactory) lookup("MyQueueConnectionFactory");
        assertThrows(JMSSecurityException.class, () -> factory.createQueueConnection("invalid", "invalid"));
    }

    @Test
    void the_client_id_of_the_factory_stays() throws Exception {
        try (TopicConnection connection = ((TopicConnectionFactory) lookup("DURABLE_SUB_CONNECTION_FACTORY")).createTopicConnection()) {
            assertEquals("cts", connection.getClientID());
            assertThrows(IllegalStateException.class, () -> connection.setClientID("other"));
        }
    }

    @Test
    void fails() {
        fail("as it should");
    }

    @Test
    @Disabled("as it should be")
    void is_skipped() {
    }

    private static Object lookup(String name) throws NamingException {
        return new InitialContext().lookup(name);
    }
}
