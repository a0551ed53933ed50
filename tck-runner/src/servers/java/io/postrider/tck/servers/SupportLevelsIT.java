package io.postrider.tck.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Connection factories of the transaction supports LocalTransaction and NoTransaction in transactions of the container. */
class SupportLevelsIT extends ServerCase {
    /** "PRLT": the format of names that the adapter gives where no transaction manager does. */
    private static final int LOCAL_FORMAT = 0x50524C54;

    @Test
    void a_local_transaction_is_none_that_the_transaction_manager_names() throws Exception {
        JsonNode transaction = OpenTransaction.seen(first(), atFirst, "local4", () -> application().call("sendLocallyAndHold", "queue", "local4", "text", "held"));
        assertEquals(LOCAL_FORMAT, transaction.path("formatId").asInt(), transaction::toString);
        assertEquals("held", atFirst.receive("local4").getBody(String.class));
    }

    @Test
    void what_a_local_transaction_sends_is_there_when_it_is_committed() throws Exception {
        assertEquals("sent", application().call("sendLocally", "queue", "local1", "text", "stays", "rollback", "false"));
        assertEquals("stays", atFirst.receive("local1").getBody(String.class));
        atFirst.receiveNothing("local1");
    }

    @Test
    void what_a_local_transaction_sends_is_not_there_when_it_is_rolled_back() throws Exception {
        assertEquals("sent", application().call("sendLocally", "queue", "local2", "text", "goes", "rollback", "true"));
        atFirst.receiveNothing("local2");
    }

    @Test
    void what_a_local_transaction_receives_comes_again_when_it_is_rolled_back() throws Exception {
        atFirst.send("local3", "again", Map.of());
        assertEquals("again", application().call("receiveLocally", "queue", "local3", "rollback", "true"));
        assertEquals("again", application().call("receiveLocally", "queue", "local3", "rollback", "false"));
        atFirst.receiveNothing("local3");
    }

    @Test
    void without_transactions_a_message_is_sent_whatever_becomes_of_the_containers() throws Exception {
        assertEquals("sent", application().call("sendUntransacted", "queue", "none1", "text", "stays", "rollback", "true"));
        assertEquals("stays", atFirst.receive("none1").getBody(String.class));
    }

    @Test
    void without_transactions_a_message_is_received_whatever_becomes_of_the_containers() throws Exception {
        atFirst.send("none2", "once", Map.of());
        assertEquals("once", application().call("receiveUntransacted", "queue", "none2", "rollback", "true"));
        atFirst.receiveNothing("none2");
    }
}
