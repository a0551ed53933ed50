package io.postrider.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.jms.ClientThreads;
import io.postrider.ra.inbound.PostriderActivationSpec;
import io.postrider.ra.outbound.PostriderManagedConnectionFactory;
import jakarta.resource.spi.ManagedConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 5.3.3: nothing of the adapter runs when it is stopped, since the server closes its class loader, and while it runs it keeps no application. */
@Timeout(120)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ThreadsIT {
    /** Less than the client waits before it ends threads that nobody holds. */
    private static final long END_MS = 7_000;

    private final TestBroker broker = new TestBroker();
    private final FakeServer server = new FakeServer();
    private final PostriderResourceAdapter adapter = new PostriderResourceAdapter();
    private Set<Thread> before;

    @BeforeEach
    void startAdapter() throws Exception {
        ClientThreads.hold().close(); // those of other tests end
        before = clientThreads();
        adapter.setServerUrl(broker.url());
        adapter.start(server);
    }

    @AfterEach
    void stopAdapter() {
        adapter.stop();
        server.close();
        broker.close();
    }

    private ManagedConnection connect() throws Exception {
        PostriderManagedConnectionFactory factory = new PostriderManagedConnectionFactory();
        factory.setResourceAdapter(adapter);
        ManagedConnection connection = factory.createManagedConnection(null, null);
        connection.getConnection(null, null);
        return connection;
    }

    private static Set<Thread> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(ThreadsIT::isOfClient).collect(Collectors.toSet());
    }

    private static boolean isOfClient(Thread thread) {
        return thread.getName().startsWith("postrider-c") || thread.getName().startsWith("postrider-session") || thread.getName().startsWith("postrider-exception")
                || thread.getName().startsWith("globalEventExecutor");
    }

    private Set<Thread> left() {
        Set<Thread> left = clientThreads();
        left.removeAll(before);
        return left;
    }

    private void awaitNoneLeft() throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MS);
        for (Thread each = anyLeft(); each != null && System.nanoTime() < endNanos; each = anyLeft()) {
            each.join(100);
        }
        assertEquals(Set.of(), left());
    }

    private Thread anyLeft() {
        return left().stream().findAny().orElse(null);
    }

    @Test
    void no_thread_of_the_client_is_left_when_the_adapter_is_stopped() throws Exception {
        ManagedConnection connection = connect();
        CountDownLatch delivered = new CountDownLatch(1);
        PostriderActivationSpec spec = new PostriderActivationSpec();
        spec.setResourceAdapter(adapter);
        spec.setDestination(Outside.name());
        spec.setDestinationType("jakarta.jms.Queue");
        FakeBean bean = new FakeBean(true, (message, delivery) -> delivered.countDown());
        adapter.endpointActivation(bean, spec);
        try (Outside outside = new Outside(broker)) {
            outside.send(outside.queue(spec.getDestination()), "a");
            assertTrue(delivered.await(Outside.WAIT_MS, TimeUnit.MILLISECONDS));
        }
        assertFalse(left().isEmpty());
        adapter.endpointDeactivation(bean, spec);
        connection.destroy();
        adapter.stop();
        assertEquals(Set.of(), left().stream().filter(thread -> thread.getName().startsWith("postrider-client") || thread.getName().startsWith("global"))
                .collect(Collectors.toSet()), "on return");
        awaitNoneLeft(); // what ends with its connection
    }

    @Test
    void an_adapter_that_was_never_used_leaves_no_thread_either() {
        adapter.stop();
        assertEquals(Set.of(), left());
    }

    @Test
    void a_connection_that_outlives_the_adapter_ends_the_threads_with_it() throws Exception {
        ManagedConnection connection = connect();
        adapter.stop();
        assertFalse(left().isEmpty());
        connection.destroy();
        awaitNoneLeft();
    }

    @Test
    void an_adapter_that_is_started_again_has_threads_again() throws Exception {
        adapter.stop();
        adapter.start(server);
        connect().destroy();
        adapter.stop();
        awaitNoneLeft();
    }

    /** Whatever asks first, an application or the server's recovery in a thread of one. */
    @Test
    void threads_that_all_connections_share_take_nothing_of_the_application_that_connects_first() throws Exception {
        AtomicInteger inherited = new AtomicInteger();
        InheritableThreadLocal<String> ofApplication = new InheritableThreadLocal<>() {
            @Override
            protected String childValue(String value) {
                inherited.incrementAndGet();
                return value;
            }
        };
        try (URLClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader())) {
            FutureTask<Void> work = new FutureTask<>(() -> {
                ofApplication.set("of the application");
                adapter.getXAResources(null)[0].recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
                connect().destroy();
                return null;
            });
            Thread application = new Thread(work, "application");
            application.setContextClassLoader(loader);
            application.start();
            work.get(Outside.WAIT_MS, TimeUnit.MILLISECONDS);
            Set<Thread> shared = left();
            assertFalse(shared.isEmpty());
            for (Thread each : shared) {
                assertSame(PostriderResourceAdapter.class.getClassLoader(), each.getContextClassLoader(), each.getName());
            }
            assertEquals(0, inherited.get());
        }
    }
}
