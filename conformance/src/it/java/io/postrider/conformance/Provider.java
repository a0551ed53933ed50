package io.postrider.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The provider that is tested, found by JNDI: that of the file which {@code -Dconformance.jndi} names, otherwise a Postrider broker
 * of our own. One for the whole run.
 */
final class Provider {
    static final String USER = System.getProperty("conformance.user", "suite");
    static final String PASSWORD = System.getProperty("conformance.password", "suite");
    private static final String FILE = System.getProperty("conformance.jndi", "");
    static final String NAME = System.getProperty("conformance.factory", "ConnectionFactory");
    static final String XA_NAME = System.getProperty("conformance.xaFactory", "XAConnectionFactory");
    /** Null where another provider is tested. */
    private static final PostriderBroker OURS = FILE.isEmpty() ? PostriderBroker.start(USER, PASSWORD) : null;
    static final ConnectionFactory FACTORY = lookup(NAME);

    private Provider() {
    }

    /** Skips the test where the broker is not ours: no specification says how to restart one or how to come between. */
    static void assumeOurs() {
        assumeTrue(isOurs(), "only a broker that the suite starts can be restarted, or reached through a relay");
    }

    static boolean isOurs() {
        return OURS != null;
    }

    static void restart() {
        OURS.restart();
    }

    /** A relay to the broker, through which the connections go that are made {@linkplain #at at} its port. */
    static Relay relay() throws IOException {
        return new Relay(OURS.port());
    }

    /**
     * Of connections to a broker of ours, or a relay, at a port of this machine.
     *
     * @param lossMs for how long a lost connection is tried again
     */
    static ConnectionFactory at(int port, long lossMs) {
        return lookup(PostriderBroker.names(NAME, port, "?reconnectTimeoutMs=" + lossMs), NAME);
    }

    /** The naming environment in which the connection factory is. */
    static Properties names() throws IOException {
        return OURS != null ? PostriderBroker.names(NAME, OURS.port(), "") : read(Path.of(FILE));
    }

    /** The factory whose connections are of queues alone; the one factory, if that is one too. */
    static ConnectionFactory queueFactory() {
        return lookup(System.getProperty("conformance.queueFactory", NAME));
    }

    /** The same of topics. */
    static ConnectionFactory topicFactory() {
        return lookup(System.getProperty("conformance.topicFactory", NAME));
    }

    private static ConnectionFactory lookup(String name) {
        try {
            return lookup(names(), name);
        } catch (IOException e) {
            throw new IllegalStateException("no naming environment in " + FILE, e);
        }
    }

    private static ConnectionFactory lookup(Properties names, String name) {
        return (ConnectionFactory) object(names, name);
    }

    private static Object object(Properties names, String name) {
        try {
            return new InitialContext(names).lookup(name);
        } catch (NamingException e) {
            throw new IllegalStateException("no connection factory " + name + " by " + names, e);
        }
    }

    /** For global transactions. */
    static XAConnectionFactory xaFactory() throws IOException {
        return (XAConnectionFactory) object(names(), XA_NAME);
    }

    /** @param lossMs for how long a lost connection is tried again */
    static XAConnectionFactory xaThrough(Relay relay, long lossMs) {
        return (XAConnectionFactory) object(PostriderBroker.names(NAME, relay.port(), "?reconnectTimeoutMs=" + lossMs), XA_NAME);
    }

    private static Properties read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            Properties names = new Properties();
            names.load(reader);
            return names;
        }
    }
}
