package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 8.3: what a subscription is known by, how long it lives, and what it may not be mixed with. */
class Chapter8SubscriptionsIT extends Rules {
    @Test
    @Section("8.3.1")
    void no_local_keeps_away_what_the_connection_sends() throws JMSException {
        Session session = session();
        Topic topic = topic(session);
        MessageConsumer consumer = session.createConsumer(topic, null, true);
        send(session, topic, "own");
        send(session(), topic, "other");
        assertEquals("other", text(consumer));
    }

    @Test
    @Section("8.3.3")
    void no_local_of_a_durable_subscription_is_by_client_id() throws JMSException {
        String client = name();
        Connection first = started(client);
        Session session = first.createSession();
        Topic topic = topic(session);
        session.createDurableConsumer(topic, "sub", null, true);
        first.close();
        Session again = started(client).createSession();
        send(again, topic, "own");
        send(session(), topic, "other");
        MessageConsumer consumer = again.createDurableConsumer(topic, "sub", null, true);
        assertEquals("other", text(consumer));
        nothing(consumer);
    }

    @Test
    @Section("8.3.3")
    void an_unshared_durable_subscription_needs_a_client_id() throws JMSException {
        Session session = session();
        Topic topic = topic(session);
        assertThrows(IllegalStateException.class, () -> session.createDurableConsumer(topic, "sub"));
        assertThrows(IllegalStateException.class, () -> session.createDurableSubscriber(topic, "sub"));
    }

    @Test
    @Section("8.3.3")
    void a_durable_subscription_keeps_what_comes_while_nobody_consumes() throws JMSException {
        Session session = started(name()).createSession();
        Topic topic = topic(session);
        session.createDurableConsumer(topic, "sub").close();
        send(session, topic, "kept");
        MessageConsumer consumer = session.createDurableConsumer(topic, "sub");
        assertEquals("kept", text(consumer));
        if (Provider.isOurs()) {
            // "erroneous" by the text, which does not say what happens
            assertThrows(JMSException.class, () -> session.unsubscribe("sub"));
        }
        consumer.close();
        session.unsubscribe("sub");
        assertThrows(InvalidDestinationException.class, () -> session.unsubscribe("sub"));
    }

    @Test
    @Section("8.3.3")
    void an_unshared_durable_subscription_has_one_consumer() throws JMSException {
        Session session = started(name()).createSession();
        Topic topic = topic(session);
        session.createDurableConsumer(topic, "sub");
        assertThrows(JMSException.class, () -> session.createDurableConsumer(topic, "sub"));
    }

    @Test
    @Section("8.3.3")
    void another_selector_or_topic_makes_the_subscription_anew() throws JMSException {
        Session session = started(name()).createSession();
        Topic topic = topic(session);
        Topic other = topic(session);
        session.createDurableConsumer(topic, "sub").close();
        send(session, topic, "gone");
        session.createDurableConsumer(topic, "sub", "TRUE = TRUE OR p = 1", false).close();
        MessageConsumer consumer = session.createDurableConsumer(topic, "sub", "p IS NULL", false);
        nothing(consumer);
        send(session, topic, "gone too");
        consumer.close();
        consumer = session.createDurableConsumer(other, "sub");
        send(session, topic, "not here");
        send(session, other, "here");
        assertEquals("here", text(consumer));
    }

    @Test
    @Section("8.3.3")
    void another_no_local_makes_the_subscription_anew() throws JMSException {
        Session session = started(name()).createSession();
        Session other = session();
        Topic topic = topic(session);
        for (boolean noLocal : new boolean[] {true, false, true}) {
            MessageConsumer consumer = session.createDurableConsumer(topic, "sub", null, noLocal);
            nothing(consumer);
            send(session, topic, "own");
            send(other, topic, "other");
            if (!noLocal) {
                assertEquals("own", text(consumer));
            }
            assertEquals("other", text(consumer));
            consumer.close();
            send(other, topic, "gone");
        }
        session.unsubscribe("sub");
    }

