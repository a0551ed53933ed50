package io.postrider.ra;

import io.postrider.broker.Broker;
import io.postrider.broker.BrokerConfig;
import io.postrider.broker.security.Role;
import io.postrider.broker.security.UsersException;
import io.postrider.broker.security.UsersFile;
import io.postrider.jms.JmsXaConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A broker in this process, on a free port of the loopback interface, that a test may stop and start again on the same store and port. */
public final class TestBroker implements AutoCloseable {
    public static final String USER = "anna";
    public static final String PASSWORD = "secret";

    private final Path data;
    private int port;
    private Broker broker;

    public TestBroker() {
        try {
            data = Files.createTempDirectory("postrider-ra");
            new UsersFile(config(0).users(), new SecureRandom()).add(USER, PASSWORD, Role.USER);
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UsersException e) {
            throw new IllegalStateException(e);
        }
    }

    private BrokerConfig config(int onPort) {
        return BrokerConfig.read((Path) null, List.of("data=" + data, "port=" + onPort, "memoryBytes=8MiB"));
    }

    public synchronized void start() {
        broker = Broker.start(config(port), failure -> {
            throw new IllegalStateException(failure);
        });
        port = broker.port();
    }

    /** In order. */
    public synchronized void stop() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    public synchronized int port() {
        return port;
    }

    public String url() {
        return "postrider://127.0.0.1:" + port();
    }

    /** A client of it, without any adapter. */
    public JmsXaConnectionFactory client() {
        return new JmsXaConnectionFactory(url());
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
