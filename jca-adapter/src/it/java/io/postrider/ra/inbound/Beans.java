package io.postrider.ra.inbound;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ra.FakeBean;
import io.postrider.ra.FakeServer;
import io.postrider.ra.Outside;
import io.postrider.ra.PostriderResourceAdapter;
import io.postrider.ra.TestBroker;
import jakarta.jms.Queue;
import jakarta.resource.ResourceException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Timeout;

/** What the tests of message-driven beans start from: a started adapter in a server, a broker that may be stopped, and a program outside. */
@Timeout(120)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class Beans {
    static final long WAIT_MS = Outside.WAIT_MS;
    /** Long enough for what must not come. */
    static final long NOTHING_MS = 200;
    /** Of requests, so that what waits for a broker that is gone is over soon. */
    static final long REQUEST_MS = 3_000;

    final TestBroker broker = new TestBroker();
    final FakeServer server = new FakeServer();
    final PostriderResourceAdapter adapter = new PostriderResourceAdapter();
    final String name = Outside.name();
    final BlockingQueue<String> got = new LinkedBlockingQueue<>();
    private final Map<FakeBean, PostriderActivationSpec> active = new LinkedHashMap<>();
    Outside outside;
    Queue queue;

    @BeforeEach
    void startAdapter() throws Exception {
        outside = new Outside(broker);
        queue = outside.queue(name);
        adapter.setServerUrl(broker.url());
        adapter.setRequestTimeoutMs(REQUEST_MS);
        adapter.start(server);
    }

    @AfterEach
    void stopAdapter() throws Exception {
        active.forEach(adapter::endpointDeactivation);
        adapter.stop();
        server.close();
        outside.close();
        broker.close();
    }

    PostriderActivationSpec spec() throws ResourceException {
        PostriderActivationSpec spec = new PostriderActivationSpec();
        spec.setResourceAdapter(adapter);
        spec.setDestination(name);
        spec.setDestinationType("jakarta.jms.Queue");
        spec.setSetupInterval(50L);
        return spec;
    }

    PostriderActivationSpec topicSpec() throws ResourceException {
        PostriderActivationSpec spec = spec();
        spec.setDestinationType("jakarta.jms.Topic");
        return spec;
    }

    FakeBean activate(PostriderActivationSpec spec, FakeBean bean) throws ResourceException {
        adapter.endpointActivation(bean, spec);
        active.put(bean, spec);
        return bean;
    }

    void deactivate(FakeBean bean) {
        adapter.endpointDeactivation(bean, active.remove(bean));
    }

    /** Remembers what it gets. */
    FakeBean bean(boolean transacted) {
        return new FakeBean(transacted, (message, delivery) -> got.add(message.getBody(String.class)));
    }

    String next() throws InterruptedException {
        return got.poll(WAIT_MS, TimeUnit.MILLISECONDS);
    }

    String nothing() throws InterruptedException {
        return got.poll(NOTHING_MS, TimeUnit.MILLISECONDS);
    }

    /** Looks again and again, since nobody tells. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
        Object never = new Object();
        synchronized (never) {
            while (!condition.getAsBoolean() && System.nanoTime() < end) {
                never.wait(10);
            }
        }
        assertTrue(condition.getAsBoolean(), what);
    }
}
