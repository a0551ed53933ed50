package io.postrider.ra.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ra.CutRelay;
import io.postrider.ra.FakePool;
import io.postrider.ra.FakeTransaction;
import io.postrider.ra.Outside;
import io.postrider.ra.TestBroker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.XAConnection;
import jakarta.resource.ResourceException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many transactions while links are cut at random: what was committed is there once, and nothing is left of the rest. */
@Timeout(300)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PoolHealthIT {
    private static final int THREADS = 8;
    private static final int TRANSACTIONS = Integer.getInteger("postrider.health.transactions", 2_000);
    private static final long SEED = Long.getLong("postrider.health.seed", 5);

    private final Set<String> committed = ConcurrentHashMap.newKeySet();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final List<FakePool> pools = new ArrayList<>();

    @Test
    void transactions_over_links_that_are_cut_leave_nothing_behind() throws Exception {
        Set<Thread> before = clientThreads();
        try (TestBroker broker = new TestBroker(); CutRelay relay = new CutRelay(broker.port()); Outside outside = new Outside(broker)) {
            Queue queue = outside.queue(Outside.name());
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<?>> applications = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                FakePool pool = new FakePool();
                pools.add(pool);
                int thread = i;
                // half of them resume a lost link, the others lose their connection with it
                ConnectionFactory factory = factory(relay, pool, i % 2 == 0 ? 60_000 : 0);
                applications.add(threads.submit(() -> {
                    work(factory, pool, queue, thread);
                    return null;
                }));
            }
            cutUntilDone(relay, applications);
            threads.shutdown();
            for (FakePool pool : pools) {
                pool.destroy();
            }
            awaitNoLinks(relay);
            assertNoBranches(broker);
            assertEachOnce(outside, queue);
        }
        awaitNoThreads(before);
    }

    private static ConnectionFactory factory(CutRelay relay, FakePool pool, long reconnectMs) throws ResourceException {
        PostriderManagedConnectionFactory managed = new PostriderManagedConnectionFactory();
        managed.setServerUrl("postrider://127.0.0.1:" + relay.port());
        managed.setReconnectTimeoutMs(reconnectMs);
        managed.setRequestTimeoutMs(5_000L);
        return (ConnectionFactory) managed.createConnectionFactory(pool);
    }

    private void work(ConnectionFactory factory, FakePool pool, Queue queue, int thread) throws Exception {
        Random random = new Random(SEED + thread);
        for (int i = 0; i < TRANSACTIONS / THREADS; i++) {
            String text = thread + "-" + i;
            FakeTransaction transaction = pool.begin();
            try {
                boolean sent = false;
                try (JMSContext context = factory.createContext()) {
                    context.createProducer().send(queue, text);
                    sent = true;
                } catch (JMSRuntimeException e) {
                    // the transaction is rolled back, as a server does
                }
                if (sent && random.nextInt(10) > 0) {
                    unknown.add(text);
                    transaction.commit();
                    committed.add(text);
                    unknown.remove(text);
                } else {
                    transaction.rollback();
                }
            } catch (XAException e) {
                if (e.errorCode >= XAException.XA_RBBASE && e.errorCode <= XAException.XA_RBEND) {
                    unknown.remove(text);
                }
            } finally {
                overInAnyCase(pool);
            }
        }
    }

    /** A connection that cannot be cleaned is not used again. */
    private static void overInAnyCase(FakePool pool) throws ResourceException {
        try {
            pool.over();
        } catch (ResourceException e) {
            pool.destroy();
            pool.forget();
        }
    }

    private static void cutUntilDone(CutRelay relay, List<Future<?>> applications) throws Exception {
        Random random = new Random(SEED);
        for (Future<?> each : applications) {
            while (true) {
                try {
                    each.get(50 + random.nextInt(200), TimeUnit.MILLISECONDS);
                    break;
                } catch (java.util.concurrent.TimeoutException e) {
                    relay.cut();
                } catch (ExecutionException e) {
                    throw new AssertionError(e.getCause());
                }
            }
        }
    }

    private static void awaitNoLinks(CutRelay relay) throws InterruptedException {
        assertEquals(0, relay.awaitNoLinks(Outside.WAIT_MS));
    }

    private static void assertNoBranches(TestBroker broker) throws JMSException, XAException {
        try (XAConnection connection = broker.client().createXAConnection()) {
            assertEquals(0, connection.createXASession().getXAResource().recover(XAResource.TMSTARTRSCAN).length);
        }
    }

    private void assertEachOnce(Outside outside, Queue queue) {
        Set<String> there = new HashSet<>();
        try (JMSConsumer consumer = outside.context().createConsumer(queue)) {
            for (String text = consumer.receiveBody(String.class, 1_000); text != null; text = consumer.receiveBody(String.class, 1_000)) {
                assertTrue(there.add(text), text);
            }
            assertNull(consumer.receiveNoWait());
        }
        assertTrue(there.containsAll(committed), "lost");
        there.removeAll(committed);
        assertTrue(unknown.containsAll(there), () -> "rolled back, and there: " + there);
        assertTrue(committed.size() > TRANSACTIONS / 2, () -> committed.size() + " of " + TRANSACTIONS + " were committed");
    }

    /** Those of connections, not the ones that all share, which end some seconds after the last. */
    private static Set<Thread> clientThreads() {
        Set<Thread> found = new HashSet<>(Thread.getAllStackTraces().keySet());
        found.removeIf(thread -> !thread.getName().startsWith("postrider-session") && !thread.getName().startsWith("postrider-exception"));
        return found;
    }

    private static void awaitNoThreads(Set<Thread> before) throws InterruptedException {
        Set<Thread> left = clientThreads();
        left.removeAll(before);
        for (Thread each : left) {
            each.join(Outside.WAIT_MS);
            assertTrue(!each.isAlive(), each.getName());
        }
    }
}
