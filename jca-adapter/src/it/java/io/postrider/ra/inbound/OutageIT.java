package io.postrider.ra.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ra.CutRelay;
import io.postrider.ra.FakeBean;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import jakarta.jms.XAJMSContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A broker that is away when a bean is activated, while it is active, and when it is deactivated. */
class OutageIT extends Beans {
    /** One that gives up a lost connection at once, so that the adapter has to connect anew. */
    private PostriderActivationSpec forgetful() throws Exception {
        PostriderActivationSpec spec = spec();
        spec.setServerUrl(broker.url() + "?reconnectTimeoutMs=0&requestTimeoutMs=" + REQUEST_MS);
        return spec;
    }

    @Test
    void a_bean_is_activated_without_a_broker_holds_no_thread_and_delivers_when_there_is_one() throws Exception {
        outside.send(queue, "a");
        broker.stop();
        FakeBean bean = activate(spec(), bean(true));
        await("attempts end", () -> server.running() == 0);
        assertNull(nothing());
        broker.start();
        assertEquals("a", next());
        deactivate(bean);
    }

    @Test
    void attempts_end_where_the_settings_say_so() throws Exception {
        broker.stop();
        PostriderActivationSpec spec = spec();
        spec.setSetupAttempts(2);
        activate(spec, bean(true));
        server.reject(0);
        await("the second attempt is over", () -> server.running() == 0);
        assertNull(got.poll(500, TimeUnit.MILLISECONDS));
        broker.start();
        outside.send(queue, "a");
        assertNull(got.poll(500, TimeUnit.MILLISECONDS));
    }

    @Test
    void an_attempt_that_the_server_does_not_take_is_not_the_last() throws Exception {
        outside.send(queue, "a");
        broker.stop();
        server.reject(2);
        activate(spec(), bean(true));
        await("two were refused", () -> server.rejecting() == 0);
        broker.start();
        assertEquals("a", next());
    }

    @Test
    void undeployment_without_a_broker_is_over_at_once() throws Exception {
        broker.stop();
        FakeBean bean = activate(spec(), bean(true));
        long begin = System.nanoTime();
        deactivate(bean);
        assertTrue(System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(REQUEST_MS), "it waited");
        broker.start();
        outside.send(queue, "a");
        assertNull(nothing());
        outside.assertTexts(queue, "a");
    }

    @Test
    void undeployment_while_the_broker_is_lost_is_over_in_bounded_time() throws Exception {
        FakeBean bean = activate(spec(), bean(true));
        outside.send(queue, "a");
        assertEquals("a", next());
        broker.stop();
        long begin = System.nanoTime();
        deactivate(bean);
        assertTrue(System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(4 * REQUEST_MS), "it took longer");
        assertEquals(0, bean.endpoints());
        broker.start();
    }

    @Test
    void undeployment_waits_for_the_bean_whose_connection_was_lost_before() throws Exception {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FakeBean bean = activate(forgetful(), new FakeBean(true, (message, delivery) -> {
            in.countDown();
            assertTrue(go.await(WAIT_MS, TimeUnit.MILLISECONDS));
        }));
        outside.send(queue, "a");
        assertTrue(in.await(WAIT_MS, TimeUnit.MILLISECONDS));
        broker.stop();
        assertNull(got.poll(2 * NOTHING_MS, TimeUnit.MILLISECONDS)); // the loss is known by then
        Thread undeploying = new Thread(() -> deactivate(bean));
        undeploying.start();
        undeploying.join(2 * NOTHING_MS);
        assertTrue(undeploying.isAlive(), "the bean was left alone");
        go.countDown();
        undeploying.join(WAIT_MS);
        assertEquals(0, bean.endpoints());
        broker.start();
    }

    @Test
    void a_connection_that_is_lost_for_good_is_made_anew() throws Exception {
        FakeBean bean = activate(forgetful(), bean(true));
        outside.send(queue, "a");
        assertEquals("a", next());
        await("it is committed", () -> server.running() == 0);
        for (int i = 0; i < 2; i++) {
            broker.stop();
            await("the sessions of the lost connection are gone", () -> bean.endpoints() == 0 && server.running() == 0);
            broker.start();
            outside.send(queue, "b" + i);
            assertEquals("b" + i, next());
            await("it is committed", () -> server.running() == 0);
        }
    }

