package io.postrider.ra.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ra.FakeBean;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Topic;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 13.5, JMS 13.1: what a message-driven bean gets, and what becomes of it. */
class DeliveryIT extends Beans {
    private static String described(Message message) throws Exception {
        return message.getBody(String.class) + " " + message.getIntProperty("JMSXDeliveryCount") + (message.getJMSRedelivered() ? " again" : "");
    }

    @Test
    void a_delivery_is_a_part_of_its_transaction() throws Exception {
        FakeBean bean = activate(spec(), new FakeBean(true, (message, delivery) -> {
            got.add(described(message));
            if (!message.getJMSRedelivered()) {
                delivery.setRollbackOnly();
            }
        }));
        outside.send(queue, "a");
        assertEquals("a 1", next());
        assertEquals("a 2 again", next());
        assertNull(nothing());
        deactivate(bean);
        assertEquals(0, bean.endpoints());
        outside.assertTexts(queue);
    }

    @Test
    void what_a_bean_threw_an_exception_for_comes_again() throws Exception {
        for (boolean transacted : new boolean[] {true, false}) {
            FakeBean bean = activate(spec(), new FakeBean(transacted, (message, delivery) -> {
                got.add(described(message));
                if (message.getIntProperty("JMSXDeliveryCount") < 3) {
                    throw new IllegalStateException("not yet");
                }
            }));
            outside.send(queue, "a");
            assertEquals("a 1", next());
            assertEquals("a 2 again", next());
            assertEquals("a 3 again", next());
            assertNull(nothing());
            deactivate(bean);
            outside.assertTexts(queue);
        }
    }

    /** Some servers do so while an application goes, and commit what follows. */
    @Test
    void what_a_container_refuses_without_marking_the_transaction_comes_again() throws Exception {
        FakeBean bean = new FakeBean(true, (message, delivery) -> got.add(described(message)));
        bean.refuse(2);
        activate(spec(), bean);
        outside.send(queue, "a");
        assertEquals("a 3 again", next());
        assertNull(nothing());
        deactivate(bean);
        outside.assertTexts(queue);
    }

    @Test
    void without_transactions_it_is_acknowledged_when_the_bean_has_returned() throws Exception {
        PostriderActivationSpec dupsOk = spec();
        dupsOk.setAcknowledgeMode("Dups-ok-acknowledge");
        for (PostriderActivationSpec spec : List.of(spec(), dupsOk)) {
            FakeBean bean = activate(spec, bean(false));
            outside.send(queue, "a", "b");
            assertEquals(Set.of("a", "b"), Set.of(next(), next()));
            deactivate(bean);
            outside.assertTexts(queue);
        }
    }

