package io.postrider.ra.outbound;

import io.postrider.ra.FakePool;
import io.postrider.ra.Outside;
import io.postrider.ra.TestBroker;
import jakarta.jms.ConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Timeout;

/** What the tests of connections for applications start from: a broker for the class, a pool for each test, and a program outside. */
@Timeout(120)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class Server {
    static final long WAIT_MS = Outside.WAIT_MS;
    /** Long enough for what must not come. */
    static final long NOTHING_MS = 200;
    static TestBroker broker;
    static Outside outside;

    FakePool pool;

    @BeforeAll
    static void startBroker() {
        broker = new TestBroker();
        outside = new Outside(broker);
    }

    @AfterAll
    static void stopBroker() {
        outside.close();
        broker.close();
    }

    @BeforeEach
    void makePool() {
        pool = new FakePool();
    }

    @AfterEach
    void destroyPool() throws Exception {
        pool.destroy();
    }

    PostriderManagedConnectionFactory managed() {
        return configured(new PostriderManagedConnectionFactory());
    }

    <F extends PostriderManagedConnectionFactory> F configured(F factory) {
        factory.setServerUrl(broker.url());
        factory.setRequestTimeoutMs(10_000L);
        return factory;
    }

    /** As an application finds it in JNDI. */
    ConnectionFactory connections() throws Exception {
        return (ConnectionFactory) managed().createConnectionFactory(pool);
    }
}
