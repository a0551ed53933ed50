package io.postrider.broker.core;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.Returned;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Messages that are not stored, beyond memory. */
@Timeout(60)
class OverflowTest {
    private static final DestinationName ORDERS = DestinationName.queue("orders");
    private static final DestinationName PRICES = DestinationName.topic("prices");
    private static final int MEMORY = 20_000;

    private final CoreFixture fixture = new CoreFixture(new CoreSettings("node", new Limits(1 << 20, 1 << 20, 10_000, 60_000, 1 << 20, 100), MEMORY,
            1 << 20, 1 << 16, true, 3, "dead", 1 << 16, 50, 10, 20, 100, 60_000, 600_000), new Bounds(1_000_000, 1000, 8, 20, 1 << 20, 10_000, 4, 1000));
    private final CoreFixture.Client client = fixture.connect();
    private final long session = client.session(AcknowledgeMode.CLIENT);

    private void send(DestinationName destination, boolean persistent, int from, int to) {
        for (int i = from; i < to; i++) {
            client.say(client.sendFrame(session, destination, "m" + i, persistent, 4, 0, 0));
            fixture.endBatch();
            if (i % 10 == 0) {
                fixture.settle();
            }
        }
        fixture.settle();
    }

    private static List<String> names(int from, int to) {
        List<String> names = new ArrayList<>();
        for (int i = from; i < to; i++) {
            names.add("m" + i);
        }
        return names;
    }

    /** Takes and acknowledges everything. */
    private List<String> drain(long subscription, long consumer, long firstNumber) {
        List<String> texts = new ArrayList<>();
        long number = firstNumber;
        for (List<Deliver> delivered = client.delivered(); !delivered.isEmpty(); delivered = client.delivered()) {
            delivered.forEach(each -> texts.add(CoreFixture.text(each)));
            client.acknowledge(session, number++, subscription, delivered);
            client.say(new Credit(consumer, delivered.size(), 1 << 16));
            fixture.settle();
        }
        return texts;
    }

    private long inOverflow() {
        return fixture.core.context.overflow.messages();
    }

    private void assertNothingIsLeft() {
        assertEquals(0, inOverflow());
        assertEquals(0, fixture.core.context.overflow.bytes());
        assertEquals(0, fixture.overflow.store.applied().messages.size());
        assertEquals(0, fixture.overflow.store.applied().state.size());
    }

    @Test
    void aQueueWithoutConsumerTakesMoreThanMemoryHolds() {
        send(ORDERS, false, 0, 500);

        assertTrue(inOverflow() > 300, () -> inOverflow() + " in the overflow");
        assertTrue(fixture.core.context.memory.bytes() < MEMORY, () -> fixture.core.context.memory.bytes() + " bytes in memory");
        assertTrue(fixture.core.context.memory.admits());

        long subscription = client.consume(session, "orders");

        assertEquals(names(0, 500), drain(subscription, client.lastConsumer(), 1));
        assertNothingIsLeft();
        assertEquals(0, fixture.core.context.memory.bytes());
    }

    @Test
    void persistentAndOtherMessagesAreMerged() {
        for (int i = 0; i < 300; i++) {
            send(ORDERS, i % 3 == 0, i, i + 1);
        }

        assertTrue(inOverflow() > 50, () -> inOverflow() + " in the overflow");

        long subscription = client.consume(session, "orders");
        List<String> came = drain(subscription, client.lastConsumer(), 1);

        // one that is not persistent may overtake one whose delivery waits for the disk, and nothing else
        assertEquals(names(0, 300).stream().filter(name -> isPersistent(name)).toList(), came.stream().filter(name -> isPersistent(name)).toList());
        assertEquals(names(0, 300).stream().filter(name -> !isPersistent(name)).toList(), came.stream().filter(name -> !isPersistent(name)).toList());
        assertNothingIsLeft();
    }

    private static boolean isPersistent(String name) {
        return Integer.parseInt(name.substring(1)) % 3 == 0;
    }

    @Test
    void aConsumerThatKeepsUpCausesNoWrite() {
        long subscription = client.consume(session, "orders");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 300; i += 10) {
            send(ORDERS, false, i, i + 10);
            texts.addAll(drain(subscription, client.lastConsumer(), i + 1));
        }

