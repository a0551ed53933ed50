package io.postrider.benchmark.recall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.postrider.torture.fault.BrokerProcess;
import io.postrider.jms.JmsConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Prefetch that a consumer does not come to goes to others, over a real broker and real links. */
@Timeout(120)
class RecallIT {
    private static final int MESSAGES = 100;
    private static final int RECEIVE_MS = 20_000;

    private Path folder;
    private BrokerProcess broker;
    private JmsConnectionFactory factory;

    @BeforeEach
    void startBroker() throws IOException {
        folder = Files.createTempDirectory(Files.createDirectories(Path.of("target").toAbsolutePath()), "recall-");
        broker = BrokerProcess.start(List.of("-Xmx256m"), folder.resolve("data"), 0, List.of());
        factory = new JmsConnectionFactory("postrider://127.0.0.1:" + broker.port());
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.kill();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void a_consumer_opened_later_gets_what_a_busy_one_has_prefetched() throws Exception {
        TreeSet<Integer> received = new TreeSet<>();
        try (JMSContext busy = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE); JMSContext sending = factory.createContext()) {
            Queue queue = busy.createQueue("work");
            JMSConsumer first = busy.createConsumer(queue);
            for (int i = 0; i < MESSAGES; i++) {
                sending.createProducer().setProperty("number", i).send(queue, "work " + i);
            }
            // it is busy with this one until the end
            Message inHand = first.receive(RECEIVE_MS);
            received.add(inHand.getIntProperty("number"));
            try (JMSContext idle = factory.createContext()) {
                JMSConsumer second = idle.createConsumer(queue);
                for (int i = 1; i < MESSAGES; i++) {
                    Message message = second.receive(RECEIVE_MS);
                    assertNotNull(message, "the second consumer got " + (i - 1) + " messages");
                    received.add(message.getIntProperty("number"));
                    assertEquals(1, message.getIntProperty("JMSXDeliveryCount"));
                }
                assertNull(second.receiveNoWait());
            }
            inHand.acknowledge();
            assertNull(first.receiveNoWait());
        }
        assertEquals(MESSAGES, received.size());
    }
}
