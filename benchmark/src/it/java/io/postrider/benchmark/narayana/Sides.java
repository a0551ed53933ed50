package io.postrider.benchmark.narayana;

import io.postrider.benchmark.users.TestBroker;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A broker that messages are taken from, and another one, or a database, that they go to. Used by the test's thread. */
final class Sides implements AutoCloseable {
    private static final String NODE = "node1";
    private static final String ATTEMPTS = "attemptsMax=1000";

    private final Path folder;
    private final TestBroker from;
    private final TestBroker to;
    private final Program database;
    private final String databaseUrl;

    /** @param withDatabase H2 in place of the second broker */
    Sides(boolean withDatabase) throws IOException, InterruptedException {
        folder = Files.createTempDirectory(Files.createDirectories(Path.of("target").toAbsolutePath()), "narayana-");
        from = new TestBroker(ATTEMPTS);
        to = withDatabase ? null : new TestBroker(ATTEMPTS);
        database = withDatabase ? new Program(Database.class, folder.resolve("database.err"), folder.toString()) : null;
        databaseUrl = withDatabase ? database.line("ready").substring("ready ".length()) : null;
    }

    TestBroker from() {
        return from;
    }

    TestBroker to() {
        return to;
    }

    private String toUrl() {
        return to == null ? databaseUrl : to.url();
    }

    /** Puts messages into a queue of the first side, {@code NAME-0} and so on, and makes the table that they go to. */
    List<String> fill(String name, int count) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = from.factory("").createContext(JMSContext.SESSION_TRANSACTED)) {
            for (int i = 0; i < count; i++) {
                texts.add(name + "-" + i);
                context.createProducer().send(context.createQueue(name), name + "-" + i);
            }
            context.commit();
        }
        if (database != null) {
            try (Connection connection = Database.source(databaseUrl).getConnection(); Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE " + Transfer.Route.end(name) + " (text VARCHAR(100))");
            }
        }
        return texts;
    }

    Program application(String what) throws IOException {
        return new Program(Application.class, folder.resolve("application.err"), what, log(), NODE, from.url(), toUrl());
    }

    /** Waits until nothing is in doubt. */
    void recover() throws IOException, InterruptedException {
        try (Program recovery = new Program(Recovery.class, folder.resolve("recovery.err"), log(), NODE, from.url(), toUrl())) {
            recovery.line("ready");
        }
    }

    private String log() {
        return folder.resolve("log").toString();
    }

    /** Takes away all that a queue of the first side still has. */
    List<String> left(String name) throws JMSException {
        return drained(from, name);
    }

    /** Takes away all that has come over from that queue; from a table it is only read. */
    List<String> arrived(String name) throws JMSException, SQLException {
        if (to != null) {
            return drained(to, Transfer.Route.end(name));
        }
        List<String> texts = new ArrayList<>();
        try (Connection connection = Database.source(databaseUrl).getConnection(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT text FROM " + Transfer.Route.end(name))) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static List<String> drained(TestBroker broker, String name) {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = broker.factory("").createContext(); JMSConsumer consumer = context.createConsumer(context.createQueue(name))) {
            for (String text = consumer.receiveBodyNoWait(String.class); text != null; text = consumer.receiveBodyNoWait(String.class)) {
                texts.add(text);
            }
        }
        return texts;
    }

    @Override
    public void close() throws IOException {
        if (database != null) {
            database.close();
        }
        if (to != null) {
            to.close();
        }
        from.close();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
