package io.postrider.benchmark.spring;

import static io.postrider.benchmark.spring.SpringBroker.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.jms.listener.SimpleMessageListenerContainer;

@Timeout(120)
class ListenerContainerIT {
    private static final int ATTEMPTS_MAX = 3;

    private static SpringBroker broker;

    private final List<AbstractMessageListenerContainer> containers = new ArrayList<>();
    private CachingConnectionFactory caching;
    private JmsTemplate template;
    private String destination;
    private int sent;

    /** What a listener was given. */
    private record Received(String text, boolean redelivered, int count) {
        static Received of(Message message) {
            try {
                return new Received(((TextMessage) message).getText(), message.getJMSRedelivered(), message.getIntProperty("JMSXDeliveryCount"));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        }
    }

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new SpringBroker("attemptsMax=" + ATTEMPTS_MAX);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void makeTemplate(TestInfo test) {
        caching = broker.caching();
        template = SpringBroker.template(caching);
        destination = test.getTestMethod().orElseThrow().getName();
        template.setDefaultDestinationName(destination);
    }

    @AfterEach
    void stopContainers() {
        containers.forEach(AbstractMessageListenerContainer::destroy);
        caching.destroy();
    }

    @Test
    void a_listener_that_throws_gets_its_message_again_and_then_the_dead_letter_queue_does() throws Exception {
        Queue<Received> received = new ConcurrentLinkedQueue<>();
        DefaultMessageListenerContainer container = container(message -> {
            received.add(Received.of(message));
            throw new IllegalStateException("on purpose");
        });
        container.setSessionTransacted(true);
        start(container);
        template.convertAndSend("poison");
        TextMessage dead = (TextMessage) template.receiveSelected("DLQ", null);
        assertEquals("poison", dead.getText());
        assertEquals(List.of(new Received("poison", false, 1), new Received("poison", true, 2), new Received("poison", true, 3)), List.copyOf(received));
    }

    @Test
    void a_listener_that_throws_once_holds_up_nothing_else() throws Exception {
        Queue<Received> received = new ConcurrentLinkedQueue<>();
        DefaultMessageListenerContainer container = container(message -> {
            Received each = Received.of(message);
            received.add(each);
            if (each.text().equals("message 3") && !each.redelivered()) {
                throw new IllegalStateException("on purpose");
            }
        });
        container.setSessionTransacted(true);
        start(container);
        for (int i = 0; i < 10; i++) {
            template.convertAndSend("message " + i);
        }
        await("all messages and one again", () -> received.size() >= 11);
        List<Received> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            expected.add(new Received("message " + i, false, 1));
            if (i == 3) {
                expected.add(new Received("message 3", true, 2));
            }
        }
        assertEquals(expected, List.copyOf(received));
    }

    @Test
    void a_simple_container_that_acknowledges_itself_recovers_what_its_listener_threw_at() throws Exception {
        Queue<Received> received = new ConcurrentLinkedQueue<>();
        SimpleMessageListenerContainer container = add(new SimpleMessageListenerContainer(), message -> {
            Received each = Received.of(message);
            received.add(each);
            if (!each.redelivered()) {
                throw new IllegalStateException("on purpose");
            }
        });
        container.setSessionAcknowledgeMode(Session.CLIENT_ACKNOWLEDGE);
        start(container);
        template.convertAndSend("message");
        await("the message and the message again", () -> received.size() >= 2);
        assertEquals(List.of(new Received("message", false, 1), new Received("message", true, 2)), List.copyOf(received));
    }

