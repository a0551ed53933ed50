package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** 8.4 to 8.8: receiving, waited for or by a listener. */
class Chapter8ReceivingIT extends Rules {
    @Test
    @Section("8.4")
    void a_context_starts_with_its_first_consumer_unless_told_not_to() {
        JMSContext context = context();
        Queue queue = context.createQueue(name());
        context.createProducer().send(queue, "started");
        assertEquals("started", context.createConsumer(queue).receiveBody(String.class, WAIT_MS));
        JMSContext manual = context();
        manual.setAutoStart(false);
        Queue other = manual.createQueue(name());
        manual.createProducer().send(other, "waits");
        JMSConsumer consumer = manual.createConsumer(other);
        assertNull(consumer.receive(NOTHING_MS));
        manual.start();
        assertEquals("waits", consumer.receiveBody(String.class, WAIT_MS));
    }

    @Test
    @Section("8.5")
    void receive_of_zero_waits_for_a_message() throws JMSException {
        Connection connection = started();
        Session session = connection.createSession();
        Queue queue = queue(session);
        MessageConsumer consumer = session.createConsumer(queue);
        var producer = session().createProducer(queue);
        producer.setDeliveryDelay(NOTHING_MS);
        producer.send(session.createTextMessage("late"));
        assertEquals("late", ((TextMessage) consumer.receive(0)).getText());
    }

    @Test
    @Section("8.6")
    void a_body_is_received_as_its_type() {
        JMSContext context = context();
        Queue queue = context.createQueue(name());
        context.createProducer().send(queue, "text").send(queue, new byte[] {1}).send(queue, Map.of("a", 1)).send(queue, (java.io.Serializable) 5);
        JMSConsumer consumer = context.createConsumer(queue);
        assertEquals("text", consumer.receiveBody(String.class, WAIT_MS));
        assertEquals(1, consumer.receiveBody(byte[].class, WAIT_MS)[0]);
        assertEquals(Map.of("a", 1), consumer.receiveBody(Map.class, WAIT_MS));
        assertEquals(5, consumer.receiveBody(Integer.class, WAIT_MS));
    }

    @Test
    @Section("6.2.13")
    void the_listeners_of_a_session_run_one_at_a_time() throws Exception {
        Connection connection = connection();
        Session session = connection.createSession();
        AtomicInteger running = new AtomicInteger();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(40);
        Session sender = session();
        for (int i = 0; i < 2; i++) {
            Queue queue = queue(session);
            session.createConsumer(queue).setMessageListener(message -> {
                seen.add(running.incrementAndGet());
                Thread.yield();
                running.decrementAndGet();
                all.countDown();
            });
            for (int sent = 0; sent < 20; sent++) {
                sender.createProducer(queue).send(sender.createMessage());
            }
        }
        connection.start();
        await(all);
        assertTrue(seen.stream().allMatch(count -> count == 1));
    }

    @Test
    @Section("8.7")
    void a_consumer_with_a_listener_is_not_received_from() throws JMSException {
        Session session = session();
        MessageConsumer consumer = session.createConsumer(queue(session));
        consumer.setMessageListener(message -> { });
        assertThrows(JMSException.class, consumer::receiveNoWait);
    }

    @Test
    @Section("8.8")
    void what_a_closed_consumer_fetched_and_nobody_got_is_delivered_as_if_new() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        for (String text : List.of("a", "b", "c")) {
            session.createProducer(queue).send(session.createTextMessage(text));
        }
        MessageConsumer first = session.createConsumer(queue);
        assertEquals("a", text(first));
        first.close();
        MessageConsumer second = session().createConsumer(queue);
        for (String text : List.of("b", "c")) {
            Message message = receive(second);
            assertEquals(text, message.getBody(String.class));
            assertEquals(false, message.getJMSRedelivered());
            assertEquals(1, message.getIntProperty("JMSXDeliveryCount"));
        }
    }

    @Test
    @Section("6.2.9.1")
    void a_higher_priority_does_not_lose_the_order_within_a_priority() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        var producer = session.createProducer(queue);
        for (int i = 0; i < 10; i++) {
            producer.send(session.createTextMessage("m" + i), 2, i % 2 == 0 ? 4 : 9, 0);
        }
        MessageConsumer consumer = session.createConsumer(queue);
        int even = 0;
        int odd = 1;
        for (int i = 0; i < 10; i++) {
            int number = Integer.parseInt(text(consumer).substring(1));
            assertEquals(number % 2 == 0 ? even : odd, number);
            even += number % 2 == 0 ? 2 : 0;
            odd += number % 2 == 0 ? 0 : 2;
        }
    }
}
