package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.broker.config.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a command line, before any broker is asked. */
@Timeout(60)
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"demo", "start", "stop", "status", "send", "receive", "browse", "user", "torture", "example"})
    void each_command_explains_itself(String command) {
        assertEquals(ExitCode.DONE, run(command, "--help"));
        assertTrue(out.toString().startsWith("Usage: postrider " + command), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void without_a_command_all_are_listed() {
        assertEquals(ExitCode.DONE, run());
        assertTrue(out.toString().contains("receive"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "frobnicate | there is no command 'frobnicate'",
        "queue --help | there is no command 'queue'",
        "queue list | there is no command 'queue'",
        "--help me | there is no command 'me'",
        "--colour | there is no option '--colour'",
        "send hello | Error: Missing required argument (specify one of these): (-q=NAME | -t=NAME)",
        "send --queue a --topic b | Error: --queue=NAME, --topic=NAME are mutually exclusive",
        "send --queue a --priority 10 x | --priority is 10, expected 0 to 9",
        "send --queue a --ttl soon x | Invalid value for option '--ttl': 'soon' is not a time",
        "send --queue a -p a:int=x y | Invalid value for option '--property' (NAME[:TYPE]=VALUE): 'x' is not a value of type int",
        "send --queue a --each-line x | only one of TEXT, --each-line and --file says what to send",
        "send --queue a --transacted 0 x | --transacted is 0, expected 1 or more",
        "receive --queue a --durable | --subscription, --durable and --shared are for --topic",
        "receive --topic a --durable | --subscription NAME belongs to --durable or --shared",
        "receive --topic a --durable --subscription s | a durable subscription that is not shared belongs to a client",
        "receive --queue a --count 0 | --count is 0, expected 1 or more",
        "receive --queue a --follow --timeout 1s | --follow has no end",
        "browse --queue a --count -1 | --count is -1, expected 1 or more",
        "user | one of add, password, remove and list has to follow",
        "torture --minutes 0 | --minutes is 0.0, expected more than 0 and at most 240",
        "torture --minutes long | Invalid value for option '--minutes': 'long' is not a double",
        "torture --faults broker-kill,fire | --faults has 'fire', expected some of broker-kill, power-loss",
        "torture --loads heavy | --loads has 'heavy', expected some of plain, asynchronous",
        "torture --directory src | --directory is src, which is not empty",
        "torture --json src | --json is src, which cannot be written",
        "demo --messages 10 | --messages is 10, expected at least 1000",
        "example nothing | there is no example 'nothing'"})
    void what_is_wrong_is_one_sentence_and_a_hint(String line, String expected) {
        assertEquals(ExitCode.USAGE, run(line.split(" ")));
        assertTrue(err.toString().startsWith("postrider: " + expected), err.toString());
        assertTrue(err.toString().lines().count() <= 3, err.toString());
        assertFalse(err.toString().contains("\tat "), err.toString());
        assertEquals("", out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "start --set prot=1 | there is no setting 'prot'; the nearest is 'port'",
        "start --port many | the setting port is 'many', expected a whole number from 0 to 65535",
        "start --set messageBytesMax | 'messageBytesMax' is expected to have the form key=value",
        "start --host 0.0.0.0 | the host '0.0.0.0' can be reached from other machines",
        "start --config nowhere.yaml | there is no configuration file nowhere.yaml",
        "send --url http://localhost --queue a x | 'http://localhost' is not the URL of a broker: it has to begin with postrider://",
        "send --url postrider://localhost:99999 --queue a x | 'postrider://localhost:99999' is not the URL of a broker",
        "send --url postrider://localhost?prefetch=1 --queue a x | 'postrider://localhost?prefetch=1' is not the URL of a broker: there is no setting 'prefetch'",
        "send --url postrider://localhost --password x --queue a x | --password needs --user"})
    void a_wrong_setting_or_url_is_named(String line, String expected) {
        assertEquals(ExitCode.USAGE, run(line.split(" ")));
        assertTrue(err.toString().startsWith("postrider: " + expected), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void a_client_id_of_the_url_is_one_for_a_durable_subscription() {
        assertEquals(ExitCode.NO_BROKER, run("receive", "--topic", "a", "--durable", "--subscription", "s", "--url", "postrider://127.0.0.1:1?clientId=me"));
    }

    @Test
    void every_setting_of_a_broker_is_listed() {
        assertEquals(ExitCode.DONE, run("start", "--settings"));
        for (Setting setting : Setting.values()) {
            assertTrue(out.toString().contains(setting.key() + " "), setting.key());
        }
    }

    private int run(String... arguments) {
        return PostriderCommand.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
