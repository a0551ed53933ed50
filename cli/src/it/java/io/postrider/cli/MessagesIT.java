package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sending, receiving and browsing through one broker; each test has a destination of its own. */
@Timeout(300)
class MessagesIT {
    private static RunningProcess broker;

    @BeforeAll
    static void start() throws Exception {
        broker = RunningProcess.start();
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void a_file_comes_out_as_it_went_in_line_by_line() throws Exception {
        String lines = IntStream.rangeClosed(1, 5_000).mapToObj(i -> i % 7 == 0 ? "" : "line " + i + " \u2603\u00fc\t" + "x".repeat(i % 100) + (i % 5 == 0 ? "\r" : ""))
                .collect(Collectors.joining("\n", "", "\n"));
        assertEquals("Sent 5000 messages to queue lines.\n", CommandRun.given().input(lines).run(on("send", "--queue", "lines", "--each-line")).done().text());
        assertArrayEquals(lines.getBytes(StandardCharsets.UTF_8), CommandRun.run(on("receive", "--queue", "lines", "--count", "5000")).done().out());
    }

    @Test
    void the_same_in_transactions() throws Exception {
        String lines = IntStream.rangeClosed(1, 1_234).mapToObj(i -> "line " + i).collect(Collectors.joining("\n", "", "\n"));
        CommandRun.given().input(lines).run(on("send", "--queue", "transacted", "--each-line", "--transacted", "100")).done();
        assertEquals(lines, CommandRun.run(on("receive", "--queue", "transacted", "--transacted", "100")).done().text());
    }

    @Test
    void bytes_on_a_terminal_are_shown_and_not_sent_to_it() throws Exception {
        Path file = Files.createTempFile(Path.of("target"), "bytes", "").toAbsolutePath();
        try {
            Files.write(file, new byte[] {27, '[', 0});
            CommandRun.run(on("send", "--queue", "shown", "--file", file.toString())).done();
        } finally {
            Files.delete(file);
        }
        assertEquals("<3 bytes: 1b 5b 00>\n", CommandRun.given().terminal().run(on("browse", "--queue", "shown")).done().text());
        assertArrayEquals(new byte[] {27, '[', 0}, CommandRun.given().terminal().run(on("receive", "--queue", "shown", "--raw")).done().out());
    }

    @Test
    void a_file_of_bytes_is_one_message() throws Exception {
        byte[] bytes = new byte[700_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.createTempFile(Path.of("target"), "bytes", "").toAbsolutePath();
        try {
            Files.write(file, bytes);
            CommandRun.run(on("send", "--queue", "bytes", "--file", file.toString())).done();
        } finally {
            Files.delete(file);
        }
        assertArrayEquals(bytes, CommandRun.run(on("receive", "--queue", "bytes", "--count", "1")).done().out());
    }

    @Test
    void standard_input_is_one_message() throws Exception {
        CommandRun.given().input("one\ntwo\n").run(on("send", "--queue", "whole")).done();
        assertEquals("one\ntwo\n\n", CommandRun.run(on("receive", "--queue", "whole")).done().text());
    }

    @Test
    void header_and_properties_are_as_the_options_say() throws Exception {
        CommandRun.run(on("send", "--queue", "headers", "-p", "region=EU", "-p", "amount:int=5", "-p", "ready:boolean=true", "--priority", "7", "--ttl", "1h",
                "--correlation-id", "c-1", "--type", "order", "--reply-to", "topic:answers", "--no-persistent", "hello")).done();
        JsonNode message = json(CommandRun.run(on("receive", "--queue", "headers", "--json")).done());
        assertEquals("{\"region\":\"EU\",\"amount\":5,\"ready\":true}", withoutJmsx(message.get("properties")).toString());
        assertEquals(7, message.get("priority").asInt());
        assertEquals(message.get("timestamp").asLong() + 3_600_000, message.get("expiration").asLong());
        assertEquals("c-1", message.get("correlationId").asText());
        assertEquals("order", message.get("type").asText());
        assertEquals("topic:answers", message.get("replyTo").asText());
        assertEquals("queue:headers", message.get("destination").asText());
        assertEquals("hello", message.get("text").asText());
        assertEquals(false, message.get("persistent").asBoolean());
        assertEquals(false, message.get("redelivered").asBoolean());
    }

    @Test
    void messages_without_an_option_are_persistent() throws Exception {
        CommandRun.run(on("send", "--queue", "persistent", "hello")).done();
        assertEquals(true, json(CommandRun.run(on("receive", "--queue", "persistent", "--json")).done()).get("persistent").asBoolean());
    }

    @Test
    void a_selector_takes_what_matches_and_leaves_the_rest() throws Exception {
        CommandRun.run(on("send", "--queue", "selected", "-p", "amount:int=1", "little")).done();
        CommandRun.run(on("send", "--queue", "selected", "-p", "amount:int=9", "much")).done();
        assertEquals("much\n", CommandRun.run(on("browse", "--queue", "selected", "--selector", "amount > 5")).done().text());
        assertEquals("much\n", CommandRun.run(on("receive", "--queue", "selected", "--selector", "amount > 5")).done().text());
        assertEquals("little\n", CommandRun.run(on("receive", "--queue", "selected")).done().text());
    }

    @Test
    void browsing_takes_nothing() throws Exception {
        CommandRun.run(on("send", "--queue", "browsed", "one", "two", "three")).done();
        assertEquals("one\ntwo\n", CommandRun.run(on("browse", "--queue", "browsed", "--count", "2")).done().text());
        assertEquals("one\ntwo\nthree\n", CommandRun.run(on("browse", "--queue", "browsed")).done().text());
        assertEquals("one\ntwo\nthree\n", CommandRun.run(on("receive", "--queue", "browsed")).done().text());
        assertEquals("", CommandRun.run(on("browse", "--queue", "browsed")).done().text());
    }

    @Test
    void no_more_is_taken_than_the_count_and_too_few_is_another_exit_code() throws Exception {
        CommandRun.run(on("send", "--queue", "counted", "one", "two", "three")).done();
        assertEquals("one\n", CommandRun.run(on("receive", "--queue", "counted", "--count", "1")).done().text());
        CommandRun rest = CommandRun.run(on("receive", "--queue", "counted", "--count", "3", "--timeout", "1s"));
        rest.refused(ExitCode.TIMED_OUT, "2 of 3 messages", "queue counted");
        assertEquals("two\nthree\n", rest.text());
    }

    @Test
    void a_durable_subscription_collects_while_nobody_receives() throws Exception {
        String[] receive = on("receive", "--topic", "news", "--durable", "--subscription", "archive", "--client-id", "tester");
        assertEquals("", CommandRun.run(receive).done().text());
        CommandRun.run(on("send", "--topic", "news", "one", "two")).done();
        assertEquals("one\ntwo\n", CommandRun.run(receive).done().text());
        CommandRun.run(on("receive", "--topic", "news", "--durable", "--subscription", "archive", "--client-id", "tester", "--timeout", "1ms", "--unsubscribe")).done();
        CommandRun.run(on("send", "--topic", "news", "three")).done();
        assertEquals("", CommandRun.run(receive).done().text());
    }

    @Test
    void what_was_sent_outlives_the_kill_of_a_broker() throws Exception {
        try (RunningProcess killed = RunningProcess.start()) {
            CommandRun.given().input("one\ntwo\nthree\n").run("send", "--url", killed.url(), "--queue", "kept", "--each-line").done();
            killed.kill();
            killed.startAgain();
            assertEquals("one\ntwo\nthree\n", CommandRun.run("receive", "--url", killed.url(), "--queue", "kept", "--count", "3").done().text());
        }
    }

    @Test
    void each_example_runs() throws Exception {
        assertTrue(CommandRun.run(on("example", "queue")).done().text().endsWith("received order 3\n"));
        assertTrue(CommandRun.run(on("example", "topic")).done().text().endsWith("back again, received coffee 4.10\n"));
        assertTrue(CommandRun.run(on("example", "request")).done().text().endsWith("answered: 42\n"));
        assertTrue(CommandRun.run(on("example", "transfer")).done().text().endsWith("shipped: shipment of order 10\n"));
    }

    private static String[] on(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = broker.url();
        return all;
    }

    private static JsonNode json(CommandRun run) throws IOException {
        return JsonMapper.builder().build().readTree(run.out());
    }

    private static JsonNode withoutJmsx(JsonNode properties) {
        ((com.fasterxml.jackson.databind.node.ObjectNode) properties).remove("JMSXDeliveryCount");
        return properties;
    }
}