    @Test
    void no_more_messages_are_in_hand_than_there_are_sessions() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch go = new CountDownLatch(1);
        PostriderActivationSpec spec = spec();
        spec.setMaxSession(3);
        FakeBean bean = activate(spec, new FakeBean(true, (message, delivery) -> {
            three.countDown();
            assertTrue(go.await(WAIT_MS, TimeUnit.MILLISECONDS));
            got.add(message.getBody(String.class));
        }));
        outside.send(queue, IntStream.range(0, 30).mapToObj(Integer::toString).toArray(String[]::new));
        assertTrue(three.await(WAIT_MS, TimeUnit.MILLISECONDS));
        assertNull(nothing());
        assertEquals(3, server.running());
        go.countDown();
        Set<String> all = new TreeSet<>();
        for (int i = 0; i < 30; i++) {
            assertTrue(all.add(next()));
        }
        assertEquals(3, bean.most());
        await("no thread is held without a message", () -> server.running() == 0);
    }

    @Test
    void with_one_session_messages_come_in_their_order() throws Exception {
        PostriderActivationSpec spec = spec();
        spec.setMaxSession(1);
        outside.send(queue, IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new));
        activate(spec, bean(true));
        for (int i = 0; i < 100; i++) {
            assertEquals(Integer.toString(i), next());
        }
    }

    @Test
    void a_selector_chooses() throws Exception {
        PostriderActivationSpec spec = spec();
        spec.setMessageSelector("kind = 'new'");
        FakeBean bean = activate(spec, bean(true));
        outside.context().createProducer().setProperty("kind", "old").send(queue, "a");
        outside.context().createProducer().setProperty("kind", "new").send(queue, "b");
        assertEquals("b", next());
        assertNull(nothing());
        deactivate(bean);
        PostriderActivationSpec wrong = spec();
        wrong.setMessageSelector("kind =");
        assertTrue(assertThrows(ResourceException.class, () -> activate(wrong, bean(true))).getMessage().contains("messageSelector"));
    }

    @Test
    void settings_that_contradict_each_other_fail_the_activation() throws Exception {
        PostriderActivationSpec spec = spec();
        spec.setSubscriptionDurability("Durable");
        assertTrue(assertThrows(InvalidPropertyException.class, () -> activate(spec, bean(true))).getMessage().contains("a queue has no subscriptions"));
    }

    // --- topics

    @Test
    void a_subscription_without_a_name_is_there_while_the_bean_is() throws Exception {
        Topic topic = outside.context().createTopic(name);
        outside.send(topic, "before");
        FakeBean one = activate(topicSpec(), bean(true));
        FakeBean two = activate(topicSpec(), bean(true));
        outside.send(topic, "a");
        assertEquals("a", next());
        assertEquals("a", next());
        deactivate(two);
        outside.send(topic, "b");
        assertEquals("b", next());
        assertNull(nothing());
        deactivate(one);
    }

    @Test
    void a_durable_subscription_keeps_messages_for_the_bean_with_a_client_identifier_and_without() throws Exception {
        Topic topic = outside.context().createTopic(name);
        PostriderActivationSpec own = topicSpec();
        own.setClientId("id-" + name);
        for (PostriderActivationSpec spec : List.of(own, topicSpec())) {
            spec.setSubscriptionDurability("Durable");
            spec.setSubscriptionName("s");
            FakeBean bean = activate(spec, bean(true));
            outside.send(topic, "a");
            assertEquals("a", next());
            deactivate(bean);
            outside.send(topic, "b");
            assertNull(nothing());
            bean = activate(spec, bean(true));
            assertEquals("b", next());
            deactivate(bean);
        }
        try (JMSContext context = broker.client().createContext()) {
            context.unsubscribe("s");
        }
    }

    @Test
    void servers_share_a_subscription_that_is_to_be_shared() throws Exception {
        Topic topic = outside.context().createTopic(name);
        for (String durability : List.of("Durable", "NonDurable")) {
            PostriderActivationSpec one = topicSpec();
            PostriderActivationSpec two = topicSpec();
            for (PostriderActivationSpec spec : List.of(one, two)) {
                spec.setSubscriptionDurability(durability);
                spec.setSubscriptionName("shared " + durability);
                spec.setShareSubscriptions(true);
            }
            FakeBean first = activate(one, bean(true));
            FakeBean second = activate(two, bean(true));
            outside.send(topic, "a", "b", "c", "d");
            assertEquals(Set.of("a", "b", "c", "d"), Set.of(next(), next(), next(), next()));
            assertNull(nothing());
            deactivate(first);
            deactivate(second);
        }
    }

    // --- a server that is not ready

    @Test
    void an_endpoint_that_is_not_to_be_had_yet_gets_its_messages_later_as_if_for_the_first_time() throws Exception {
        FakeBean bean = new FakeBean(true, (message, delivery) -> got.add(described(message)));
        bean.unavailable(3);
        outside.send(queue, "a");
        activate(spec(), bean);
        assertEquals("a 1", next());
        assertEquals(0, bean.unavailable());
    }

    @Test
    void a_message_that_no_transaction_is_begun_for_comes_later_as_if_for_the_first_time() throws Exception {
        FakeBean bean = new FakeBean(true, (message, delivery) -> got.add(described(message)));
        bean.failBegins(3);
        PostriderActivationSpec spec = spec();
        spec.setMaxSession(1);
        activate(spec, bean);
        outside.send(queue, "a");
        assertEquals("a 1", next());
        assertEquals(0, bean.failingBegins());
        assertNull(nothing());
        deactivate(bean);
        outside.assertTexts(queue);
    }

    @Test
    void work_that_the_server_does_not_take_is_given_again_as_if_for_the_first_time() throws Exception {
        for (boolean transacted : new boolean[] {true, false}) {
            server.unchecked(!transacted);
            server.reject(3);
            PostriderActivationSpec spec = spec();
            spec.setMaxSession(2); // fewer than are refused
            FakeBean bean = activate(spec, new FakeBean(transacted, (message, delivery) -> got.add(described(message))));
            outside.send(queue, "a", "b");
            assertEquals(Set.of("a 1", "b 1"), Set.of(next(), next()));
            assertEquals(0, server.rejecting());
            deactivate(bean);
        }
    }

    @Test
    void sessions_are_free_again_whatever_a_server_throws_when_it_releases_an_endpoint() throws Exception {
        for (boolean transacted : new boolean[] {true, false}) {
            PostriderActivationSpec spec = spec();
            spec.setMaxSession(1);
            spec.setRedeliveryDelayMs(0L);
            AtomicBoolean fails = new AtomicBoolean(true);
            FakeBean bean = new FakeBean(transacted, (message, delivery) -> {
                if (fails.getAndSet(false)) {
                    throw new IllegalStateException("once");
                }
                got.add(message.getBody(String.class));
            });
            bean.releaseFails();
            activate(spec, bean);
            outside.send(queue, "a", "b");
            assertEquals(Set.of("a", "b"), Set.of(next(), next()));
            long begin = System.nanoTime();
            deactivate(bean);
            assertTrue(System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(REQUEST_MS), "nothing was left to wait for");
        }
    }

    @Test
    void a_message_whose_transaction_is_over_before_it_is_delivered_is_delivered_in_another_one_as_if_for_the_first_time() throws Exception {
        AtomicInteger outsideOfOne = new AtomicInteger();
        FakeBean bean = new FakeBean(true, (message, delivery) -> {
            if (delivery == null) {
                outsideOfOne.incrementAndGet();
            }
            got.add(described(message));
        });
        bean.timeouts(1);
        activate(spec(), bean);
        outside.send(queue, "a");
        assertEquals("a 1", next());
        assertNull(nothing());
        assertEquals(0, outsideOfOne.get());
        deactivate(bean);
        outside.assertTexts(queue);
    }

    /** The broker's clock has milliseconds. */
    private static long sinceMs(List<Long> nanos, int delivery) {
        return TimeUnit.NANOSECONDS.toMillis(nanos.get(delivery) - nanos.get(delivery - 1)) + 5;
    }

    @Test
    void what_failed_comes_again_after_a_delay_that_doubles_whatever_sessions_are_free() throws Exception {
        for (boolean transacted : new boolean[] {true, false}) {
            PostriderActivationSpec spec = spec();
            spec.setRedeliveryDelayMs(200L);
            spec.setRedeliveryDelayMaxMs(300L);
            List<Long> times = new CopyOnWriteArrayList<>();
            FakeBean bean = activate(spec, new FakeBean(transacted, (message, delivery) -> {
                if (message.getBody(String.class).equals("bad")) {
                    times.add(System.nanoTime());
                    got.add(described(message));
                    if (message.getIntProperty("JMSXDeliveryCount") < 4) {
                        throw new IllegalStateException("not yet");
                    }
                }
            }));
            outside.send(queue, "bad", "good", "good");
            assertEquals("bad 1", next());
            assertEquals("bad 2 again", next());
            assertEquals("bad 3 again", next());
            assertEquals("bad 4 again", next());
            assertTrue(sinceMs(times, 1) >= 200 && sinceMs(times, 2) >= 300 && sinceMs(times, 3) >= 300, times::toString);
            deactivate(bean);
            outside.assertTexts(queue);
        }
    }

    @Test
    void others_are_delivered_while_one_that_failed_is_away() throws Exception {
        PostriderActivationSpec spec = spec();
        spec.setMaxSession(1);
        spec.setRedeliveryDelayMs(500L);
        AtomicBoolean first = new AtomicBoolean(true);
        activate(spec, new FakeBean(true, (message, delivery) -> {
            got.add(described(message));
            if (first.getAndSet(false)) {
                delivery.setRollbackOnly();
            }
        }));
        outside.send(queue, "a", "b", "c");
        assertEquals(List.of("a 1", "b 1", "c 1", "a 2 again"), List.of(next(), next(), next(), next()));
    }

    /** Whoever lets a transaction fail in its commit: that session is given up, and the one in its place goes on counting. */
    @Test
    void a_session_rests_after_failures_in_a_row_which_doubles() throws Exception {
        for (boolean inCommit : new boolean[] {true, false}) {
            PostriderActivationSpec spec = spec();
            spec.setMaxSession(1);
            spec.setRedeliveryDelayMs(0L);
            List<Long> times = new CopyOnWriteArrayList<>();
            AtomicInteger failures = new AtomicInteger(inCommit ? 0 : 5);
            FakeBean bean = new FakeBean(true, (message, delivery) -> {
                times.add(System.nanoTime());
                got.add(described(message));
                if (failures.getAndDecrement() > 0) {
                    delivery.setRollbackOnly();
                }
            });
            bean.failCommits(inCommit ? 5 : 0);
            activate(spec, bean);
            outside.send(queue, "a");
            assertEquals("a 1", next());
            for (int failed = 1; failed <= 5; failed++) {
                assertEquals("a " + (failed + 1) + " again", next());
                assertTrue(sinceMs(times, failed) >= 10L << failed - 1, "after " + failed + " failures");
            }
            deactivate(bean);
        }
    }

    @Test
    void undeployment_waits_for_the_message_in_hand_which_is_committed() throws Exception {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FakeBean bean = activate(spec(), new FakeBean(true, (message, delivery) -> {
            in.countDown();
            assertTrue(go.await(WAIT_MS, TimeUnit.MILLISECONDS));
        }));
        outside.send(queue, "a");
        assertTrue(in.await(WAIT_MS, TimeUnit.MILLISECONDS));
        Thread undeploying = new Thread(() -> deactivate(bean));
        undeploying.start();
        await("undeployment waits", () -> undeploying.getState() == Thread.State.TIMED_WAITING);
        outside.send(queue, "late");
        assertTrue(undeploying.isAlive());
        go.countDown();
        undeploying.join(WAIT_MS);
        assertEquals(0, bean.endpoints());
        outside.assertTexts(queue, "late");
    }

    @Test
    void undeployment_does_not_wait_for_ever_for_a_bean_that_hangs() throws Exception {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FakeBean bean = activate(spec(), new FakeBean(true, (message, delivery) -> {
            in.countDown();
            assertTrue(go.await(60, TimeUnit.SECONDS));
        }));
        outside.send(queue, "a");
        assertTrue(in.await(WAIT_MS, TimeUnit.MILLISECONDS));
        long begin = System.nanoTime();
        deactivate(bean);
        assertTrue(System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(4 * REQUEST_MS));
        go.countDown();
        await("the endpoint is released in the end", () -> bean.endpoints() == 0);
        outside.assertTexts(queue, "a");
    }

    @Test
    void stopping_the_adapter_ends_what_the_server_has_forgotten() throws Exception {
        FakeBean bean = bean(true);
        adapter.endpointActivation(bean, spec());
        outside.send(queue, "a");
        assertEquals("a", next());
        adapter.stop();
        assertEquals(0, bean.endpoints());
        assertThrows(jakarta.resource.spi.IllegalStateException.class, () -> adapter.endpointActivation(bean, spec()));
        outside.send(queue, "b");
        assertNull(nothing());
    }
}
