package io.postrider.benchmark.narayana;

import io.postrider.benchmark.users.TestBroker;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A broker that messages are taken from, and where they go to. Used by the test's thread. */
final class Sides implements AutoCloseable {
    /** Who takes part. */
    enum Kind {
        TWO_BROKERS, BROKER_AND_DATABASE,
        /** Of whose sessions one joins the branch of the other, so that a commit has one phase. */
        ONE_BROKER
    }

    private static final String NODE = "node1";
    private static final String ATTEMPTS = "attemptsMax=1000";

    private final Path folder;
    private final TestBroker from;
    private final TestBroker to;
    private final Program database;
    private final String databaseUrl;

    Sides(Kind kind) throws IOException, InterruptedException {
        folder = Files.createTempDirectory(Files.createDirectories(Path.of("target").toAbsolutePath()), "narayana-");
        from = new TestBroker(ATTEMPTS);
        to = switch (kind) {
            case TWO_BROKERS -> new TestBroker(ATTEMPTS);
            case ONE_BROKER -> from;
            case BROKER_AND_DATABASE -> null;
        };
        database = to == null ? new Program(Database.class, folder.resolve("database.err"), folder.toString()) : null;
        databaseUrl = to == null ? database.line("ready").substring("ready ".length()) : null;
    }

    TestBroker from() {
        return from;
    }

    /** Null where the other side is a database. */
    TestBroker to() {
        return to;
    }

    private String toUrl() {
        return to == null ? databaseUrl : to.url();
    }

    /**
     * Puts messages into queues of the first side, {@code NAME-0} and so on, and makes the tables that they go to.
     *
     * @param count of messages, for each queue
     * @return their texts by the name of the queue
     */
    Map<String, List<String>> fill(List<String> names, int count) throws SQLException {
        Map<String, List<String>> sent = new LinkedHashMap<>();
        try (JMSContext context = from.factory("").createContext(JMSContext.SESSION_TRANSACTED)) {
            JMSProducer producer = context.createProducer();
            for (String name : names) {
                sent.put(name, IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList());
                Queue queue = context.createQueue(name);
                sent.get(name).forEach(text -> producer.send(queue, text));
                context.commit();
            }
        }
        if (database != null) {
            try (Connection connection = Database.source(databaseUrl).getConnection(); Statement statement = connection.createStatement()) {
                for (String name : names) {
                    statement.execute("CREATE TABLE " + Transfer.Route.end(name) + " (text VARCHAR(100))");
                }
            }
        }
        return sent;
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

    /** Takes away all that queues of the first side still have. @return by the names of the queues */
    Map<String, List<String>> left(List<String> names) {
        return drained(from, names, name -> name);
    }

    /** Takes away all that has come over from those queues; from tables it is only read. @return by the names of the queues */
    Map<String, List<String>> arrived(List<String> names) throws SQLException {
        if (to != null) {
            return drained(to, names, Transfer.Route::end);
        }
        Map<String, List<String>> arrived = new HashMap<>();
        try (Connection connection = Database.source(databaseUrl).getConnection(); Statement statement = connection.createStatement()) {
            for (String name : names) {
                List<String> texts = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery("SELECT text FROM " + Transfer.Route.end(name))) {
                    while (rows.next()) {
                        texts.add(rows.getString(1));
                    }
                }
                arrived.put(name, texts);
            }
        }
        return arrived;
    }

    private static Map<String, List<String>> drained(TestBroker broker, List<String> names, UnaryOperator<String> queue) {
        Map<String, List<String>> drained = new HashMap<>();
        try (JMSContext context = broker.factory("").createContext()) {
            for (String name : names) {
                List<String> texts = new ArrayList<>();
                try (JMSConsumer consumer = context.createConsumer(context.createQueue(queue.apply(name)))) {
                    for (String text = consumer.receiveBodyNoWait(String.class); text != null; text = consumer.receiveBodyNoWait(String.class)) {
                        texts.add(text);
                    }
                }
                drained.put(name, texts);
            }
        }
        return drained;
    }

    @Override
    public void close() throws IOException {
        if (database != null) {
            database.close();
        }
        if (to != null && to != from) {
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
