package io.postrider.tck;

import io.postrider.broker.BrokerConfig;
import io.postrider.broker.security.Role;
import io.postrider.broker.security.UsersException;
import io.postrider.broker.security.UsersFile;
import io.postrider.cli.PostriderCommand;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Properties;

/** A broker as a user starts it, with an empty store, that lets in {@value #USER} and nobody else. Used by one thread. */
final class TckBroker implements AutoCloseable {
    static final String USER = "j2ee";
    static final String PASSWORD = "j2ee";
    private static final int START_MS_MAX = 60_000;
    private static final int LOOK_MS = 20;

    private final ChildProcess process;
    private final String url;

    private TckBroker(ChildProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Returns when it listens, on any free port.
     *
     * @param folder of its data and its log; made here
     */
    static TckBroker start(Path folder) throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        Files.createDirectories(data);
        addUser(data);
        Path log = folder.resolve("broker.log");
        ChildProcess process = ChildProcess.start(JavaCommand.of(List.of(), System.getProperty("java.class.path"), PostriderCommand.class.getName(),
                List.of("start", "--data", data.toString(), "--port", "0", "--set", "requireCredentials=true")), folder, log);
        Path running = data.resolve("running");
        for (int waitedMs = 0; !Files.exists(running); waitedMs += LOOK_MS) {
            if (process.hasEnded(LOOK_MS) || waitedMs > START_MS_MAX) {
                process.close();
                throw new IOException("the broker did not start; see " + log);
            }
        }
        return new TckBroker(process, url(running));
    }

    private static void addUser(Path data) throws IOException {
        Path users = BrokerConfig.read(null, List.of("data=" + data)).users();
        try {
            new UsersFile(users, new SecureRandom()).add(USER, PASSWORD, Role.USER);
        } catch (UsersException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String url(Path running) throws IOException {
        Properties written = new Properties();
        try (Reader in = Files.newBufferedReader(running)) {
            written.load(in);
        }
        return written.getProperty("url");
    }

    /** Without a user. */
    String url() {
        return url;
    }

    @Override
    public void close() {
        process.close();
    }
}
