package io.postrider.benchmark.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.broker.Broker;
import io.postrider.broker.BrokerConfig;
import io.postrider.examples.perf.Load;
import io.postrider.examples.perf.Pace;
import io.postrider.examples.perf.Perf;
import io.postrider.examples.perf.PerfOptions;
import io.postrider.examples.perf.PerfResult;
import io.postrider.examples.perf.SendMode;
import io.postrider.jms.JmsConnectionFactory;
import io.postrider.jms.JmsXaConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.List;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The load of the comparison against a real broker: every mode comes to its end, and everything arrives once. */
@Timeout(120)
class PerfIT {
    private Broker broker;
    private String url;

    @BeforeEach
    void start(@TempDir Path folder) {
        broker = Broker.start(BrokerConfig.read((Path) null, List.of("data=" + folder.resolve("data"), "port=0")));
        url = "postrider://127.0.0.1:" + broker.port();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void asFastAsItGoesEverythingArrivesOnce(SendMode mode) throws Exception {
        PerfResult result = run(mode, 0);
        assertTrue(result.isClean(), result.toString());
        assertEquals(result.counts().sent(), result.counts().received(), result.toString());
        assertTrue(result.receivedPerSecond() > 0 && result.send().count() > 0 && result.endToEnd().p50Micros() > 0, result.toString());
        assertTrue(result.client().cpuNanos() > 0, result.toString());
    }

    @ParameterizedTest
    @EnumSource
    void atAFixedRateEverySendOfTheScheduleIsMade(SendMode mode) throws Exception {
        PerfResult result = run(mode, 400);
        assertTrue(result.isClean(), result.toString());
        assertEquals(mode == SendMode.TRANSACTED ? 400 / 20 : 400, result.send().count(), result.toString());
        assertEquals(400, result.endToEnd().count(), result.toString());
        assertEquals(800, result.counts().received(), result.toString());
    }

    @Test
    void messagesOfOthersAreCountedAndThrownAway() throws Exception {
        try (var connection = new JmsConnectionFactory(url).createConnection()) {
            Session session = connection.createSession();
            session.createProducer(session.createQueue("perf")).send(session.createTextMessage("left behind"));
        }
        PerfResult result = run(SendMode.PERSISTENT, 400);
        assertTrue(result.isClean(), result.toString());
        assertEquals(1, result.counts().foreign());
    }

    @Test
    void noGlobalTransactionIsLeftInDoubt() throws Exception {
        run(SendMode.XA, 400);
        try (var connection = new JmsXaConnectionFactory(url).createXAConnection()) {
            assertEquals(0, connection.createXASession().getXAResource().recover(XAResource.TMSTARTRSCAN).length);
        }
    }

    @Test
    void aFactoryWithoutGlobalTransactionsIsNamed() {
        String message = assertThrows(IllegalStateException.class, () -> Perf.run(options(SendMode.XA, 0), new JmsConnectionFactory(url), progress -> { })).getMessage();
        assertTrue(message.contains("JmsConnectionFactory has no global transactions"), message);
    }

    @Test
    void withoutABrokerItFails() {
        broker.close();
        assertThrows(JMSException.class, () -> run(SendMode.PERSISTENT, 0));
        assertThrows(JMSException.class, () -> run(SendMode.XA, 0));
    }

    private PerfResult run(SendMode mode, double rate) throws Exception {
        return Perf.run(options(mode, rate), new JmsXaConnectionFactory(url), progress -> { });
    }

    private static PerfOptions options(SendMode mode, double rate) {
        return new PerfOptions("perf", new Load(mode, 2, 2, 1024, 20, 100), new Pace(rate, 1, 1), ProcessHandle.current().pid());
    }
}
