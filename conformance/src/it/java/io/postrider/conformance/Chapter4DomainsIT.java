package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 4: queues, browsers, topics and temporary destinations. */
class Chapter4DomainsIT extends Rules {
    @Test
    @Section("4.1.6")
    void a_browser_takes_locks_and_counts_nothing() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        var producer = session.createProducer(queue);
        producer.send(session.createTextMessage("a"));
        producer.send(session.createTextMessage("b"));
        assertEquals(List.of("a", "b"), browsed(session, queue));
        assertEquals(List.of("a", "b"), browsed(session, queue));
        var consumer = session.createConsumer(queue);
        TextMessage first = (TextMessage) receive(consumer);
        assertEquals("a", first.getText());
        assertEquals(1, first.getIntProperty("JMSXDeliveryCount"));
        assertEquals("b", text(consumer));
    }

    @Test
    @Section("4.1.2")
    void a_message_of_a_queue_goes_to_one_consumer() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        var one = session().createConsumer(queue);
        var other = session().createConsumer(queue);
        session.createProducer(queue).send(session.createMessage());
        int received = (one.receive(NOTHING_MS) == null ? 0 : 1) + (other.receive(NOTHING_MS) == null ? 0 : 1);
        assertEquals(1, received);
    }

    @Test
    @Section("4.2.2")
    void a_message_of_a_topic_goes_to_each_subscriber() throws JMSException {
        Session session = session();
        Topic topic = topic(session);
        var one = session().createConsumer(topic);
        var other = session().createConsumer(topic);
        session.createProducer(topic).send(session.createTextMessage("all"));
        assertEquals("all", text(one));
        assertEquals("all", text(other));
    }

    @Test
    @Section("4.2.2")
    void a_queue_and_a_topic_may_have_one_name() throws JMSException {
        Session session = session();
        String name = name();
        var fromQueue = session.createConsumer(session.createQueue(name));
        var fromTopic = session.createConsumer(session.createTopic(name));
        session.createProducer(session.createQueue(name)).send(session.createTextMessage("queue"));
        session.createProducer(session.createTopic(name)).send(session.createTextMessage("topic"));
        assertEquals("queue", text(fromQueue));
        assertEquals("topic", text(fromTopic));
        nothing(fromTopic);
    }

    @Test
    @Section("4.1.5")
    void only_its_connection_consumes_from_a_temporary_queue_and_anyone_sends() throws JMSException {
        Session session = session();
        TemporaryQueue queue = session.createTemporaryQueue();
        Session other = session();
        assertThrows(JMSException.class, () -> other.createConsumer(queue));
        other.createProducer(queue).send(other.createTextMessage("reply"));
        assertEquals("reply", text(session.createConsumer(queue)));
    }

    /**
     * It "can only be consumed by the connection that created it", whichever object names it. What createQueue makes of the name is
     * the provider's affair: it may refuse it or take it for that of another queue.
     */
    @Test
    @Section("4.1.5")
    void nobody_else_consumes_from_a_temporary_queue_by_its_name() throws JMSException {
        Session session = session();
        TemporaryQueue queue = session.createTemporaryQueue();
        Session other = session();
        try {
            MessageConsumer byName = other.createConsumer(other.createQueue(queue.getQueueName()));
            session.createProducer(queue).send(session.createTextMessage("private"));
            nothing(byName);
        } catch (JMSException refused) {
            session.createProducer(queue).send(session.createTextMessage("private"));
        }
        assertEquals("private", text(session.createConsumer(queue)));
    }

    @Test
    @Section("4.2.7")
    void only_its_connection_consumes_from_a_temporary_topic_and_anyone_sends() throws JMSException {
        Session session = session();
        TemporaryTopic topic = session.createTemporaryTopic();
        var consumer = session.createConsumer(topic);
        Session other = session();
        assertThrows(JMSException.class, () -> other.createConsumer(topic));
        other.createProducer(topic).send(other.createTextMessage("reply"));
        assertEquals("reply", text(consumer));
    }

    /** The text lets a provider not detect it (4.2.7), so that only ours has to. */
    @Test
    @Section("4.2.7")
    void a_temporary_topic_has_no_durable_subscription() throws JMSException {
        assumeTrue(Provider.isOurs(), "another provider may not detect it");
        Session session = started(name()).createSession();
        TemporaryTopic topic = session.createTemporaryTopic();
        assertThrows(JMSException.class, () -> session.createDurableConsumer(topic, "sub"));
        assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(topic, "shared"));
    }

    @Test
    @Section("6.2.2")
    void any_session_of_the_connection_consumes_from_a_temporary_destination() throws JMSException {
        Connection connection = started();
        Session session = connection.createSession();
        Session sibling = connection.createSession();
        TemporaryQueue queue = session.createTemporaryQueue();
        TemporaryTopic topic = session.createTemporaryTopic();
        MessageConsumer fromQueue = sibling.createConsumer(queue);
        MessageConsumer fromTopic = sibling.createConsumer(topic);
        session.createProducer(queue).send(session.createTextMessage("queue"));
        session.createProducer(topic).send(session.createTextMessage("topic"));
        assertEquals("queue", text(fromQueue));
        assertEquals("topic", text(fromTopic));
    }

    /** The text does not say what becomes of a consumer of a deleted one; a provider may make it anew. */
    @Test
    @Section("6.2.2")
    void a_temporary_destination_in_use_is_not_deleted_and_a_deleted_one_of_ours_is_gone() throws JMSException {
        Session session = session();
        TemporaryQueue queue = session.createTemporaryQueue();
        var consumer = session.createConsumer(queue);
        assertThrows(JMSException.class, queue::delete);
        consumer.close();
        queue.delete();
        if (Provider.isOurs()) {
            assertThrows(JMSException.class, () -> session.createConsumer(queue));
        }
    }

    /** A provider that makes destinations when they are used may make another one of that name; its messages are nobody's. */
    @Test
    @Section("6.2.2")
    void a_temporary_destination_ends_with_its_connection() throws JMSException {
        Provider.assumeOurs();
        Connection connection = started();
        TemporaryQueue queue = connection.createSession().createTemporaryQueue();
        connection.close();
        Session other = session();
        assertThrows(JMSException.class, () -> other.createProducer(queue).send(other.createMessage()));
    }

    /** Names are the provider's own, and another one may give meaning to some: only ours takes any. */
    @Section("4.1.4")
    @ParameterizedTest
    @ValueSource(strings = {" a b ", "\u00e4\u20ac\ud83d\ude00", "a/b?c=d&e#f", "*", ">", "a.b.#"})
    void a_name_of_ours_is_taken_as_it_is(String odd) throws JMSException {
        Provider.assumeOurs();
        Session session = session();
        Queue queue = session.createQueue(name() + odd);
        session.createProducer(queue).send(session.createTextMessage("odd"));
        assertEquals("odd", text(session.createConsumer(queue)));
        assertEquals(queue, session.createQueue(queue.getQueueName()));
    }

    @Test
    @Section("5.2")
    void a_destination_that_is_none_is_refused() throws JMSException {
        Session session = session();
        assertThrows(InvalidDestinationException.class, () -> session.createConsumer(null));
        assertThrows(InvalidDestinationException.class, () -> session.createBrowser(null));
        assertThrows(InvalidDestinationException.class, () -> session.createSharedConsumer(null, "n"));
        assertThrows(InvalidDestinationException.class, () -> session.createSharedDurableConsumer(null, "n"));
    }

    private static List<String> browsed(Session session, Queue queue) throws JMSException {
        try (var browser = session.createBrowser(queue)) {
            return Collections.list((Enumeration<?>) browser.getEnumeration()).stream().map(message -> {
                try {
                    return ((TextMessage) message).getText();
                } catch (JMSException e) {
                    throw new IllegalStateException(e);
                }
            }).toList();
        }
    }
}
