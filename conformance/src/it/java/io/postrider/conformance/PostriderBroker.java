package io.postrider.conformance;

import io.postrider.broker.Broker;
import io.postrider.broker.BrokerConfig;
import io.postrider.broker.security.Role;
import io.postrider.broker.security.UsersException;
import io.postrider.broker.security.UsersFile;
import io.postrider.jms.jndi.PostriderInitialContextFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.naming.Context;

/**
 * The broker that the suite runs against when no other provider is named: on a free port of the loopback interface, with an empty
 * store, one user, and so little memory that a backlog is soon larger. The only class of the suite that knows Postrider. Started
 * once, ends with the process; may be restarted between.
 */
final class PostriderBroker {
    private final Path data;
    private Broker broker;

    private PostriderBroker(Path data) {
        this.data = data;
    }

    static PostriderBroker start(String user, String password) {
        try {
            PostriderBroker started = new PostriderBroker(Files.createTempDirectory("conformance"));
            new UsersFile(started.config(0).users(), new SecureRandom()).add(user, password, Role.USER);
            started.open(0);
            Runtime.getRuntime().addShutdownHook(new Thread(started::end, "conformance-stop"));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UsersException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops it in order and starts it on the same store and port. */
    synchronized void restart() {
        int port = broker.port();
        broker.close();
        open(port);
    }

    synchronized int port() {
        return broker.port();
    }

    /** The naming environment by which a factory is found whose connections go to a port of this machine. */
    static Properties names(String factory, int port, String options) {
        Properties names = new Properties();
        names.setProperty(Context.INITIAL_CONTEXT_FACTORY, PostriderInitialContextFactory.class.getName());
        names.setProperty("connectionFactory." + factory, "postrider://127.0.0.1:" + port + options);
        names.setProperty("xaConnectionFactory." + Provider.XA_NAME, "postrider://127.0.0.1:" + port + options);
        return names;
    }

    private void open(int port) {
        broker = Broker.start(config(port), failure -> {
            throw new IllegalStateException(failure);
        });
    }

    private BrokerConfig config(int port) {
        return BrokerConfig.read((Path) null, List.of("data=" + data, "port=" + port, "requireCredentials=true", "memoryBytes=2MiB"));
    }

    private synchronized void end() {
        broker.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
