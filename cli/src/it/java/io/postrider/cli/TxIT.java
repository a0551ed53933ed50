package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.postrider.jms.JmsXaConnectionFactory;
import io.postrider.transport.message.XidImpl;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.XAJMSContext;
import java.nio.charset.StandardCharsets;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions at the command line: found, shown, decided, over the kill of a broker. */
@Timeout(300)
class TxIT {
    private static final XidImpl XID = new XidImpl(131077, "order-4711".getBytes(StandardCharsets.US_ASCII), new byte[] {0, 1});

    private RunningProcess broker;

    @BeforeEach
    void start() throws Exception {
        broker = RunningProcess.start();
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private CommandRun tx(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 3];
        all[0] = "tx";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--url";
        all[all.length - 1] = broker.url();
        return CommandRun.run(all);
    }

    private JsonNode only() throws Exception {
        JsonNode found = JsonMapper.builder().build().readTree(tx("list", "--json").done().text());
        assertEquals(1, found.path("transactions").size(), found.toString());
        return found.path("transactions").path(0);
    }

    private XAJMSContext connected() {
        return new JmsXaConnectionFactory(broker.url() + "?clientId=shop").createXAContext();
    }

    private void prepare() throws XAException {
        try (XAJMSContext context = connected()) {
            Queue queue = context.createQueue("orders");
            XAResource resource = context.getXAResource();
            resource.start(XID, XAResource.TMNOFLAGS);
            context.createProducer().send(queue, "one").send(queue, "two");
            resource.end(XID, XAResource.TMSUCCESS);
            resource.prepare(XID);
        }
    }

    @Test
    void a_branch_in_doubt_is_shown_and_decided_and_its_manager_is_told_until_it_is_forgotten() throws Exception {
        prepare();
        broker.kill();
        broker.startAgain();
        JsonNode branch = only();
        assertEquals("PREPARED", branch.path("state").asText());
        assertEquals("order-4711", branch.path("globalId").asText());
        assertEquals("0x0001", branch.path("branchQualifier").asText());
        assertEquals("shop", branch.path("client").asText());
        String id = branch.path("id").asText();
        String shown = tx("show", id).done().text();
        assertTrue(shown.contains("format id     131077\n"), shown);
        assertTrue(shown.contains("holds         queue orders: sends 2, takes 0\n"), shown);
        assertTrue(tx("list").done().text().contains("131077:order-4711:0x0001"));
        assertTrue(tx("forget", id).err().contains("commit it or roll it back before it is forgotten"));
        assertEquals("Branch " + id + " is committed. Its transaction manager is told so until the branch is forgotten.\n", tx("commit", id).done().text());
        assertEquals("one\ntwo\n", CommandRun.run("receive", "--url", broker.url(), "--queue", "orders", "--count", "2").done().text());
        broker.kill();
        broker.startAgain();
        assertEquals("COMMITTED", only().path("state").asText());
        assertTrue(tx("rollback", id).err().contains("can only be forgotten"));
        try (XAJMSContext context = connected()) {
            XAException told = assertThrows(XAException.class, () -> context.getXAResource().rollback(XID));
            assertEquals(XAException.XA_HEURCOM, told.errorCode);
        }
        tx("forget", id).done();
        assertEquals("There is no open or prepared transaction.\n", tx("list").done().text());
        CommandRun gone = tx("show", id);
        assertEquals(ExitCode.FAILED, gone.exitCode());
        assertTrue(gone.err().contains("there is no branch " + id), gone.err());
    }

    @Test
    void a_transaction_of_a_session_is_listed_while_it_is_open_and_its_outcome_is_known_afterwards() throws Exception {
        try (JMSContext context = new JmsXaConnectionFactory(broker.url()).createContext(JMSContext.SESSION_TRANSACTED)) {
            context.createProducer().send(context.createQueue("orders"), "one");
            JsonNode open = only();
            assertEquals("local", open.path("kind").asText());
            assertEquals("OPEN", open.path("state").asText());
            assertEquals(1, open.path("sent").asInt());
            context.commit();
            assertTrue(tx("show", open.path("id").asText()).done().text().contains("state         COMMITTED\n"));
        }
    }

    @Test
    void what_is_no_transaction_is_said_to_be_none() throws Exception {
        CommandRun wrong = tx("show", "seven");
        assertEquals(ExitCode.FAILED, wrong.exitCode());
        assertTrue(wrong.err().contains("'seven' is no transaction; expected the number of a branch, or SESSION-NUMBER"), wrong.err());
        assertTrue(tx("show", "99-1").err().contains("nothing is known of transaction 99-1"));
        assertEquals(ExitCode.USAGE, tx("commit", "seven").exitCode());
        assertEquals(ExitCode.USAGE, CommandRun.run("tx").exitCode());
    }
}
