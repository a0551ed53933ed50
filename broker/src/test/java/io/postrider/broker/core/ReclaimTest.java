package io.postrider.broker.core;

import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What leaves the store when the durable subscriptions of a topic are done with it, and not in order. */
@Timeout(60)
class ReclaimTest {
    private static final DestinationName NEWS = DestinationName.topic("news");

    private final CoreFixture fixture = new CoreFixture();
    private CoreFixture.Client client;
    private long session;

    @BeforeEach
    void connect() {
        client = fixture.connect();
        session = client.session(AcknowledgeMode.CLIENT);
    }

    private long open(String name, String selector) {
        return client.consume(session, NEWS, SubscriptionKind.SHARED_DURABLE, name, selector);
    }

    private void openWithoutCredit(String name, String selector) {
        long consumer = client.nextConsumer();
        client.request(id -> new CreateConsumer(id, session, consumer, NEWS, SubscriptionKind.SHARED_DURABLE, name, selector, false));
    }

    private void send(String... colors) {
        for (String color : colors) {
            client.say(client.sendFrame(session, NEWS, color, true, 4, 0, 0));
        }
        fixture.settle();
    }

    /** What is in memory, and knows how many want it, is gone. */
    private void restart() {
        fixture.stopAndStart();
        connect();
    }

    private long stored() {
        return fixture.core.destinations.resolve(NEWS).depth();
    }

    private void timePasses() {
        for (int i = 0; i < 5; i++) {
            fixture.advance(1000);
        }
    }

    @Test
    void aHoleAboveTheFloorsGoesWhenTheLastPlainSubscriptionHasConsumedIt() {
        openWithoutCredit("one", null);
        openWithoutCredit("two", null);
        send("a", "b", "c", "d");
        restart();
        long one = open("one", null);
        List<Deliver> toOne = client.delivered();
        client.acknowledge(session, 1, one, toOne.subList(1, 4));
        timePasses();

        assertEquals(4, stored());

        long two = open("two", null);
        List<Deliver> toTwo = client.delivered();
        client.acknowledge(session, 2, two, toTwo.subList(2, 4));
        timePasses();

        assertEquals(2, stored());

        client.acknowledge(session, 3, two, toTwo.subList(0, 1));
        timePasses();

        assertEquals(2, stored());

        client.acknowledge(session, 4, one, toOne.subList(0, 1));
        client.acknowledge(session, 5, two, toTwo.subList(1, 2));
        timePasses();

        assertEquals(0, stored());
        assertEquals(0, fixture.store.applied().messages.size());
    }

    @Test
    void whatAFilteredSubscriptionDoesNotMatchGoesThoughItReadsNothing() {
        openWithoutCredit("all", null);
        openWithoutCredit("picky", "color = 'red'");
        send("red", "blue", "red", "blue", "blue");
        restart();
        long all = open("all", null);
        client.acknowledge(session, 1, all, client.delivered());
        timePasses();

        assertEquals(2, stored());

        long picky = open("picky", "color = 'red'");
        List<Deliver> toPicky = client.delivered();

        assertEquals(List.of("red", "red"), toPicky.stream().map(CoreFixture::text).toList());

        client.acknowledge(session, 2, picky, toPicky.subList(1, 2));
        timePasses();

        assertEquals(1, stored());
    }

    @Test
    void noReadIsAskedAgainWhereNothingWasConsumedMeanwhile() {
        openWithoutCredit("slow", null);
        openWithoutCredit("quick", null);
        send("a", "b", "c", "d");
        restart();
        long quick = open("quick", null);
        client.acknowledge(session, 1, quick, client.delivered());
        timePasses();

        for (int i = 0; i < 3; i++) {
            fixture.nowMs += 1000;
            fixture.apply(new Command.Tick());
            fixture.endBatch();

            assertTrue(fixture.readers.isIdle());
        }
    }

    @Test
    void aFloorThatMovesByWhatWasNeverStoredLetsGoWhatLiesBelow() {
        long consumer = client.nextConsumer();
        client.request(id -> new CreateConsumer(id, session, consumer, NEWS, SubscriptionKind.SHARED_DURABLE, "one", null, false));
        client.say(client.sendFrame(session, NEWS, "first", false, 4, 0, 0));
        send("second");
        client.say(new Credit(consumer, 10, 1 << 20));
        fixture.settle();
        long one = fixture.core.destinations.resolve(NEWS) instanceof TopicDestination topic ? topic.subscriptions().iterator().next().id() : 0;
        List<Deliver> delivered = client.delivered();
        client.acknowledge(session, 1, one, delivered.subList(1, 2));
        timePasses();
        client.acknowledge(session, 2, one, delivered.subList(0, 1));
        timePasses();

        assertEquals(0, stored());
    }
}
