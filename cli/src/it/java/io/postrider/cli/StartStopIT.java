package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.postrider.jms.JmsConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class StartStopIT {
    @Test
    void a_broker_that_is_told_to_stop_ends_in_order_with_0() throws Exception {
        try (RunningProcess broker = RunningProcess.start()) {
            assertTrue(Files.exists(broker.data().resolve(RunningBroker.FILE)));
            assertEquals(0, broker.terminate(), broker.logged());
            assertTrue(broker.logged().contains("The broker has stopped."), broker.logged());
            assertFalse(Files.exists(broker.data().resolve(RunningBroker.FILE)));
        }
    }

    @Test
    void a_start_says_where_it_listens_where_its_messages_are_and_what_to_try() throws Exception {
        try (RunningProcess broker = RunningProcess.start()) {
            broker.terminate();
            assertTrue(broker.logged().contains("The broker listens at postrider://127.0.0.1:" + broker.port() + " and keeps its messages in " + broker.data() + "."),
                    broker.logged());
            assertTrue(broker.logged().contains("Try next"), broker.logged());
        }
    }

    @Test
    void what_a_killed_broker_left_behind_is_not_taken_for_a_running_one() throws Exception {
        try (RunningProcess broker = RunningProcess.start()) {
            broker.kill();
            CommandRun.run("stop", "--data", broker.data().toString()).refused(ExitCode.NO_BROKER, broker.data().toString());
            CommandRun.run("status", "--data", broker.data().toString()).refused(ExitCode.NO_BROKER, broker.data().toString());
        }
    }

    @Test
    void a_broker_in_the_background_is_found_by_its_folder_and_stopped() throws Exception {
        Path folder = RunningProcess.newFolder();
        try {
            String started = CommandRun.given().in(folder).run("start", "--background", "--port", "0").done().text();
            assertTrue(started.startsWith("The broker listens at postrider://127.0.0.1:"), started);
            // the folder is the default one, data, so that no command has to name it
            CommandRun.given().in(folder).run("send", "--queue", "here", "hello").done();
            assertEquals("hello\n", CommandRun.given().in(folder).run("receive", "--queue", "here").done().text());
            String log = Files.readString(folder.resolve("data").resolve("broker.log"));
            CommandRun.given().in(folder).run("start", "--background").refused(ExitCode.FAILED, folder.resolve("data").toString(), "in use by another broker");
            assertEquals(log, Files.readString(folder.resolve("data").resolve("broker.log")), "a second start has written into the log of the first");
            CommandRun.given().in(folder).run("stop").done();
            CommandRun.given().in(folder).run("stop").refused(ExitCode.NO_BROKER, folder.resolve("data").toString());
        } finally {
            RunningBroker.of(folder.resolve("data")).flatMap(RunningBroker::process).ifPresent(process -> {
                process.destroyForcibly();
                process.onExit().join();
            });
            RunningProcess.delete(folder);
        }
    }

    @Test
    void status_shows_each_destination_with_depth_and_rates_and_the_disk() throws Exception {
        try (RunningProcess broker = RunningProcess.start()) {
            CommandRun.run("send", "--url", broker.url(), "--queue", "full", "one", "two", "three").done();
            CommandRun.run("send", "--url", broker.url(), "--queue", "empty", "one").done();
            CommandRun.run("receive", "--url", broker.url(), "--queue", "empty").done();
            JsonNode status = JsonMapper.builder().build().readTree(CommandRun.run("status", "--data", broker.data().toString(), "--json", "--interval", "100ms").done().out());
            assertEquals(List.of("queue full 3 3 0", "queue empty 0 1 0"), status.get("destinations").findParents("name").stream().map(each -> each.get("kind").asText() + " "
                    + each.get("name").asText() + " " + each.get("depth") + " " + each.get("received") + " " + each.get("consumers")).toList());
            assertEquals(0.0, status.get("destinations").get(0).get("inPerSecond").asDouble());
            assertTrue(status.get("memoryBytesMax").asLong() > 0);
            assertTrue(status.get("folderBytes").asLong() > 0);
            assertTrue(status.get("diskFreeBytes").asLong() > 0);
            String table = CommandRun.run("status", "--url", broker.url(), "--interval", "0").done().text();
            assertTrue(table.contains("KIND") && table.contains("full") && table.contains("empty"), table);
        }
    }

    @Test
    void status_counts_connections_and_their_sessions() throws Exception {
        try (RunningProcess broker = RunningProcess.start(); Connection connection = new JmsConnectionFactory(broker.url()).createConnection()) {
            connection.createSession();
            connection.createSession();
            JsonNode status = JsonMapper.builder().build().readTree(CommandRun.run("status", "--url", broker.url(), "--json", "--interval", "0").done().out());
            assertEquals(2, status.get("connectionCount").asInt(), "this one, and that of the command");
            assertEquals(2, status.get("sessionCount").asInt());
            String table = CommandRun.run("status", "--url", broker.url(), "--interval", "0").done().text();
            assertTrue(table.contains("sessions     2"), table);
        }
    }

    @Test
    void status_counts_what_failed_and_is_not_delivered_again_yet() throws Exception {
        try (RunningProcess broker = RunningProcess.start();
             JMSContext context = new JmsConnectionFactory(broker.url() + "?redeliveryDelayMs=600000").createContext(JMSContext.SESSION_TRANSACTED)) {
            Queue orders = context.createQueue("orders");
            context.createProducer().send(orders, "an order");
            context.commit();
            JMSConsumer consumer = context.createConsumer(orders);
            assertEquals(1, consumer.receive(20_000).getIntProperty("JMSXDeliveryCount"));
            context.rollback();
            JsonNode status = JsonMapper.builder().build().readTree(CommandRun.run("status", "--url", broker.url(), "--json", "--interval", "0").done().out());
            assertEquals(1, status.get("destinations").get(0).get("postponed").asInt());
            assertEquals(1, status.get("destinations").get(0).get("depth").asInt());
            assertNull(consumer.receiveNoWait());
            String table = CommandRun.run("status", "--url", broker.url(), "--interval", "0").done().text();
            assertTrue(table.contains("POSTPONED"), table);
        }
    }
}