        assertEquals(names(0, 300), texts);
        assertEquals(1, fixture.core.context.overflow.openNumber());
    }

    @Test
    void aSlowSubscriberStopsNeitherSendersNorOthers() {
        long slow = client.nextConsumer();
        Done answer = (Done) client.request(id -> new CreateConsumer(id, session, slow, PRICES, SubscriptionKind.NON_DURABLE, null, null, false));
        long fast = client.consume(session, PRICES, SubscriptionKind.NON_DURABLE, null, null);
        long fastConsumer = client.lastConsumer();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 500; i += 10) {
            send(PRICES, i % 20 == 0, i, i + 10);
            texts.addAll(drain(fast, fastConsumer, i + 1));
        }

        assertEquals(names(0, 500), texts);
        assertTrue(inOverflow() > 300, () -> inOverflow() + " in the overflow");
        assertTrue(fixture.core.context.memory.admits());

        client.say(new Credit(slow, 50, 1 << 16));
        fixture.settle();

        assertEquals(names(0, 500), drain(answer.value(), slow, 1_000));
        assertNothingIsLeft();
        assertEquals(0, fixture.core.destinations.resolve(PRICES).bytes());
    }

    @Test
    void aClosedSubscriptionLeavesNothing() {
        long slow = client.nextConsumer();
        client.request(id -> new CreateConsumer(id, session, slow, PRICES, SubscriptionKind.NON_DURABLE, null, null, false));
        send(PRICES, false, 0, 300);
        assertTrue(inOverflow() > 100, () -> inOverflow() + " in the overflow");

        client.request(id -> new CloseConsumer(id, session, slow, List.of()));
        fixture.settle();

        assertNothingIsLeft();
        assertEquals(0, fixture.core.context.memory.bytes());
        assertEquals(0, fixture.core.destinations.resolve(PRICES).bytes());
    }

    @Test
    void aSelectorFindsWhatIsNotInMemory() {
        send(ORDERS, false, 0, 300);

        client.consume(session, ORDERS, SubscriptionKind.QUEUE, null, "color = 'm250'");

        assertEquals(List.of("m250"), client.texts());
    }

    @Test
    void attemptsAreKeptWhereMemoryKeepsNothing() {
        send(ORDERS, false, 0, 20);
        long subscription = client.consume(session, "orders");
        List<Deliver> first = client.delivered();
        assertEquals(20, first.size());
        client.request(id -> new Recover(id, session, 1, first.stream().map(each -> CoreFixture.Client.ref(subscription, each)).toList()));
        fixture.settle();
        client.request(id -> new CloseConsumer(id, session, client.lastConsumer(), List.of()));
        send(ORDERS, false, 20, 300);
        client.delivered();

        client.consume(session, "orders");

        List<Deliver> again = client.delivered();
        for (Deliver each : again.subList(0, 20)) {
            assertEquals(2, each.deliveryCount(), each::toString);
            assertTrue(each.redelivered());
        }
        assertEquals(1, again.get(20).deliveryCount());
    }

    @Test
    void whatLeavesMemoryWhileAnAcknowledgementWaitsForAReadIsAcknowledgedToo() {
        send(ORDERS, true, 0, 500);
        long subscription = client.consume(session, ORDERS, SubscriptionKind.QUEUE, null, null);
        List<Deliver> delivered = client.delivered();
        client.say(new Returned(session, client.lastConsumer(), delivered.stream().map(each -> CoreFixture.Client.ref(subscription, each)).toList()));
        client.request(id -> new CloseConsumer(id, session, client.lastConsumer(), List.of()));
        client.delivered();
        SubscriptionLane lane = fixture.core.destinations.subscription(subscription).lane(4);
        long first = delivered.get(0).position();
        List<MessageRef> acknowledged = new ArrayList<>();
        for (long position = first; position <= first + 10; position++) {
            acknowledged.add(new MessageRef(subscription, 4, position));
        }
        acknowledged.add(new MessageRef(subscription, 4, first + 400));
        client.consume(session, ORDERS, SubscriptionKind.QUEUE, null, "color = 'm10'");
        client.request(id -> new CloseConsumer(id, session, client.lastConsumer(), List.of()));
        client.delivered();
        assertNotNull(lane.find(first + 10), "nothing that could leave memory");
        assertNull(lane.find(first + 400), "nothing that has to be read");

        client.say(new Acknowledge(session, 1, 0, acknowledged));
        for (int i = 0; i < 200; i++) {
            client.say(client.sendFrame(session, DestinationName.queue("other"), "x" + i, false, 4, 0, 0));
        }
        fixture.endBatch();
        assertNull(lane.find(first + 10), "it has not left memory");
        fixture.settle();

        assertEquals(500 - 12, fixture.core.destinations.resolve(ORDERS).depth());
        assertEquals(1, client.all(Confirmed.class).stream().filter(each -> each.series() == Series.ACKNOWLEDGE).mapToLong(Confirmed::upTo).max().orElse(0));
    }

    @Test
    void aNearlyFullDiskHoldsSendersBack() {
        fixture.apply(new Command.DiskSpace(true, "nearly full"));
        send(ORDERS, false, 0, 100);

        assertEquals(1, fixture.core.context.overflow.openNumber());
        assertFalse(fixture.core.destinations.resolve(ORDERS).hasRoom());

        fixture.apply(new Command.DiskSpace(false, ""));
        fixture.settle();
        fixture.settle();

        assertTrue(fixture.core.destinations.resolve(ORDERS).hasRoom());
    }
}