    @Test
    void one_whose_subscription_was_taken_meanwhile_goes_on_when_it_is_free() throws Exception {
        Topic topic = outside.context().createTopic(name);
        try (CutRelay relay = new CutRelay(broker.port())) {
            PostriderActivationSpec spec = topicSpec();
            spec.setServerUrl("postrider://127.0.0.1:" + relay.port());
            spec.setSubscriptionDurability("Durable");
            spec.setSubscriptionName(name);
            FakeBean bean = activate(spec, bean(true));
            outside.send(topic, "a");
            assertEquals("a", next());
            await("it is committed", () -> server.running() == 0);
            relay.refuse(true);
            relay.cut();
            relay.awaitNoLinks(WAIT_MS);
            JMSConsumer taken = takeOver(topic);
            relay.refuse(false);
            await("the sessions of the consumer that was refused are gone", () -> bean.endpoints() == 0);
            taken.close();
            outside.context().createSharedDurableConsumer(topic, name).close();
            outside.send(topic, "b");
            assertEquals("b", next());
            deactivate(bean);
        }
    }

    /** With another selector it is another subscription of the name, for which the broker has to know that nobody has the first one any more. */
    private JMSConsumer takeOver(Topic topic) throws InterruptedException {
        AtomicReference<JMSConsumer> taken = new AtomicReference<>();
        await("the broker has noticed the loss", () -> {
            try {
                if (taken.get() == null) {
                    taken.set(outside.context().createSharedDurableConsumer(topic, name, "n = 1"));
                }
                return true;
            } catch (IllegalStateRuntimeException inUse) {
                return false;
            }
        });
        return taken.get();
    }

    @Test
    void a_restart_under_load_loses_nothing_and_doubles_nothing() throws Exception {
        restartUnderLoad(spec());
    }

    @Test
    void so_does_one_where_every_connection_is_lost_for_good() throws Exception {
        restartUnderLoad(forgetful());
    }

    /** Each message leads to one answer in the same branch, so how often it counted can be seen at the broker. */
    private void restartUnderLoad(PostriderActivationSpec spec) throws Exception {
        int messages = 1_000;
        Queue answers = outside.queue(name + "-answers");
        AtomicInteger deliveries = new AtomicInteger();
        BlockingQueue<XAJMSContext> contexts = new LinkedBlockingQueue<>();
        List<XAJMSContext> all = new ArrayList<>();
        for (int i = 0; i < spec.getMaxSession(); i++) {
            all.add(broker.client().createXAContext());
        }
        contexts.addAll(all);
        FakeBean bean = activate(spec, new FakeBean(true, (message, delivery) -> {
            deliveries.incrementAndGet();
            XAJMSContext context = contexts.take();
            delivery.transaction().afterwards(() -> contexts.add(context));
            delivery.transaction().enlist(context.getXAResource());
            context.getContext().createProducer().send(answers, message.getBody(String.class));
        }));
        outside.sendTogether(queue, IntStream.range(0, messages).mapToObj(Integer::toString).toArray(String[]::new));
        for (int i = 0; i < 2; i++) {
            int before = deliveries.get();
            await("deliveries go on", () -> deliveries.get() > before + 30);
            broker.stop();
            broker.start();
        }
        Set<String> committed = new TreeSet<>();
        try (JMSConsumer consumer = outside.context().createConsumer(answers)) {
            for (int i = 0; i < messages; i++) {
                String text = consumer.receiveBody(String.class, WAIT_MS);
                assertTrue(committed.add(String.valueOf(text)), () -> text + " after " + committed.size());
            }
            assertNull(consumer.receive(NOTHING_MS));
        }
        assertTrue(deliveries.get() > messages, "nothing was in hand at a restart");
        deactivate(bean);
        outside.assertTexts(queue);
        all.forEach(XAJMSContext::close);
    }
}
