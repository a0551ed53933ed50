package io.postrider.broker.core;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Drain;
import io.postrider.transport.frame.Drained;
import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.RedeliveryDelay;
import io.postrider.transport.frame.SessionResume;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Messages whose attempt has failed, and whose next one comes after a delay. */
@Timeout(60)
class PostponedTest {
    private static final DestinationName ORDERS = DestinationName.queue("orders");
    private static final DestinationName PRICES = DestinationName.topic("prices");
    private static final RedeliveryDelay DELAY = new RedeliveryDelay(1_000, 1_500);

    /** Postponed messages may take a quarter of it. */
    private static final int MEMORY = 4 * 8_000;

    private final CoreFixture fixture = new CoreFixture(new CoreSettings("node", new Limits(1 << 20, 1 << 20, 10_000, 60_000, 1 << 20, 1_000), MEMORY,
            1 << 20, 1 << 16, true, 3, "dead", 1 << 16, 50, 10, 20, 100, 60_000, 600_000), Bounds.NORMAL);
    private final CoreFixture.Client client = fixture.connect();
    private final long session = client.session(AcknowledgeMode.CLIENT);
    private int generation;

    private long consume() {
        return client.consume(session, ORDERS, SubscriptionKind.QUEUE, null, null, DELAY);
    }

    /** The application has had those and wants them again. */
    private void recover(long subscription, List<Deliver> handedOver) {
        generation++;
        client.request(id -> new Recover(id, session, generation, handedOver.stream().map(each -> CoreFixture.Client.ref(subscription, each)).toList()));
        client.say(new Credit(client.lastConsumer(), 100, 1 << 20));
        fixture.settle();
    }

    private int postponed(DestinationName name) {
        return fixture.core.status().destinations().stream().filter(each -> each.name().equals(name.name())).findFirst().orElseThrow().postponed();
    }

    @Test
    void aFailedMessageComesAgainAfterItsDelayWhichDoublesUpToItsBound() {
        client.produce(session, "orders", "a");
        long subscription = consume();
        for (long delayMs : new long[] {1_000, 1_500}) {
            recover(subscription, client.delivered());
            fixture.advance(delayMs - 1);
            assertEquals(List.of(), client.texts());
            assertEquals(1, postponed(ORDERS));
            fixture.advance(1);
            assertEquals(1, client.all(Deliver.class).size());
            assertEquals(0, postponed(ORDERS));
        }
        assertEquals(3, client.delivered().get(0).deliveryCount());
    }

    @Test
    void othersOvertakeItAndItComesBackToItsPlace() {
        client.produce(session, "orders", "a", "b", "c");
        long subscription = consume();
        recover(subscription, client.delivered().subList(0, 1));
        assertEquals(List.of("b", "c"), client.texts());
        fixture.advance(1_000);
        assertEquals(List.of("a"), client.texts());
    }

    @Test
    void whatTheApplicationHasNotHadComesAtOnce() {
        client.produce(session, "orders", "a", "b");
        long subscription = consume();
        client.delivered();
        recover(subscription, List.of());
        assertEquals(List.of("a", "b"), client.texts());
        assertEquals(0, postponed(ORDERS));
    }

    @Test
    void whoAsksForNoDelayGetsItAtOnceInItsOldPlace() {
        client.produce(session, "orders", "a", "b");
        long subscription = client.consume(session, "orders");
        recover(subscription, client.delivered().subList(0, 1));
        assertEquals(List.of("a", "b"), client.texts());
    }

    @Test
    void itsDelayHoldsForAllConsumersAndOutlivesItsOwn() {
        client.produce(session, "orders", "a");
        long subscription = consume();
        List<Deliver> delivered = client.delivered();
        recover(subscription, delivered);
        client.request(id -> new CloseConsumer(id, session, client.lastConsumer(), List.of()));
        client.consume(session, "orders");
        assertEquals(List.of(), client.texts());
        fixture.advance(1_000);
        assertEquals(List.of("a"), client.texts());
    }

    @Test
    void itGoesToTheDeadLettersWithoutAnotherDelayWhenItsAttemptsAreUsedUp() {
        client.produce(session, "orders", "a");
        long subscription = consume();
        for (int attempt = 1; attempt < CoreFixture.SETTINGS.attemptsMax(); attempt++) {
            recover(subscription, client.delivered());
            fixture.advance(1_500);
        }
        recover(subscription, client.delivered());
        assertEquals(0, postponed(ORDERS));
        client.consume(session, "dead");
        assertEquals(List.of("a"), client.texts());
    }

