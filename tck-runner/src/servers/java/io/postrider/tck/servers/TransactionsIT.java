package io.postrider.tck.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Message;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two resources in one transaction of the container, and what becomes of messages whose delivery is rolled back. */
class TransactionsIT extends ServerCase {
    private static final Duration MOST = Duration.ofSeconds(60);

    @Test
    void two_brokers_commit_together() throws Exception {
        assertEquals("committed", application().call("sendToBoth", "queue", "both", "text", "two", "rollback", "false"));
        atFirst.receiveEachOnce("both", Set.of("two"), MOST);
        atSecond.receiveEachOnce("both", Set.of("two"), MOST);
    }

    @Test
    void two_brokers_roll_back_together() throws Exception {
        assertEquals("rolled back", application().call("sendToBoth", "queue", "none", "text", "two", "rollback", "true"));
        atFirst.receiveNothing("none");
        atSecond.receiveNothing("none");
    }

    @Test
    void broker_and_database_commit_together() throws Exception {
        assertEquals("committed", application().call("sendAndRecord", "queue", "recorded", "text", "entry", "rollback", "false"));
        atFirst.receiveEachOnce("recorded", Set.of("entry"), MOST);
        assertEquals("1", application().call("rows", "text", "entry"));
    }

    @Test
    void broker_and_database_roll_back_together() throws Exception {
        assertEquals("rolled back", application().call("sendAndRecord", "queue", "unrecorded", "text", "no entry", "rollback", "true"));
        atFirst.receiveNothing("unrecorded");
        assertEquals("0", application().call("rows", "text", "no entry"));
    }

    @Test
    void a_bean_that_sets_rollback_only_gets_the_message_again_and_marked() throws Exception {
        atFirst.send("transfer", "again", Map.of("failures", 2, "throws", false));
        Message passed = atSecond.receive("transferred");
        assertEquals("again", passed.getBody(String.class));
        assertTrue(passed.getBooleanProperty("redelivered"));
        assertEquals(3, passed.getIntProperty("deliveries"));
        atSecond.receiveNothing("transferred");
    }

    @Test
    void a_bean_that_throws_gets_the_message_again_and_marked() throws Exception {
        atFirst.send("transfer", "thrown", Map.of("failures", 1, "throws", true));
        Message passed = atSecond.receive("transferred");
        assertEquals("thrown", passed.getBody(String.class));
        assertTrue(passed.getBooleanProperty("redelivered"));
        assertEquals(2, passed.getIntProperty("deliveries"));
        atSecond.receiveNothing("transferred");
    }

    @Test
    void what_a_bean_writes_to_the_database_before_it_fails_is_not_there() throws Exception {
        atFirst.send("transfer", "written once", Map.of("ledger", true, "failures", 2, "throws", false));
        Waiting.until(MOST, () -> "the bean wrote nothing", () -> !application().call("rows", "text", "written once").equals("0"));
        assertEquals("1", application().call("rows", "text", "written once"));
    }

    @Test
    void a_message_that_a_bean_cannot_take_becomes_a_dead_letter() throws Exception {
        atFirst.send("transfer", "poison", Map.of("failures", 100, "throws", true));
        atFirst.send("transfer", "healthy", Map.of());
        assertEquals("healthy", atSecond.receive("transferred").getBody(String.class));
        assertEquals("poison", atFirst.receive("DLQ").getBody(String.class));
        atSecond.receiveNothing("transferred");
    }
}
