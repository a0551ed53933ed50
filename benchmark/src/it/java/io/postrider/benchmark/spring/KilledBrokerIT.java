package io.postrider.benchmark.spring;

import static io.postrider.benchmark.spring.SpringBroker.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

@Timeout(180)
class KilledBrokerIT {
    private static final int KILLS = 3;
    private static final int PRODUCERS = 3;
    /** Operations that have to succeed before the first kill, and after each start before the next one. */
    private static final int OPERATIONS_BETWEEN_KILLS = 300;
    private static final int ANSWER_MS = 5_000;

    private final List<AbstractMessageListenerContainer> containers = new ArrayList<>();
    private final List<CachingConnectionFactory> factories = new ArrayList<>();
    private SpringBroker broker;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new SpringBroker("attemptsMax=1000");
    }

    @AfterEach
    void stop() throws Exception {
        containers.forEach(AbstractMessageListenerContainer::destroy);
        factories.forEach(CachingConnectionFactory::destroy);
        broker.close();
    }

    @Test
    void what_templates_send_is_forwarded_exactly_once_by_transacted_listeners_of_which_some_throw() throws Exception {
        CachingConnectionFactory forwarding = caching();
        JmsTemplate forward = SpringBroker.template(forwarding);
        forward.setSessionTransacted(true);
        AtomicInteger calls = new AtomicInteger();
        DefaultMessageListenerContainer container = container("input", (MessageListener) message -> {
            forward.convertAndSend("output", text(message));
            if (calls.incrementAndGet() % 50 == 0) {
                throw new IllegalStateException("on purpose");
            }
        });
        container.setConnectionFactory(forwarding);
        container.setTransactionManager(new JmsTransactionManager(forwarding));
        container.setConcurrency("4-4");
        start(container);

        Set<String> sent = throughKills(PRODUCERS, (template, text) -> {
            template.convertAndSend("input", text);
            return true;
        });

        JmsTemplate template = SpringBroker.template(caching());
        assertEquals(Map.of(), differences(sent, 1, drained(template, "output", sent.size())));
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertNull(template.receive("output"));
        assertNull(template.receive("input"));
        assertNull(template.receive("DLQ"));
    }

    @Test
    void a_transaction_is_there_as_a_whole_or_not_at_all_as_its_template_said() throws Exception {
        CachingConnectionFactory sending = caching();
        TransactionTemplate transaction = new TransactionTemplate(new JmsTransactionManager(sending));
        JmsTemplate inTransaction = SpringBroker.template(sending);
        inTransaction.setSessionTransacted(true);

        Set<String> committed = throughKills(PRODUCERS, (template, text) -> {
            try {
                transaction.executeWithoutResult(status -> {
                    for (int part = 0; part < 3; part++) {
                        inTransaction.convertAndSend("parts", text);
                    }
                });
                return true;
            } catch (UnexpectedRollbackException e) {
                return false;
            }
        });

        JmsTemplate template = SpringBroker.template(caching());
        assertEquals(Map.of(), differences(committed, 3, drained(template, "parts", 3 * committed.size())));
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertNull(template.receive("parts"));
    }

    @Test
    void requests_are_answered_on_temporary_queues_again() throws Exception {
        DefaultMessageListenerContainer container = container("requests", (SessionAwareMessageListener<TextMessage>) (request, session) -> {
            try (var producer = session.createProducer(request.getJMSReplyTo())) {
                producer.send(session.createTextMessage("answer to " + request.getText()));
            } catch (InvalidDestinationException e) {
                // who asked has not come back yet, or has given up; to throw this would make Spring connect anew and ask again
            }
        });
        container.setSessionTransacted(true);
        container.setConcurrency("3-3");
        start(container);
        AtomicInteger unanswered = new AtomicInteger();

        throughKills(PRODUCERS, (template, text) -> {
            template.setReceiveTimeout(ANSWER_MS);
            TextMessage answer = (TextMessage) template.sendAndReceive("requests", session -> session.createTextMessage(text));
            if (answer == null) {
                // an answer that waits on a temporary queue goes with the broker
                unanswered.incrementAndGet();
                return false;
            }
            assertEquals("answer to " + text, text(answer));
            return true;
        });
        assertTrue(unanswered.get() <= KILLS * PRODUCERS, unanswered + " requests were not answered");
    }

    @Test
    void a_shared_durable_subscription_misses_nothing_and_marks_what_comes_again() throws Exception {
        Set<String> received = ConcurrentHashMap.newKeySet();
        Set<String> doubled = ConcurrentHashMap.newKeySet();
        DefaultMessageListenerContainer container = container("news", (MessageListener) message -> {
            if (!received.add(text(message)) && !redelivered(message)) {
                doubled.add(text(message));
            }
        });
        container.setPubSubDomain(true);
        container.setSubscriptionShared(true);
        container.setSubscriptionDurable(true);
        container.setSubscriptionName("readers");
        container.setSessionTransacted(true);
        container.setConcurrency("3-3");
        start(container);
        await("the subscription", () -> container.getActiveConsumerCount() == 3 && container.isRegisteredWithDestination());

        Set<String> sent = throughKills(PRODUCERS, (template, text) -> {
            template.setPubSubDomain(true);
            template.convertAndSend("news", text);
            return true;
        });
        await("all that was published", () -> received.size() >= sent.size());
        assertEquals(sent, received);
        assertEquals(Set.of(), doubled);
    }

    /** A client that gives up at once leaves it to Spring: the container opens all anew, and the caching factory a new connection. */
    @Test
    void where_the_client_gives_up_spring_recovers_by_itself() throws Exception {
        Set<String> received = ConcurrentHashMap.newKeySet();
        DefaultMessageListenerContainer container = container("input", (MessageListener) message -> received.add(text(message)));
        container.setConnectionFactory(broker.factory("reconnectTimeoutMs=0"));
        container.setSessionTransacted(true);
        container.setRecoveryInterval(50);
        start(container);
        CachingConnectionFactory givingUp = new CachingConnectionFactory(broker.factory("reconnectTimeoutMs=0"));
        factories.add(givingUp);
        JmsTemplate template = SpringBroker.template(givingUp);
        template.convertAndSend("input", "before");
        await("the message before the kill", () -> received.contains("before"));
        broker.kill();
        await("Spring to notice", container::isRecovering);
        broker.start();
        await("Spring to be back", () -> !container.isRecovering());
        template.convertAndSend("input", "after");
        await("the message after the kill", () -> received.contains("after"));
        assertFalse(received.size() > 2);
    }

    /** One operation. @return whether it was done; false if it was certainly not */
    private interface Operation {
        boolean run(JmsTemplate template, String text);
    }

    /** Kills and starts the broker while producers work. @return the texts of the operations that were done */
    private Set<String> throughKills(int producers, Operation operation) throws Exception {
        Set<String> done = ConcurrentHashMap.newKeySet();
        Set<String> stop = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(producers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int producer = 0; producer < producers; producer++) {
                String name = "producer " + producer;
                JmsTemplate template = SpringBroker.template(caching());
                running.add(threads.submit(() -> {
                    for (int i = 0; stop.isEmpty(); i++) {
                        String text = name + " message " + i;
                        if (operation.run(template, text)) {
                            done.add(text);
                        }
                    }
                }));
            }
            for (int kill = 0; kill <= KILLS; kill++) {
                int before = done.size();
                await("operations to succeed", () -> done.size() >= before + OPERATIONS_BETWEEN_KILLS || running.stream().anyMatch(Future::isDone));
                if (kill < KILLS) {
                    broker.kill();
                    broker.start();
                }
            }
            stop.add("now");
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            stop.add("now");
            threads.shutdown();
        }
        return done;
    }

    /** How often each text came, of the first messages of a queue, or of all if there are fewer. */
    private static Map<String, Integer> drained(JmsTemplate template, String queue, int messages) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < messages; i++) {
            String text = (String) template.receiveAndConvert(queue);
            if (text == null) {
                break;
            }
            counts.merge(text, 1, Integer::sum);
        }
        return counts;
    }

    /** The texts that did not come as often as they should have, with how often they came. */
    private static Map<String, Integer> differences(Set<String> sent, int times, Map<String, Integer> received) {
        Map<String, Integer> differences = new TreeMap<>(received);
        sent.forEach(text -> differences.putIfAbsent(text, 0));
        differences.entrySet().removeIf(each -> each.getValue() == times && sent.contains(each.getKey()));
        return differences;
    }

    private CachingConnectionFactory caching() {
        CachingConnectionFactory caching = broker.caching();
        factories.add(caching);
        return caching;
    }

    private DefaultMessageListenerContainer container(String destination, Object listener) {
        DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
        container.setConnectionFactory(broker.factory(""));
        container.setDestinationName(destination);
        container.setMessageListener(listener);
        container.setErrorHandler(thrown -> { });
        containers.add(container);
        return container;
    }

    private static void start(DefaultMessageListenerContainer container) {
        container.afterPropertiesSet();
        container.start();
    }

    private static String text(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean redelivered(Message message) {
        try {
            return message.getJMSRedelivered();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }
}
