package io.postrider.broker.core;

import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.ProducerCredit;
import io.postrider.transport.frame.SetClientId;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Messages that expire where nobody reads. */
@Timeout(60)
class ExpiryTest {
    private static final DestinationName ORDERS = DestinationName.queue("orders");
    private static final DestinationName PRICES = DestinationName.topic("prices");
    private static final int MEMORY = 20_000;
    private static final long BOUND = 30_000;
    private static final long TTL = 5000;

    private final CoreFixture fixture = new CoreFixture(new CoreSettings("node", new Limits(1 << 20, 1 << 20, 10_000, 60_000, 1 << 20, 100), MEMORY,
            BOUND, 1 << 10, true, 3, "dead", 1 << 16, 50, 10, 20, 100, 60_000, 600_000), new Bounds(1_000_000, 30, 8, 20, 1 << 20, 50, 4, 1000));
    private final CoreFixture.Client client = fixture.connect();
    private final long session = client.session(AcknowledgeMode.CLIENT);

    /** Every fifth message stays for ever, the others have a time to live. */
    private void send(DestinationName destination, boolean persistent, int count) {
        for (int i = 0; i < count; i++) {
            client.say(client.sendFrame(session, destination, i % 5 == 0 ? "stays" : "goes", persistent, 4, i % 5 == 0 ? 0 : TTL, 0));
            if (i % 10 == 0) {
                fixture.settle();
            }
        }
        fixture.settle();
    }

    private void timePasses(long ms) {
        for (long passed = 0; passed < ms; passed += 1000) {
            fixture.advance(1000);
        }
    }

    private long depth(DestinationName name) {
        return fixture.core.destinations.resolve(name).depth();
    }

    private int stored() {
        return fixture.store.applied().messages.size();
    }

    private void consumeWithoutCredit(SubscriptionKind kind, String name, String selector) {
        long consumer = client.nextConsumer();
        client.request(id -> new CreateConsumer(id, session, consumer, PRICES, kind, name, selector, false));
    }

    @Test
    void aQueueThatNobodyReadsLosesWhatHasExpired() {
        send(ORDERS, true, 300);
        timePasses(2000);

        assertEquals(300, depth(ORDERS));

        timePasses(5000);

        assertEquals(60, depth(ORDERS));
        assertEquals(60, stored());
        assertTrue(fixture.core.context.expiries.isEmpty());

        long subscription = client.consume(session, "orders");

        assertNotEquals(0, subscription);
        assertTrue(client.texts().stream().allMatch("stays"::equals));
    }

    @Test
    void whatIsNotStoredExpiresInMemoryAndInTheOverflow() {
        send(ORDERS, false, 300);

        assertTrue(fixture.core.context.overflow.messages() > 100);

        timePasses(8000);

        assertEquals(60, depth(ORDERS));
        assertTrue(fixture.core.context.overflow.messages() < 60);
        assertEquals(fixture.core.context.overflow.messages(), fixture.overflow.store.applied().messages.size());
    }

    @Test
    void aBacklogOfAnEarlierBootExpires() {
        send(ORDERS, true, 300);
        fixture.crash();
        timePasses(8000);

        assertEquals(60, depth(ORDERS));
        assertEquals(60, stored());
    }

    @Test
    void deadlinesThatFollowEachOtherAreAllMet() {
        for (int i = 1; i <= 100; i++) {
            client.say(client.sendFrame(session, ORDERS, "m", true, i % 3, 1000L * i, 0));
        }
        fixture.settle();
        timePasses(50_000);

        assertTrue(depth(ORDERS) >= 50 && depth(ORDERS) <= 52, () -> depth(ORDERS) + " left");

        timePasses(52_000);

        assertEquals(0, depth(ORDERS));
        assertEquals(0, stored());
    }

    @Test
    void durableSubscriptionsThatNobodyReadsLetATopicGo() {
        client.request(id -> new SetClientId(id, "me"));
        consumeWithoutCredit(SubscriptionKind.DURABLE, "plain", null);
        consumeWithoutCredit(SubscriptionKind.DURABLE, "filtered", "color = 'goes'");
        for (int i = 0; i < 200; i++) {
            client.say(client.sendFrame(session, PRICES, "goes", true, 4, TTL, 0));
        }
        fixture.settle();

        assertEquals(400, stored());

        timePasses(9000);

        assertEquals(0, stored());
        assertEquals(0, depth(PRICES));
    }

    @Test
    void aSubscriptionInMemoryThatTakesNothingGivesItsMemoryBack() {
        consumeWithoutCredit(SubscriptionKind.NON_DURABLE, null, null);
        send(PRICES, false, 300);
        long before = fixture.core.context.overflow.messages();

        assertTrue(before > 100, () -> before + " in the overflow");

        timePasses(8000);

        long after = fixture.core.context.overflow.messages();
        assertTrue(after < 60, () -> after + " in the overflow");
    }

    @Test
    void aSenderThatWaitsForRoomIsGrantedCreditWhenOthersExpire() {
        while (fixture.core.destinations.resolve(ORDERS).hasRoom()) {
            client.say(client.sendFrame(session, ORDERS, "goes", true, 4, TTL, 0));
            fixture.settle();
        }
        for (int i = 0; i < 20; i++) {
            client.say(client.sendFrame(session, ORDERS, "goes", true, 4, TTL, 0));
        }
        fixture.settle();
        client.frames.clear();
        timePasses(8000);

        assertFalse(client.all(ProducerCredit.class).isEmpty());
        assertEquals(0, depth(ORDERS));
    }

    @Test
    void whatAConsumerHoldsStaysWithItAndGoesWhenItComesBack() {
        client.say(client.sendFrame(session, ORDERS, "goes", true, 4, TTL, 0));
        client.consume(session, "orders");

        assertEquals(1, client.delivered().size());

        timePasses(8000);

        assertEquals(1, depth(ORDERS));

        client.cut();
        timePasses(3000);

        assertEquals(0, depth(ORDERS));
    }

    @Test
    void nothingIsLookedAtWhereNothingExpires() {
        client.produce(session, "orders", "a", "b", "c");

        assertTrue(fixture.core.context.expiries.isEmpty());

        fixture.crash();

        assertTrue(fixture.core.context.expiries.isEmpty());
    }
}
