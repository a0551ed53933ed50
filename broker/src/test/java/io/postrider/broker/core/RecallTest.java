package io.postrider.broker.core;

import io.postrider.broker.core.CoreFixture.Client;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Drain;
import io.postrider.transport.frame.Drained;
import io.postrider.transport.frame.Recall;
import io.postrider.transport.frame.Returned;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What one consumer has prefetched and does not take goes to another that has nothing. */
@Timeout(60)
class RecallTest {
    private static final DestinationName ORDERS = DestinationName.queue("orders");

    private final CoreFixture fixture = new CoreFixture();
    private final Client busy = fixture.connect();
    private final long session = busy.session(AcknowledgeMode.CLIENT);
    private final long subscription = busy.consume(session, "orders");
    private final long consumer = busy.lastConsumer();
    private final Client idle = fixture.connect();
    private final long idleSession = idle.session(AcknowledgeMode.CLIENT);

    private void look() {
        fixture.advance(Recalls.LOOK_EVERY_MS);
        fixture.advance(Recalls.LOOK_EVERY_MS);
    }

    private void giveBack(Client from, long of, long by, List<Deliver> messages) {
        from.say(new Returned(of, by, messages.stream().map(each -> Client.ref(subscription, each)).toList()));
        if (!messages.isEmpty()) {
            from.say(new Credit(by, messages.size(), 1000));
        }
        fixture.settle();
    }

    @Test
    void whatAConsumerDoesNotTakeIsSharedWithOneThatHasNothing() {
        busy.produce(session, "orders", "a", "b", "c", "d", "e");
        List<Deliver> prefetched = busy.delivered();
        busy.say(new Credit(consumer, 1, 100));
        fixture.settle();
        idle.consume(idleSession, "orders");
        look();
        assertEquals(consumer, busy.only(Recall.class).consumer());

        giveBack(busy, session, consumer, prefetched.subList(1, 5));

        List<Deliver> shared = idle.delivered();
        assertEquals(List.of("b", "d"), shared.stream().map(CoreFixture::text).toList());
        assertEquals(List.of(false, false), shared.stream().map(Deliver::redelivered).toList());
        assertEquals(List.of(1, 1), shared.stream().map(Deliver::deliveryCount).toList());
        assertEquals(List.of(prefetched.get(1).position(), prefetched.get(3).position()), shared.stream().map(Deliver::position).toList());
        assertEquals(List.of("c", "e"), busy.texts());
    }

    @Test
    void aConsumerThatTakesKeepsWhatItHas() {
        busy.produce(session, "orders", "a", "b", "c", "d", "e");
        idle.consume(idleSession, "orders");
        for (int taken = 0; taken < 4; taken++) {
            fixture.advance(Recalls.LOOK_EVERY_MS);
            busy.say(new Credit(consumer, 1, 100));
            fixture.settle();
        }

        assertEquals(List.of(), busy.all(Recall.class));
    }

    @Test
    void aConsumerIsAskedOnceUntilItAnswersAndIsGivenNothingMeanwhile() {
        busy.produce(session, "orders", "a", "b");
        List<Deliver> prefetched = busy.delivered();
        idle.consume(idleSession, "orders");
        look();
        busy.only(Recall.class);
        long number = 7;
        busy.say(new Drain(consumer, number));
        for (int i = 0; i < 3; i++) {
            busy.produce(session, "orders", "more" + i);
            look();
        }

        assertEquals(List.of(), busy.all(Recall.class));
        assertEquals(List.of(), busy.texts());
        assertEquals(List.of(), busy.all(Drained.class));
        assertEquals(List.of("more0", "more1", "more2"), idle.texts());

        giveBack(busy, session, consumer, prefetched);

        busy.only(Drained.class);
    }

    @Test
    void whereEachHasSomethingNothingIsRecalled() {
        Client second = fixture.connect();
        second.consume(second.session(AcknowledgeMode.CLIENT), "orders");
        busy.produce(session, "orders", "a", "b", "c", "d");
        look();
        look();

        assertEquals(List.of(), busy.all(Recall.class));
        assertEquals(List.of(), second.all(Recall.class));
    }

    @Test
    void aMessageThatNobodyTakesChangesHandsLessAndLess() {
        busy.produce(session, "orders", "a");
        idle.consume(idleSession, "orders");
        long other = idle.lastConsumer();
        List<Deliver> at = new ArrayList<>(busy.delivered());
        boolean atBusy = true;
        int changes = 0;
        for (int looks = 0; looks < 600; looks++) {
            fixture.advance(Recalls.LOOK_EVERY_MS);
            if (atBusy && !busy.all(Recall.class).isEmpty()) {
                busy.only(Recall.class);
                giveBack(busy, session, consumer, at);
            } else if (!atBusy && !idle.all(Recall.class).isEmpty()) {
                idle.only(Recall.class);
                giveBack(idle, idleSession, other, at);
            } else {
                continue;
            }
            changes++;
            at = atBusy ? idle.delivered() : busy.delivered();
            assertEquals(1, at.size());
            atBusy = !atBusy;
        }

        assertTrue(changes > 2 && changes < 20, "changed hands " + changes + " times in a minute");
    }

    @Test
    void whatTheIdleOneDoesNotSelectStays() {
        busy.produce(session, "orders", "red");
        idle.consume(idleSession, ORDERS, SubscriptionKind.QUEUE, null, "color = 'blue'");
        look();
        assertEquals(List.of(), busy.all(Recall.class));

        busy.produce(session, "orders", "red", "blue");
        fixture.settle();
        Client third = fixture.connect();
        third.consume(third.session(AcknowledgeMode.CLIENT), ORDERS, SubscriptionKind.QUEUE, null, "color = 'red'");
        look();

        busy.only(Recall.class);
    }

    @Test
    void whatWentBackIsNotCountedAsTakenWhenTheLinkIsLost() {
        busy.produce(session, "orders", "a", "b", "c");
        List<Deliver> prefetched = busy.delivered();
        giveBack(busy, session, consumer, prefetched.subList(0, 2));
        List<Deliver> again = busy.delivered();
        assertEquals(2, again.size());
        for (int loss = 0; loss < CoreFixture.SETTINGS.attemptsMax() + 1; loss++) {
            busy.cut();
            busy.resume(new io.postrider.transport.frame.SessionResume(session, AcknowledgeMode.CLIENT, 4, 1, loss + 1));
            busy.consume(session, "orders");
            prefetched = busy.delivered();
            assertEquals(3, prefetched.size());
            giveBack(busy, session, busy.lastConsumer(), prefetched.subList(1, 2));
            busy.delivered();
        }
    }

    @Test
    void aConsumerThatHasGrantedMoreBeforeAnyDeliveryCountsAsHavingNothing() {
        busy.produce(session, "orders", "a");
        Client eager = fixture.connect();
        eager.consume(eager.session(AcknowledgeMode.CLIENT), "orders");
        eager.say(new Credit(eager.lastConsumer(), 100, 1000));
        idle.consume(idleSession, DestinationName.queue("orders"), SubscriptionKind.QUEUE, null, "color = 'nothing'");
        look();

        assertEquals(List.of(), idle.all(Recall.class));
    }
}