    @Test
    void a_spring_transaction_takes_and_sends_as_one() throws Exception {
        Queue<Received> received = new ConcurrentLinkedQueue<>();
        JmsTemplate inTransaction = SpringBroker.template(caching);
        inTransaction.setSessionTransacted(true);
        DefaultMessageListenerContainer container = container(message -> {
            Received each = Received.of(message);
            received.add(each);
            inTransaction.convertAndSend(destination + "-output", each.text() + ", attempt " + each.count());
            if (!each.redelivered()) {
                throw new IllegalStateException("on purpose");
            }
        });
        container.setTransactionManager(new JmsTransactionManager(caching));
        container.setConnectionFactory(caching);
        start(container);
        for (int i = 0; i < 5; i++) {
            template.convertAndSend("message " + i);
        }
        List<Object> output = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            output.add(template.receiveAndConvert(destination + "-output"));
        }
        assertEquals(IntStream.range(0, 5).mapToObj(i -> "message " + i + ", attempt 2").toList(), output);
        assertEquals(10, received.size());
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertNull(template.receive(destination + "-output"));
    }

    @Test
    void a_listener_answers_with_its_own_session() throws Exception {
        DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
        container.setMessageListener((SessionAwareMessageListener<TextMessage>) (request, session) -> {
            try (var producer = session.createProducer(request.getJMSReplyTo())) {
                producer.send(session.createTextMessage("answer to " + request.getText()));
            }
        });
        container.setSessionTransacted(true);
        container.setConcurrency("3-3");
        start(configure(container));
        for (int i = 0; i < 20; i++) {
            String text = "question " + i;
            TextMessage answer = (TextMessage) template.sendAndReceive(session -> session.createTextMessage(text));
            assertEquals("answer to " + text, answer.getText());
        }
    }

    @Test
    void consumers_of_a_queue_share_it() throws Exception {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Queue<Received> received = new ConcurrentLinkedQueue<>();
        DefaultMessageListenerContainer container = container(message -> {
            threads.add(Thread.currentThread().getName());
            received.add(Received.of(message));
        });
        container.setConcurrency("4-4");
        container.setSessionTransacted(true);
        start(container);
        int sent = sendUntil(() -> threads.size() == 4) + sendMessages(400);
        await("all messages", () -> received.size() >= sent);
        assertEquals(numbered(sent), texts(received));
        assertEquals(sent, received.size());
    }

    @Test
    void consumers_of_a_shared_durable_subscription_share_it_and_find_what_came_meanwhile() throws Exception {
        template.setPubSubDomain(true);
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Queue<Received> received = new ConcurrentLinkedQueue<>();
        DefaultMessageListenerContainer container = sharedDurable(message -> {
            threads.add(Thread.currentThread().getName());
            received.add(Received.of(message));
        });
        start(container);
        await("a consumer", container::isRegisteredWithDestination);
        int sent = sendUntil(() -> threads.size() == 3) + sendMessages(300);
        await("all messages", () -> received.size() >= sent);
        assertEquals(numbered(sent), texts(received));
        assertEquals(sent, received.size());

        container.destroy();
        int all = sent + sendMessages(50);
        start(sharedDurable(message -> received.add(Received.of(message))));
        await("what came meanwhile", () -> received.size() >= all);
        assertEquals(numbered(all), texts(received));
        assertEquals(all, received.size());
    }

    @Test
    void a_durable_subscription_with_a_client_id_survives_its_container() throws Exception {
        template.setPubSubDomain(true);
        Queue<Received> received = new ConcurrentLinkedQueue<>();
        DefaultMessageListenerContainer container = durable(received);
        start(container);
        await("the consumer", container::isRegisteredWithDestination);
        template.convertAndSend("while it listens");
        await("the first message", () -> received.size() == 1);
        container.destroy();
        template.convertAndSend("while nobody listens");
        start(durable(received));
        await("the second message", () -> received.size() == 2);
        assertEquals(List.of(new Received("while it listens", false, 1), new Received("while nobody listens", false, 1)), List.copyOf(received));
    }

    @Test
    void a_container_that_is_stopped_takes_nothing_and_goes_on_when_it_is_started() throws Exception {
        Queue<Received> received = new ConcurrentLinkedQueue<>();
        DefaultMessageListenerContainer container = container(message -> received.add(Received.of(message)));
        container.setCacheLevel(DefaultMessageListenerContainer.CACHE_CONSUMER);
        start(container);
        template.convertAndSend("before");
        await("the first message", () -> received.size() == 1);
        container.stop();
        await("the container to stop", () -> !container.isRunning() && container.getActiveConsumerCount() == 0 || container.getPausedTaskCount() > 0);
        template.convertAndSend("meanwhile");
        container.start();
        await("the second message", () -> received.size() == 2);
        assertEquals(Set.of("before", "meanwhile"), texts(received));
    }

    @Test
    void a_selector_of_a_container_leaves_the_rest() throws Exception {
        Queue<Received> received = new ConcurrentLinkedQueue<>();
        DefaultMessageListenerContainer container = container(message -> received.add(Received.of(message)));
        container.setMessageSelector("colour IN ('red', 'blue') AND number BETWEEN 10 AND 20");
        start(container);
        for (int i = 0; i < 30; i++) {
            String colour = i % 3 == 0 ? "red" : i % 3 == 1 ? "blue" : "green";
            int number = i;
            template.convertAndSend((Object) ("message " + i), message -> {
                message.setStringProperty("colour", colour);
                message.setIntProperty("number", number);
                return message;
            });
        }
        await("seven messages", () -> received.size() == 7);
        Set<String> expected = ConcurrentHashMap.newKeySet();
        IntStream.rangeClosed(10, 20).filter(i -> i % 3 != 2).forEach(i -> expected.add("message " + i));
        assertTrue(texts(received).containsAll(expected), () -> texts(received).toString());
        for (int i = 0; i < 23; i++) {
            assertTrue(!expected.contains((String) template.receiveAndConvert()));
        }
    }

    private DefaultMessageListenerContainer durable(Queue<Received> received) {
        DefaultMessageListenerContainer container = container(message -> received.add(Received.of(message)));
        container.setPubSubDomain(true);
        container.setSubscriptionDurable(true);
        container.setClientId("client-" + destination);
        container.setDurableSubscriptionName("subscription-" + destination);
        return container;
    }

    private DefaultMessageListenerContainer sharedDurable(MessageListener listener) {
        DefaultMessageListenerContainer container = container(listener);
        container.setPubSubDomain(true);
        container.setSubscriptionShared(true);
        container.setSubscriptionDurable(true);
        container.setSubscriptionName("subscription-" + destination);
        container.setSessionAcknowledgeMode(Session.CLIENT_ACKNOWLEDGE);
        container.setConcurrency("3-3");
        return container;
    }

    private DefaultMessageListenerContainer container(MessageListener listener) {
        return add(new DefaultMessageListenerContainer(), listener);
    }

    private <C extends AbstractMessageListenerContainer> C add(C container, MessageListener listener) {
        container.setMessageListener(listener);
        return configure(container);
    }

    private <C extends AbstractMessageListenerContainer> C configure(C container) {
        container.setConnectionFactory(broker.factory(""));
        container.setDestinationName(destination);
        container.setErrorHandler(thrown -> { });
        containers.add(container);
        return container;
    }

    private static void start(AbstractMessageListenerContainer container) {
        container.afterPropertiesSet();
        container.start();
    }

    /** Consumers of a container come one by one: sends until all take part. @return how many messages that took */
    private int sendUntil(BooleanSupplier allTakePart) throws InterruptedException {
        int before = sent;
        await("all consumers to take part", () -> sendMessages(1) == 1 && allTakePart.getAsBoolean());
        return sent - before;
    }

    /** The numbers go on from the ones before. */
    private int sendMessages(int count) {
        for (int i = 0; i < count; i++) {
            template.convertAndSend("message " + sent++);
        }
        return count;
    }

    private static Set<String> numbered(int count) {
        Set<String> texts = ConcurrentHashMap.newKeySet();
        IntStream.range(0, count).forEach(i -> texts.add("message " + i));
        return texts;
    }

    private static Set<String> texts(Queue<Received> received) {
        Set<String> texts = ConcurrentHashMap.newKeySet();
        received.forEach(each -> texts.add(each.text()));
        return texts;
    }
}
