package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationRuntimeException;
import java.util.Hashtable;
import java.util.concurrent.TimeUnit;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk that is really full, on a file system of its own: nothing that was confirmed is lost. */
@Timeout(300)
class FullDiskIT {
    private static final byte[] BODY = new byte[10 * 1024];

    @Test
    void below_the_reserve_sends_are_refused_with_folder_and_room_and_everything_can_be_taken_out() throws Exception {
        try (SmallDisk disk = SmallDisk.mount("size=640m"); RunningProcess broker = RunningProcess.on(disk.folder())) {
            broker.startAgain("diskReserveBytes=400 MiB");
            try (JMSContext context = factory(broker.url() + "?reconnectTimeoutMs=1000").createContext()) {
                Queue queue = context.createQueue("full");
                Filled filled = fill(context, queue);
                assertTrue(filled.end() instanceof ResourceAllocationRuntimeException, () -> filled.end().toString());
                assertTrue(filled.end().getMessage().contains(broker.data().toString()), filled.end().getMessage());
                assertTrue(filled.end().getMessage().contains("MiB free"), filled.end().getMessage());
                assertEquals(filled.confirmed(), drain(context, queue));
            }
            assertEquals(0, broker.terminate(), broker::logged);
        }
    }

    @Test
    void without_a_reserve_the_broker_stops_and_says_why_and_has_everything_when_there_is_room_again() throws Exception {
        try (SmallDisk disk = SmallDisk.mount("size=128m"); RunningProcess broker = RunningProcess.on(disk.folder())) {
            broker.startAgain("diskReserveBytes=0");
            int confirmed;
            try (JMSContext context = factory(broker.url() + "?reconnectTimeoutMs=1000&sendTimeoutMs=10000").createContext()) {
                confirmed = fill(context, context.createQueue("full")).confirmed();
            }
            assertNotEquals(0, broker.awaitEnd());
            assertTrue(broker.logged().lines().anyMatch(line -> line.startsWith("postrider: the broker cannot go on") && line.contains(broker.data().toString())), broker::logged);
            disk.remount("size=512m");
            broker.startAgain();
            try (JMSContext context = factory(broker.url()).createContext()) {
                int received = drain(context, context.createQueue("full"));
                // the one whose answer did not come may be there or not
                assertTrue(received == confirmed || received == confirmed + 1, () -> confirmed + " confirmed, " + received + " received");
            }
        }
    }

    @Test
    void a_file_system_that_is_read_only_is_named() throws Exception {
        try (SmallDisk disk = SmallDisk.mount("size=1m,ro")) {
            CommandRun.run("start", "--data", disk.folder().resolve("data").toString(), "--port", "0")
                    .refused(ExitCode.FAILED, disk.folder().toString(), "cannot be");
        }
    }

    /** How many sends returned, and what ended them. */
    private record Filled(int confirmed, JMSRuntimeException end) {
    }

    private static Filled fill(JMSContext context, Queue queue) {
        JMSProducer producer = context.createProducer();
        for (int confirmed = 0; confirmed < 100_000; confirmed++) {
            try {
                producer.setProperty("number", confirmed).send(queue, BODY);
            } catch (JMSRuntimeException e) {
                return new Filled(confirmed, e);
            }
        }
        throw new AssertionError("1 GB fitted");
    }

    private static int drain(JMSContext context, Queue queue) throws Exception {
        try (JMSConsumer consumer = context.createConsumer(queue)) {
            int next = 0;
            for (var message = consumer.receive(TimeUnit.SECONDS.toMillis(10)); message != null; message = consumer.receive(TimeUnit.SECONDS.toMillis(2))) {
                assertEquals(next++, message.getIntProperty("number"));
            }
            return next;
        }
    }

    private static ConnectionFactory factory(String url) throws NamingException {
        Hashtable<String, String> names = new Hashtable<>();
        names.put(Context.INITIAL_CONTEXT_FACTORY, "io.postrider.jms.jndi.PostriderInitialContextFactory");
        names.put("connectionFactory.broker", url);
        return (ConnectionFactory) new InitialContext(names).lookup("broker");
    }
}