    @Test
    void aBranchThatIsRolledBackPostponesWhatItHasAcknowledged() {
        XaSession xa = new XaSession(fixture, client);
        client.produce(session, "orders", "a");
        long subscription = client.consume(xa.id, ORDERS, SubscriptionKind.QUEUE, null, null, DELAY);
        xa.start(XaSession.xid("one"), StartFlag.NEW);
        xa.acknowledge(subscription, client.delivered().get(0));
        xa.end(XaSession.xid("one"), EndFlag.SUCCESS);
        xa.prepare(XaSession.xid("one"));
        xa.rollback(XaSession.xid("one"));
        fixture.advance(999);
        assertEquals(List.of(), client.texts());
        fixture.advance(1);
        assertEquals(2, client.delivered().get(0).deliveryCount());
    }

    @Test
    void aRestartEndsTheDelayAndKeepsTheCount() {
        client.produce(session, "orders", "a");
        long subscription = consume();
        recover(subscription, client.delivered());
        fixture.crash();
        CoreFixture.Client other = fixture.connect();
        other.consume(other.session(AcknowledgeMode.AUTO), "orders");
        assertEquals(2, other.delivered().get(0).deliveryCount());
    }

    @Test
    void whoOnlyLooksWhetherThereIsAMessageIsToldThatThereIsNone() {
        client.produce(session, "orders", "a");
        long subscription = consume();
        recover(subscription, client.delivered());
        client.say(new Drain(client.lastConsumer(), 1));
        fixture.settle();
        assertEquals(1, client.only(Drained.class).number());
        assertEquals(List.of(), client.texts());
    }

    @Test
    void itExpiresAllTheSame() {
        client.say(client.sendFrame(session, ORDERS, "a", true, 4, 500, 0));
        fixture.settle();
        long subscription = consume();
        recover(subscription, client.delivered());
        for (int i = 0; i < 4; i++) {
            fixture.advance(500);
        }
        assertEquals(List.of(), client.texts());
        assertEquals(0, postponed(ORDERS));
        assertEquals(0, fixture.core.destinations.resolve(ORDERS).depth());
        assertTrue(fixture.store.applied().messages.isEmpty());
    }

    @Test
    void anAcknowledgementThatIsRepeatedAfterALostLinkCountsAllTheSame() {
        client.produce(session, "orders", "a");
        long subscription = consume();
        List<Deliver> delivered = client.delivered();
        client.say(new Credit(client.lastConsumer(), 1, 1 << 10)); // taken
        fixture.settle();
        client.cut();
        assertEquals(1, postponed(ORDERS));
        client.resume(new SessionResume(session, AcknowledgeMode.CLIENT, 2, 1, 1));
        client.say(new Acknowledge(session, 1, 0, List.of(CoreFixture.Client.ref(subscription, delivered.get(0)))));
        fixture.settle();
        assertEquals(1, client.all(Confirmed.class).size());
        assertEquals(0, postponed(ORDERS));
        assertEquals(0, fixture.core.destinations.resolve(ORDERS).depth());
        fixture.advance(10_000);
        assertEquals(0, fixture.core.context.memory.bytes());
    }

    @Test
    void aSubscriptionThatEndsTakesItsPostponedMessagesWithIt() {
        long subscription = client.consume(session, PRICES, SubscriptionKind.NON_DURABLE, null, null, DELAY);
        client.say(client.sendFrame(session, PRICES, "a", false, 4, 0, 0));
        fixture.settle();
        recover(subscription, client.delivered());
        assertEquals(1, postponed(PRICES));
        client.request(id -> new CloseConsumer(id, session, client.lastConsumer(), List.of()));
        assertEquals(0, fixture.core.context.memory.bytes());
        assertEquals(Long.MAX_VALUE, fixture.core.context.postponed.nextMs());
    }

    @Test
    void whereVeryManyAreAwayTheFirstOfTheQueueWithMostOfThemComeEarlier() {
        CoreFixture.Client other = fixture.connect();
        long others = other.session(AcknowledgeMode.CLIENT);
        other.produce(others, "quiet", "alone");
        long quiet = other.consume(others, DestinationName.queue("quiet"), SubscriptionKind.QUEUE, null, null, new RedeliveryDelay(100, 100));
        Deliver alone = other.delivered().get(0);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            names.add("m" + i);
        }
        client.produce(session, "orders", names.toArray(String[]::new));
        long subscription = consume();
        List<Deliver> delivered = client.delivered();
        assertEquals(names.size(), delivered.size());
        recover(subscription, delivered);
        List<String> early = client.texts();
        assertFalse(early.isEmpty());
        assertEquals(names.subList(0, early.size()), early);
        assertEquals(names.size() - early.size(), postponed(ORDERS));

        other.request(id -> new Recover(id, others, 1, List.of(CoreFixture.Client.ref(quiet, alone))));
        other.say(new Credit(other.lastConsumer(), 100, 1 << 20));
        fixture.settle();
        assertEquals(List.of(), other.texts());
        fixture.advance(100);
        assertEquals(List.of("alone"), other.texts());

        early = new ArrayList<>(early);
        early.addAll(client.texts());
        fixture.advance(900);
        assertEquals(names.subList(early.size(), names.size()), client.texts());
    }
}
