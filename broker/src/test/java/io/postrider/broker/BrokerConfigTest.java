package io.postrider.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.broker.config.ConfigException;
import io.postrider.broker.config.ConfigValues;
import io.postrider.broker.config.Setting;
import io.postrider.transport.frame.Limits;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class BrokerConfigTest {
    private static final long GIB = 1L << 30;

    /** For each setting a value that is not its default, as written and as held. */
    private static final Map<Setting, Map.Entry<String, Object>> OTHER = new EnumMap<>(Setting.class);

    static {
        OTHER.put(Setting.HOST, Map.entry("localhost", "localhost"));
        OTHER.put(Setting.PORT, Map.entry("0", 0));
        OTHER.put(Setting.TLS_CERTIFICATE, Map.entry("broker.pem", Path.of("broker.pem")));
        OTHER.put(Setting.TLS_KEY, Map.entry("broker.key", Path.of("broker.key")));
        OTHER.put(Setting.TLS_CLIENT_CA, Map.entry("ca.pem", Path.of("ca.pem")));
        OTHER.put(Setting.INSECURE, Map.entry("true", true));
        OTHER.put(Setting.USERS, Map.entry("people", Path.of("people")));
        OTHER.put(Setting.REQUIRE_CREDENTIALS, Map.entry("true", true));
        OTHER.put(Setting.DATA, Map.entry("elsewhere", Path.of("elsewhere")));
        OTHER.put(Setting.ACCEPT_LOSS, Map.entry("true", true));
        OTHER.put(Setting.CREATE_DESTINATIONS, Map.entry("false", false));
        OTHER.put(Setting.DEAD_LETTER_QUEUE, Map.entry("undelivered", "undelivered"));
        OTHER.put(Setting.ATTEMPTS_MAX, Map.entry("3", 3));
        OTHER.put(Setting.MESSAGE_BYTES_MAX, Map.entry("5 MiB", 5L << 20));
        OTHER.put(Setting.DESTINATION_BYTES_MAX, Map.entry("2GiB", 2L << 30));
        OTHER.put(Setting.TRANSACTION_BYTES_MAX, Map.entry("16 mib", 16L << 20));
        OTHER.put(Setting.UNACKNOWLEDGED_MAX, Map.entry("12", 12));
        OTHER.put(Setting.SESSION_RETENTION_MS, Map.entry("2 h", 7_200_000L));
        OTHER.put(Setting.MEMORY_BYTES, Map.entry("64 MiB", 64L << 20));
        OTHER.put(Setting.DISK_RESERVE_BYTES, Map.entry("0", 0L));
        OTHER.put(Setting.CONNECTIONS_MAX, Map.entry("999", 999));
        OTHER.put(Setting.CONNECTION_CREDIT_BYTES, Map.entry("65536", 65_536L));
        OTHER.put(Setting.DESTINATION_CREDIT_BYTES, Map.entry("64 KiB", 65_536L));
        OTHER.put(Setting.DESTINATIONS_MAX, Map.entry("7", 7));
        OTHER.put(Setting.SESSIONS_PER_CONNECTION_MAX, Map.entry("8", 8));
        OTHER.put(Setting.CONSUMERS_PER_CONNECTION_MAX, Map.entry("9", 9));
        OTHER.put(Setting.BRANCHES_MAX, Map.entry("11", 11));
        OTHER.put(Setting.BRANCH_TIMEOUT_MS, Map.entry("90 s", 90_000L));
        OTHER.put(Setting.IN_DOUBT_WARNING_MS, Map.entry("91 s", 91_000L));
        OTHER.put(Setting.FRAME_BYTES_MAX, Map.entry("2 MiB", 2 << 20));
        OTHER.put(Setting.HEARTBEAT_MS, Map.entry("1500 ms", 1_500));
        OTHER.put(Setting.HANDSHAKE_TIMEOUT_MS, Map.entry("5 min", 300_000));
    }

    /** Settings that cannot stand alone. */
    private static final Map<Setting, List<Setting>> TOGETHER = Map.of(
            Setting.TLS_CERTIFICATE, List.of(Setting.TLS_KEY),
            Setting.TLS_KEY, List.of(Setting.TLS_CERTIFICATE),
            Setting.TLS_CLIENT_CA, List.of(Setting.TLS_CERTIFICATE, Setting.TLS_KEY));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Setting.class)
    void each_setting_reaches_the_component_of_its_name_and_no_other(Setting setting) throws Exception {
        ConfigValues values = new ConfigValues().set(setting.key(), OTHER.get(setting).getKey());
        TOGETHER.getOrDefault(setting, List.of()).forEach(other -> values.set(other.key(), OTHER.get(other).getKey()));

        BrokerConfig config = BrokerConfig.of(values, GIB);
        BrokerConfig defaults = BrokerConfig.of(new ConfigValues(), GIB);

        for (RecordComponent component : BrokerConfig.class.getRecordComponents()) {
            Object held = component.getAccessor().invoke(config);
            Object usual = component.getAccessor().invoke(defaults);
            if (component.getName().equals(setting.key())) {
                assertEquals(OTHER.get(setting).getValue(), held);
                assertNotEquals(usual, held, "a test at the default tests nothing");
            } else if (TOGETHER.getOrDefault(setting, List.of()).stream().noneMatch(other -> other.key().equals(component.getName()))
                    && !derives(setting, component.getName())) {
                assertEquals(usual, held, component.getName());
            }
        }
    }

    @Test
    void the_table_and_the_record_have_the_same_names() {
        assertEquals(
                Arrays.stream(BrokerConfig.class.getRecordComponents()).map(RecordComponent::getName).sorted().toList(),
                Arrays.stream(Setting.values()).map(Setting::key).sorted().toList());
    }

    @Test
    void a_file_is_read_and_overrides_win() throws IOException {
        Path file = Files.writeString(folder.resolve("postrider.yaml"), """
                # where clients connect
                port: 7400
                data: "/var/lib/postrider"
                heartbeatMs: 20 s
                insecure: true
                """);

        BrokerConfig config = BrokerConfig.read(file, List.of("port=7500", "attemptsMax = 5"));

        assertEquals(7500, config.port());
        assertEquals(Path.of("/var/lib/postrider"), config.data());
        assertEquals(Path.of("/var/lib/postrider/conf/users"), config.users());
        assertEquals(20_000, config.heartbeatMs());
        assertTrue(config.insecure());
        assertEquals(5, config.attemptsMax());
    }

    @Test
    void an_empty_file_leaves_the_defaults() throws IOException {
        Path file = Files.writeString(folder.resolve("empty.yaml"), "# nothing yet\n");

        assertEquals(BrokerConfig.defaults(), BrokerConfig.read(file, List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "prot        | port",
        "Port        | port",
        "tls-cert    | tlsKey",
        "heartbeat   | heartbeatMs",
        "tls_certificate | tlsCertificate",
        "memory      | memoryBytes",
        "create.destinations | createDestinations"})
    void an_unknown_key_names_the_nearest_known_one(String key, String nearest) {
        ConfigException refused = assertThrows(ConfigException.class, () -> BrokerConfig.of(Map.of(key, "1")));

        assertEquals("there is no setting '" + key + "'; the nearest is '" + nearest + "'", refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "port                | 70000  | a whole number from 0 to 65535",
        "port                | -1     | a whole number from 0 to 65535",
        "port                | http   | a whole number from 0 to 65535",
        "heartbeatMs         | 50 ms  | a duration from 100 ms to 10 min, such as 1500, 1500 ms, 10 s or 5 min",
        "heartbeatMs         | 10 MiB | a duration from 100 ms to 10 min, such as 1500, 1500 ms, 10 s or 5 min",
        "frameBytesMax       | 1 KiB  | a size from 512 KiB to 64 MiB, such as 65536, 64 KiB, 10 MiB or 2 GiB",
        "frameBytesMax       | 9999999999999999999 | a size from 512 KiB to 64 MiB, such as 65536, 64 KiB, 10 MiB or 2 GiB",
        "messageBytesMax     | 999999999999999999 TiB | a size from 1 KiB to 1 TiB, such as 65536, 64 KiB, 10 MiB or 2 GiB",
        "insecure            | yes    | true or false",
        "data                | ''     | the path of a file or folder",
        "host                | ' '    | a text that is not empty"})
    void a_wrong_value_names_key_value_and_what_was_expected(String key, String value, String expected) {
        ConfigException refused = assertThrows(ConfigException.class, () -> BrokerConfig.of(Map.of(key, value)));

        assertEquals("the setting " + key + " is '" + value + "', expected " + expected, refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "port: [1, 2]        | line 1 of FILE is expected to be a key and one text or number",
        "- port              | the configuration file FILE is expected to hold lines of 'key: value'",
        "port: 1;port: 2     | line 2 of FILE gives port a second time",
        "port: {             | the configuration file FILE is not YAML: ",
        "port: 99999999      | line 1 of FILE: the setting port is '99999999', expected",
        "# one;insecure: yes | line 2 of FILE: the setting insecure is 'yes', expected true or false",
        "insecure: true;prot: 1 | line 2 of FILE: there is no setting 'prot'; the nearest is 'port'",
        "port: 1;tlsKey: a   | line 2 of FILE: the settings tlsCertificate and tlsKey belong together, but tlsCertificate is left out",
        "tlsClientCa: a      | line 1 of FILE: the setting tlsClientCa needs tlsCertificate and tlsKey too",
        "port: 1;host: 0.0.0.0 | line 2 of FILE: the host '0.0.0.0' can be reached from other machines",
        "memoryBytes: 1 TiB  | line 1 of FILE: memoryBytes of 1048576 MiB and connectionsMax of"})
    void a_file_that_is_no_configuration_is_refused_with_its_name(String content, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), content.replace(';', '\n'));

        ConfigException refused = assertThrows(ConfigException.class, () -> BrokerConfig.read(file, List.of()));

        assertTrue(refused.getMessage().startsWith(expected.replace("FILE", file.toString())), refused.getMessage());
        assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
    }

    @Test
    void a_wrong_override_of_a_file_names_no_line_of_it() throws IOException {
        Path file = Files.writeString(folder.resolve("right.yaml"), "port: 1\n");

        ConfigException refused = assertThrows(ConfigException.class, () -> BrokerConfig.read(file, List.of("port=x")));

        assertTrue(refused.getMessage().startsWith("the setting port is 'x', expected"), refused.getMessage());
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        ConfigException refused = assertThrows(ConfigException.class, () -> BrokerConfig.read(folder.resolve("none.yaml"), List.of()));

        assertEquals("there is no configuration file " + folder.resolve("none.yaml"), refused.getMessage());
    }

    @Test
    void an_override_without_an_equals_sign_is_refused() {
        ConfigException refused = assertThrows(ConfigException.class, () -> BrokerConfig.read(null, List.of("port")));

        assertEquals("'port' is expected to have the form key=value", refused.getMessage());
    }

    @Test
    void certificate_and_key_belong_together() {
        assertEquals("the settings tlsCertificate and tlsKey belong together, but tlsKey is left out",
                assertThrows(ConfigException.class, () -> BrokerConfig.of(Map.of("tlsCertificate", "a"))).getMessage());
        assertEquals("the setting tlsClientCa needs tlsCertificate and tlsKey too",
                assertThrows(ConfigException.class, () -> BrokerConfig.of(Map.of("tlsClientCa", "a"))).getMessage());
    }

    @Test
    void a_host_beyond_loopback_needs_tls_or_insecure() {
        ConfigException refused = assertThrows(ConfigException.class, () -> BrokerConfig.of(Map.of("host", "0.0.0.0")));
        assertTrue(refused.getMessage().startsWith("the host '0.0.0.0' can be reached from other machines: set tlsCertificate and tlsKey and add a user"),
                refused.getMessage());

        assertFalse(BrokerConfig.of(Map.of("host", "0.0.0.0", "insecure", "true")).isLoopback());
        assertTrue(BrokerConfig.of(Map.of("host", "0.0.0.0", "tlsCertificate", "a", "tlsKey", "b")).isEncrypted());
        assertTrue(BrokerConfig.of(Map.of("host", "::1")).isLoopback());
    }

    @Test
    void memory_by_default_is_a_share_of_the_heap() {
        BrokerConfig config = BrokerConfig.of(new ConfigValues(), GIB);
        assertEquals(384L << 20, config.memoryBytes());
        assertEquals(GIB / 4 / 1_000, config.connectionCreditBytes());

        assertEquals(1 << 20, BrokerConfig.of(new ConfigValues(), 16 * GIB).connectionCreditBytes());
    }

    @Test
    void more_than_the_heap_has_room_for_is_refused() {
        ConfigValues values = new ConfigValues().set("memoryBytes", "512 MiB").set("connectionsMax", "1000").set("connectionCreditBytes", "1 MiB");

        ConfigException refused = assertThrows(ConfigException.class, () -> BrokerConfig.of(values, GIB));

        assertEquals("memoryBytes of 512 MiB and connectionsMax of 1000 with connectionCreditBytes of 1 MiB each come to 1512 MiB, "
                + "but three quarters of the largest heap are 768 MiB: raise the heap (-Xmx) or lower one of them", refused.getMessage());
    }

    @Test
    void a_dead_letter_queue_needs_a_name_that_a_queue_can_have() {
        ConfigException refused = assertThrows(ConfigException.class, () -> BrokerConfig.of(Map.of("deadLetterQueue", "a\u0001b")));

        assertTrue(refused.getMessage().startsWith("the setting deadLetterQueue is no name for a queue: "), refused.getMessage());
    }

    @Test
    void clients_are_told_the_limits_that_were_set() {
        BrokerConfig config = BrokerConfig.of(Map.of("frameBytesMax", "2 MiB", "messageBytesMax", "3 MiB", "heartbeatMs", "4 s",
                "sessionRetentionMs", "5 s", "connectionCreditBytes", "64 KiB", "unacknowledgedMax", "7"));

        assertEquals(new Limits(2 << 20, 3 << 20, 4_000, 5_000, 64 << 10, 7), config.limits());
    }

    private static boolean derives(Setting setting, String component) {
        return setting == Setting.DATA && component.equals("users")
                || setting == Setting.CONNECTIONS_MAX && component.equals("connectionCreditBytes");
    }
}
