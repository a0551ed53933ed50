package io.postrider.tck.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.postrider.broker.BrokerConfig;
import io.postrider.broker.security.Role;
import io.postrider.broker.security.UsersException;
import io.postrider.broker.security.UsersFile;
import io.postrider.cli.PostriderCommand;
import io.postrider.jms.JmsConnectionFactory;
import io.postrider.tck.ChildProcess;
import io.postrider.tck.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A broker as a user starts it, that can be killed and started again, with a {@link Gate} between it and the application server. Lets in
 * the server as {@value #USER} or {@value #CLERK}, and the test as {@value #ADMIN}. Used by one thread.
 */
final class ServerBroker implements AutoCloseable {
    static final String USER = "app";
    static final String PASSWORD = "app-secret";
    static final String CLERK = "clerk";
    static final String CLERK_PASSWORD = "clerk-secret";
    private static final String ADMIN = "admin";
    private static final String ADMIN_PASSWORD = "admin-secret";
    private static final int START_MS_MAX = 120_000;
    private static final int COMMAND_SECONDS_MAX = 120;
    private static final int LOOK_MS = 20;

    private final Path folder;
    private final Path data;
    private final String url;
    private final Gate gate;
    private ChildProcess process;

    private ServerBroker(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.data = Files.createDirectories(folder.resolve("data"));
        addUser(USER, PASSWORD, Role.USER);
        addUser(CLERK, CLERK_PASSWORD, Role.USER);
        addUser(ADMIN, ADMIN_PASSWORD, Role.ADMINISTRATOR);
        this.url = start(0);
        this.gate = new Gate(URI.create(url).getPort());
        gate.open();
    }

    /** @param folder of its data and its log; made here, and not there yet */
    static ServerBroker start(Path folder) throws IOException, InterruptedException {
        return new ServerBroker(folder);
    }

    private void addUser(String name, String password, Role role) throws IOException {
        Path users = BrokerConfig.read(null, List.of("data=" + data)).users();
        try {
            new UsersFile(users, new SecureRandom()).add(name, password, role);
        } catch (UsersException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private String start(int port) throws IOException, InterruptedException {
        Path running = data.resolve("running");
        Files.deleteIfExists(running);
        process = ChildProcess.start(command("start", "--data", data.toString(), "--port", String.valueOf(port), "--set", "requireCredentials=true"), folder, log());
        for (int waitedMs = 0; !Files.exists(running); waitedMs += LOOK_MS) {
            if (process.hasEnded(LOOK_MS) || waitedMs > START_MS_MAX) {
                process.close();
                throw new IOException("the broker did not start; see " + log());
            }
        }
        Properties written = new Properties();
        try (Reader in = Files.newBufferedReader(running)) {
            written.load(in);
        }
        return written.getProperty("url");
    }

    private static List<String> command(String... arguments) {
        return JavaCommand.of(List.of(), System.getProperty("java.class.path"), PostriderCommand.class.getName(), List.of(arguments));
    }

    private Path log() {
        return folder.resolve("broker.log");
    }

    /** For the application server: by the gate. */
    String serverUrl() {
        return "postrider://127.0.0.1:" + gate.port();
    }

    Gate gate() {
        return gate;
    }

    /** For the test: past the gate. */
    JmsConnectionFactory factory() {
        JmsConnectionFactory factory = new JmsConnectionFactory(url);
        factory.setUser(ADMIN);
        factory.setPassword(ADMIN_PASSWORD);
        return factory;
    }

    /** As kill -9 does; nobody listens there any more. */
    void kill() throws IOException {
        process.kill();
        gate.shut();
    }

    void startAgain() throws IOException, InterruptedException {
        start(URI.create(url).getPort());
        gate.open();
    }

    /** What {@code postrider status} says. */
    JsonNode status() throws IOException, InterruptedException {
        return ask("status", "--interval", "0");
    }

    /** Transactions that are open or in doubt, as {@code postrider tx list} shows them. */
    JsonNode transactions() throws IOException, InterruptedException {
        return ask("tx", "list").path("transactions");
    }

    /** How many of them wait for what their transaction manager has decided. */
    int prepared() throws IOException, InterruptedException {
        int count = 0;
        for (JsonNode each : transactions()) {
            count += each.path("state").asText().equals("PREPARED") ? 1 : 0;
        }
        return count;
    }

    private JsonNode ask(String... subject) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(subject));
        arguments.addAll(List.of("--json", "--url", url, "--user", ADMIN, "--password", ADMIN_PASSWORD));
        File answer = folder.resolve("answer.json").toFile();
        Process asking = new ProcessBuilder(command(arguments.toArray(String[]::new)))
                .redirectOutput(answer).redirectError(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
        if (!asking.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS) || asking.exitValue() != 0) {
            asking.destroyForcibly();
            throw new IOException("the broker does not answer 'postrider " + String.join(" ", subject) + "'; see " + log());
        }
        return new JsonMapper().readTree(answer);
    }

    @Override
    public void close() throws IOException {
        gate.close();
        process.close();
    }
}
