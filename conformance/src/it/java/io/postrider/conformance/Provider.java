package io.postrider.conformance;

import jakarta.jms.ConnectionFactory;
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
    static final ConnectionFactory FACTORY = lookup();

    private Provider() {
    }

    private static ConnectionFactory lookup() {
        String file = System.getProperty("conformance.jndi", "");
        String name = System.getProperty("conformance.factory", "ConnectionFactory");
        try {
            Properties names = file.isEmpty() ? PostriderBroker.start(name, USER, PASSWORD) : read(Path.of(file));
            return (ConnectionFactory) new InitialContext(names).lookup(name);
        } catch (IOException | NamingException e) {
            throw new IllegalStateException("no connection factory " + name + " by " + file, e);
        }
    }

    private static Properties read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            Properties names = new Properties();
            names.load(reader);
            return names;
        }
    }
}
