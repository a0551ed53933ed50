package io.postrider.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.broker.net.TestClient;
import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.Connected;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.OpenProducer;
import io.postrider.transport.frame.OpenSession;
import io.postrider.transport.frame.ProducerCredit;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole broker with 16 MiB for messages takes 200 MiB that it does not store, and gives them out in order. */
@Timeout(240)
class OverflowIT {
    private static final DestinationName ORDERS = DestinationName.queue("orders");
    private static final DestinationName PRICES = DestinationName.topic("prices");
    private static final int MESSAGES = 200_000;
    private static final int CREDIT = 1_000;

    @TempDir
    Path folder;

    private Broker broker;
    private TestClient client;
    private long session;
    private long credit;
    private final long[] numbers = new long[2];

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void a_queue_without_consumer_takes_what_memory_does_not_hold() throws Exception {
        start();
        fill(ORDERS, MESSAGES, 0);

        assertInOrder(consume(ORDERS, SubscriptionKind.QUEUE), MESSAGES, 0);
    }

    @Test
    void a_subscriber_that_does_not_take_misses_nothing() throws Exception {
        start();
        long subscription = consume(PRICES, SubscriptionKind.NON_DURABLE);
        fill(PRICES, MESSAGES, 0);

        assertInOrder(subscription, MESSAGES, 0);
    }

    @Test
    void persistent_and_other_messages_come_out_by_position() throws Exception {
        start();
        fill(ORDERS, MESSAGES / 4, 5);

        assertInOrder(consume(ORDERS, SubscriptionKind.QUEUE), MESSAGES / 4, 5);
    }

    private void start() throws Exception {
        broker = Broker.start(BrokerConfig.of(Map.of("data", folder.resolve("data").toString(), "port", "0", "diskReserveBytes", "0",
                "memoryBytes", "16 MiB", "destinationBytesMax", "1 GiB")));
        client = new TestClient(broker.port());
        client.anonymous();
        client.expect(Connected.class);
        client.send(new OpenSession(100, AcknowledgeMode.AUTO));
        session = await(Done.class).value();
    }

    /** @param persistentEvery 0, or each how many messages one is persistent */
    private void fill(DestinationName destination, int messages, int persistentEvery) throws InterruptedException {
        client.send(new OpenProducer(102, session, destination));
        await(Done.class);
        byte[] body = new byte[1024];
        for (int i = 0; i < messages; i++) {
            boolean persistent = persistentEvery > 0 && i % persistentEvery == 0;
            WireMessage message = WireMessage.of(new Header(session, i + 1, 0, 0, 0, null, null, Integer.toString(i)), Properties.NONE, BodyKind.BYTES, body);
            while (credit <= 0) {
                credit += await(ProducerCredit.class).bytes();
            }
            credit -= message.encodedLength();
            client.send(new Send(session, persistent ? Series.PERSISTENT : Series.NON_PERSISTENT, ++numbers[persistent ? 0 : 1], 0, destination, persistent,
                    4, 0, 0, 0, message));
        }
    }

    private long consume(DestinationName destination, SubscriptionKind kind) throws InterruptedException {
        client.send(new CreateConsumer(101, session, 1, destination, kind, null, null, false));
        return await(Done.class).value();
    }

    private void assertInOrder(long subscription, int messages, int persistentEvery) throws InterruptedException {
        client.send(new Credit(1, CREDIT, 16 << 20));
        List<MessageRef> taken = new ArrayList<>();
        long acknowledgements = 0;
        long bytes = 0;
        // a message that is not persistent may overtake a persistent one whose delivery waits for the disk
        int[] next = {0, persistentEvery > 0 ? 1 : 0};
        for (int i = 0; i < messages; i++) {
            Deliver deliver = await(Deliver.class);
            int number = Integer.parseInt(deliver.message().header().type());
            int mode = deliver.persistent() ? 0 : 1;
            assertEquals(next[mode], number);
            next[mode] += mode == 0 ? persistentEvery : persistentEvery > 0 && (number + 1) % persistentEvery == 0 ? 2 : 1;
            taken.add(new MessageRef(subscription, deliver.priority(), deliver.position()));
            bytes += deliver.message().encodedLength();
            if (taken.size() == CREDIT / 2 || i == messages - 1) {
                client.send(new Acknowledge(session, ++acknowledgements, 0, taken));
                client.send(new Credit(1, taken.size(), bytes));
                taken = new ArrayList<>();
                bytes = 0;
            }
        }
    }

    private <F extends Frame> F await(Class<F> type) throws InterruptedException {
        Frame frame = client.expectAny();
        while (!type.isInstance(frame)) {
            if (frame instanceof ProducerCredit more) {
                credit += more.bytes();
            }
            frame = client.expectAny();
        }
        return type.cast(frame);
    }
}
