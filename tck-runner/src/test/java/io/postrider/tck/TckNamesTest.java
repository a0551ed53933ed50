package io.postrider.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.postrider.jms.JmsConnectionFactory;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TckNamesTest {
    private final InitialContext names = new InitialContext(TckNames.of("postrider://127.0.0.1:7337"));

    TckNamesTest() throws NamingException {
    }

    @Test
    void the_factories_are_of_both_domains_and_know_the_user() throws NamingException {
        assertInstanceOf(QueueConnectionFactory.class, names.lookup("MyQueueConnectionFactory"));
        assertInstanceOf(TopicConnectionFactory.class, names.lookup("MyTopicConnectionFactory"));
        JmsConnectionFactory factory = assertInstanceOf(JmsConnectionFactory.class, names.lookup("MyConnectionFactory"));
        assertEquals("j2ee", factory.getUser());
        assertNull(factory.getClientId());
    }

    @Test
    void one_topic_factory_has_a_client_id() throws NamingException {
        assertInstanceOf(TopicConnectionFactory.class, names.lookup("DURABLE_SUB_CONNECTION_FACTORY"));
        assertEquals("cts", ((JmsConnectionFactory) names.lookup("DURABLE_SUB_CONNECTION_FACTORY")).getClientId());
    }

    @Test
    void destinations_are_called_as_their_names() throws Exception {
        for (String queue : new String[] {"MY_QUEUE", "MY_QUEUE2", "testQ0", "testQ1", "testQ2", "testQueue2", "Q2"}) {
            assertEquals(queue, ((Queue) names.lookup(queue)).getQueueName());
        }
        for (String topic : new String[] {"MY_TOPIC", "MY_TOPIC2", "testT0", "testT1", "testT2"}) {
            assertEquals(topic, ((Topic) names.lookup(topic)).getTopicName());
        }
    }
}