    @Test
    @Section("8.3.3")
    void shared_and_unshared_durable_subscriptions_have_one_name_space() throws JMSException {
        Session session = started(name()).createSession();
        Topic topic = topic(session);
        session.createDurableConsumer(topic, "unshared").close();
        assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(topic, "unshared"));
        session.createSharedDurableConsumer(topic, "shared").close();
        assertThrows(JMSException.class, () -> session.createDurableConsumer(topic, "shared"));
    }

    @Test
    @Section("8.3.2")
    void a_shared_non_durable_subscription_may_have_the_name_of_a_durable_one() throws JMSException {
        Session session = started(name()).createSession();
        Topic topic = topic(session);
        MessageConsumer durable = session.createDurableConsumer(topic, "sub");
        MessageConsumer shared = session.createSharedConsumer(topic, "sub");
        send(session, topic, "both");
        assertEquals("both", text(durable));
        assertEquals("both", text(shared));
    }

    @Test
    @Section("8.3.2")
    void a_shared_subscription_without_client_id_is_shared_by_connections_and_ends_with_its_last_consumer() throws JMSException {
        Session one = session();
        Session other = session();
        Topic topic = topic(one);
        String name = name();
        MessageConsumer first = one.createSharedConsumer(topic, name);
        MessageConsumer second = other.createSharedConsumer(topic, name);
        first.close();
        send(one, topic, "rest");
        assertEquals("rest", text(second));
        send(one, topic, "lost");
        second.close();
        nothing(one.createSharedConsumer(topic, name));
    }

    @Test
    @Section("8.3.2")
    void the_client_id_is_part_of_the_name() throws JMSException {
        String name = name();
        Session one = started(name()).createSession();
        Session other = started(name()).createSession();
        Topic topic = topic(one);
        List<MessageConsumer> consumers = List.of(one.createSharedConsumer(topic, name), other.createSharedConsumer(topic, name),
                one.createSharedDurableConsumer(topic, name), other.createSharedDurableConsumer(topic, name));
        send(one, topic, "each");
        for (MessageConsumer consumer : consumers) {
            assertEquals("each", text(consumer));
            consumer.close();
        }
        one.unsubscribe(name);
        other.unsubscribe(name);
    }

    @Test
    @Section("8.3.2")
    void an_active_shared_subscription_is_of_one_topic_and_selector() throws JMSException {
        Session session = session();
        Topic topic = topic(session);
        Topic other = topic(session);
        String name = name();
        session.createSharedConsumer(topic, name, "p = 1");
        assertThrows(JMSException.class, () -> session.createSharedConsumer(topic, name, "p = 2"));
        assertThrows(JMSException.class, () -> session.createSharedConsumer(topic, name));
        assertThrows(JMSException.class, () -> session.createSharedConsumer(other, name, "p = 1"));
    }

    @Test
    @Section("8.3.4")
    void a_shared_durable_subscription_changes_only_while_nobody_consumes() throws JMSException {
        Session session = session();
        Topic topic = topic(session);
        Topic other = topic(session);
        String name = name();
        MessageConsumer consumer = session.createSharedDurableConsumer(topic, name);
        assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(other, name));
        assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(topic, name, "p = 2"));
        consumer.close();
        send(session, topic, "gone");
        MessageConsumer changed = session.createSharedDurableConsumer(other, name);
        nothing(changed);
        changed.close();
        session.unsubscribe(name);
    }

    /** It is "erroneous for a client" to try; the text does not say that the provider notices. */
    @Section("8.3.3")
    @ParameterizedTest
    @ValueSource(ints = {Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void a_subscription_of_ours_with_unacknowledged_messages_is_not_unsubscribed(int mode) throws JMSException {
        Provider.assumeOurs();
        Connection connection = started(name());
        Session session = connection.createSession(mode);
        Topic topic = topic(session);
        MessageConsumer consumer = session.createDurableConsumer(topic, "sub");
        send(session(), topic, "open");
        receive(consumer);
        consumer.close();
        assertThrows(JMSException.class, () -> session.unsubscribe("sub"));
        session.close();
        connection.createSession().unsubscribe("sub");
    }

    @Test
    @Section("4.2.4")
    void a_subscription_name_of_128_characters_is_taken() throws JMSException {
        Session session = started(name()).createSession();
        String name = "aA1_.-".repeat(22).substring(0, 128);
        session.createDurableConsumer(topic(session), name).close();
        session.unsubscribe(name);
    }

    @Test
    @Section("7.9")
    void a_delayed_message_comes_to_the_subscriptions_there_were_at_the_send() throws JMSException {
        Session session = session();
        Topic topic = topic(session);
        MessageConsumer early = session.createConsumer(topic);
        var producer = session.createProducer(topic);
        producer.setDeliveryDelay(300);
        producer.send(session.createTextMessage("late"));
        MessageConsumer late = session.createConsumer(topic);
        assertEquals("late", text(early));
        nothing(late);
    }
}
