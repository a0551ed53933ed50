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
            addUser(started.data, user, password);
            started.open(0);
            Runtime.getRuntime().addShutdownHook(new Thread(started::end, "conformance-stop"));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same in a process of its own, with a data folder and a port; it writes the port, and stops in order when its input ends. */
    public static void main(String[] arguments) throws IOException {
        PostriderBroker started = new PostriderBroker(Path.of(arguments[0]));
        started.open(Integer.parseInt(arguments[1]));
        System.out.println(started.port());
        System.in.read();
        started.broker.close();
    }

    /** To a data folder whose broker does not run. */
    static void addUser(Path data, String user, String password) throws IOException {
        try {
            new UsersFile(config(data, 0).users(), new SecureRandom()).add(user, password, Role.USER);
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
        broker = Broker.start(config(data, port), failure -> {
            throw new IllegalStateException(failure);
        });
    }

    private static BrokerConfig config(Path data, int port) {
        return BrokerConfig.read((Path) null, List.of("data=" + data, "port=" + port, "requireCredentials=true", "memoryBytes=2MiB",
                "messageBytesMax=1MiB"));
    }

    private synchronized void end() {
        broker.close();
        try {
            delete(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
