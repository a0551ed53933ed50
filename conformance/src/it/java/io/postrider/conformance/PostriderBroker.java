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
 * store and one user. The only class of the suite that knows Postrider. Started once, ends with the process.
 */
final class PostriderBroker {
    private PostriderBroker() {
    }

    /** Starts it, and returns the naming environment by which its objects are found. */
    static Properties start(String factory, String user, String password) {
        try {
            Path data = Files.createTempDirectory("conformance");
            List<String> settings = List.of("data=" + data, "port=0", "requireCredentials=true");
            BrokerConfig config = BrokerConfig.read((Path) null, settings);
            new UsersFile(config.users(), new SecureRandom()).add(user, password, Role.USER);
            Broker broker = Broker.start(config, failure -> {
                throw new IllegalStateException(failure);
            });
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                broker.close();
                delete(data);
            }, "conformance-stop"));
            Properties names = new Properties();
            names.setProperty(Context.INITIAL_CONTEXT_FACTORY, PostriderInitialContextFactory.class.getName());
            names.setProperty("connectionFactory." + factory, "postrider://127.0.0.1:" + broker.port());
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UsersException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
