package io.postrider.broker.core;

import io.postrider.broker.core.CoreFixture.Client;
import io.postrider.broker.store.CounterRecord;
import io.postrider.broker.store.Family;
import io.postrider.broker.store.Keys;
import io.postrider.broker.store.Operations;
import io.postrider.broker.store.SessionRecord;
import io.postrider.broker.store.StateRecord;
import io.postrider.broker.store.WriteSet;
import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.Assign;
import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.CloseSession;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.CreateTemporary;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.Drain;
import io.postrider.transport.frame.Drained;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.OpenProducer;
import io.postrider.transport.frame.Ping;
import io.postrider.transport.frame.Pong;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.ProducerCredit;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.RollbackTx;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.Resume;
import io.postrider.transport.frame.SessionResume;
import io.postrider.transport.frame.SetClientId;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.frame.TransactionOutcome;
import io.postrider.transport.frame.Unsubscribe;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What one command does: the write set that is handed over and the frames that leave. */
@Timeout(60)
class CoreTest {
    private static final DestinationName ORDERS = DestinationName.queue("orders");
    private static final DestinationName NEWS = DestinationName.topic("news");

    private final CoreFixture fixture = new CoreFixture();
    private final Client client = fixture.connect();
    private final long session = client.session(AcknowledgeMode.CLIENT);
    /** The one that was consumed last by {@link #given}. */
    private long subscription;

    /** Sends them to orders and consumes there, as {@link #subscription} says. */
    private List<Deliver> given(String... texts) {
        client.produce(session, "orders", texts);
        subscription = client.consume(session, "orders");
        return client.delivered();
    }

    private Client anotherConsumer() {
        Client other = fixture.connect();
        other.consume(other.session(AcknowledgeMode.CLIENT), "orders");
        return other;
    }

    private Client another(String clientId) {
        Client other = fixture.connect();
        other.request(id -> new SetClientId(id, clientId));
        return other;
    }

    private Client wanting(String clientId) {
        Client other = fixture.connect();
        other.say(new SetClientId(70, clientId));
        fixture.settle();
        return other;
    }

    // ---- taking turns

    @Test
    void theFirstMessageGoesToTheFirstConsumer() {
        Client second = fixture.connect();
        client.consume(session, "orders");
        second.consume(second.session(AcknowledgeMode.CLIENT), "orders");
        client.produce(session, "orders", "a");

        assertEquals(1, client.delivered().size());
        assertEquals(0, second.delivered().size());
    }

    // ---- sending

    @Test
    void aPersistentSendIsConfirmedWhenItsWriteSetIsDurableAndNotBefore() {
        client.say(client.sendFrame(session, ORDERS, "a", true, 4, 0, 0));
        fixture.endBatch();

        assertEquals(List.of(), client.all(Confirmed.class));
        assertEquals(1, fixture.committed.size());

        fixture.settle();

        assertEquals(new Confirmed(session, Series.PERSISTENT, 1), client.only(Confirmed.class));
    }

    @Test
    void aSendPutsMessageSessionAndLaneIntoOneWriteSet() {
        client.produce(session, "orders", "first");
        client.say(client.sendFrame(session, ORDERS, "a", true, 4, 0, 0));
        fixture.endBatch();
        WriteSet set = fixture.committed.getFirst();
        List<String> keys = new ArrayList<>();
        Operations.forEach(set, (tag, family, key, value) -> keys.add(family + " " + (char) key[0]));

        assertEquals(List.of("MESSAGES m", "STATE L", "STATE N"), keys);
        assertTrue(set.isAwaited());
    }

    @Test
    void aNonPersistentSendIsConfirmedAtOnceAndNotStored() {
        client.produce(session, "orders", "first");
        client.say(client.sendFrame(session, ORDERS, "a", false, 4, 0, 0));
        client.frames.clear();
        fixture.endBatch();

        assertEquals(new Confirmed(session, Series.NON_PERSISTENT, 1), client.only(Confirmed.class));
        assertTrue(fixture.committed.isEmpty());
    }

    @Test
    void sendsOfOneBatchAreConfirmedTogether() {
        client.produce(session, "orders", "a", "b", "c");

        assertEquals(new Confirmed(session, Series.PERSISTENT, 3), client.only(Confirmed.class));
    }

    @Test
    void aGapInASeriesEndsTheLink() {
        client.sendFrame(session, ORDERS, "lost", true, 4, 0, 0);
        client.say(client.sendFrame(session, ORDERS, "b", true, 4, 0, 0));

        assertEquals(ErrorCode.PROTOCOL_ERROR, client.closed);
    }

    @Test
    void aSendIsRefusedWhenTheDiskIsLowAndTheRefusalIsKept() {
        client.produce(session, "orders", "a");
        fixture.apply(new Command.DiskSpace(true, "no room on /data"));
        client.frames.clear();
        client.produce(session, "orders", "b");

        Refused refused = client.only(Refused.class);

        assertEquals(new Refused(session, Series.PERSISTENT, 2, ErrorCode.DISK_FULL, "no room on /data"), refused);
        SessionRecord record = fixture.store.records().stream().filter(SessionRecord.class::isInstance).map(SessionRecord.class::cast).findFirst().orElseThrow();
        assertEquals(List.of(new SessionRecord.Refusal(Series.PERSISTENT, 2, ErrorCode.DISK_FULL, "no room on /data")), record.refusals());
    }

    // ---- queues

    @Test
    void aQueueDeliversInTheOrderOfTheSends() {
        client.produce(session, "orders", "a", "b", "c");
        client.consume(session, "orders");

        assertEquals(List.of("a", "b", "c"), client.texts());
    }

    @Test
    void aHigherPriorityIsDeliveredFirst() {
        client.say(client.sendFrame(session, ORDERS, "low", true, 1, 0, 0));
        client.say(client.sendFrame(session, ORDERS, "high", true, 9, 0, 0));
        client.say(client.sendFrame(session, ORDERS, "middle", true, 4, 0, 0));
        client.consume(session, "orders");

        assertEquals(List.of("high", "middle", "low"), client.texts());
    }

    @Test
    void aPersistentMessageIsDeliveredOnlyWhenItIsDurable() {
        client.consume(session, "orders");
        client.say(client.sendFrame(session, ORDERS, "a", true, 4, 0, 0));
        fixture.endBatch();

        assertEquals(List.of(), client.texts());

        fixture.settle();

        assertEquals(List.of("a"), client.texts());
    }

    @Test
    void creditBoundsWhatIsDelivered() {
        client.produce(session, "orders", "a", "b", "c");
        long consumer = client.nextConsumer();
        client.request(id -> new CreateConsumer(id, session, consumer, ORDERS, SubscriptionKind.QUEUE, null, null, false));
        client.say(new Credit(consumer, 2, 1 << 20));
        fixture.settle();

        assertEquals(List.of("a", "b"), client.texts());

        client.say(new Credit(consumer, 1, 0));
        fixture.settle();

        assertEquals(List.of("c"), client.texts());
    }

    @Test
    void anyCreditInBytesPermitsOneMessage() {
        client.produce(session, "orders", "a", "b");
        long consumer = client.nextConsumer();
        client.request(id -> new CreateConsumer(id, session, consumer, ORDERS, SubscriptionKind.QUEUE, null, null, false));
        client.say(new Credit(consumer, 10, 1));
        fixture.settle();

        assertEquals(List.of("a"), client.texts());
    }

    @Test
    void anAcknowledgedMessageIsRemovedAndConfirmed() {
        client.produce(session, "orders", "a");
        long subscription = client.consume(session, "orders");
        client.acknowledge(session, 1, subscription, client.delivered());

        assertTrue(client.all(Confirmed.class).contains(new Confirmed(session, Series.ACKNOWLEDGE, 1)));
        assertTrue(fixture.store.applied().messages.isEmpty());
        assertEquals(0, fixture.core.context.memory.bytes());
    }

    @Test
    void recoverBringsBackAllAndFlagsWhatWasHandedOver() {
        List<Deliver> delivered = given("a", "b");
        client.request(id -> new Recover(id, session, 1, List.of(Client.ref(subscription, delivered.get(0)))));
        client.say(new Credit(client.lastConsumer(), 10, 1 << 20));
        fixture.settle();

        List<Deliver> again = client.delivered();

        assertEquals(List.of("a", "b"), again.stream().map(CoreFixture::text).toList());
        assertEquals(List.of(true, false), again.stream().map(Deliver::redelivered).toList());
        assertEquals(List.of(2, 1), again.stream().map(Deliver::deliveryCount).toList());
        assertEquals(List.of(1, 1), again.stream().map(Deliver::generation).toList());
    }

    @Test
    void aMessageIsDeadLetteredWhenItsAttemptsAreUsedUp() {
        client.produce(session, "orders", "a");
        long subscription = client.consume(session, "orders");
        for (int generation = 1; generation <= CoreFixture.SETTINGS.attemptsMax(); generation++) {
            int next = generation;
            List<Deliver> delivered = client.delivered();
            client.request(id -> new Recover(id, session, next, List.of(Client.ref(subscription, delivered.get(0)))));
            client.say(new Credit(client.lastConsumer(), 10, 1 << 20));
            fixture.settle();
        }

        assertEquals(List.of(), client.texts());

        client.consume(session, "dead");
        Deliver letter = client.delivered().get(0);

        assertEquals("a", CoreFixture.text(letter));
        assertEquals("queue orders", letter.message().properties().values().get(Redelivery.ORIGINAL_DESTINATION));
        assertEquals(3, letter.message().properties().values().get(Redelivery.DELIVERY_ATTEMPTS));
    }

    @Test
    void attemptsAreCountedAcrossARestart() {
        List<Deliver> delivered = given("a");
        client.request(id -> new Recover(id, session, 1, List.of(Client.ref(subscription, delivered.get(0)))));
        fixture.stopAndStart();
        Client other = anotherConsumer();

        assertEquals(2, other.delivered().get(0).deliveryCount());
    }

    @Test
    void whatWasDeliveredBeforeACrashIsMarked() {
        client.produce(session, "orders", "a");
        client.consume(session, "orders");
        fixture.crash();
        Client other = anotherConsumer();

        assertTrue(other.delivered().get(0).redelivered());
    }

    @Test
    void whatWasNotDeliveredBeforeACleanStopIsNotMarked() {
        client.produce(session, "orders", "a");
        fixture.stopAndStart();
        Client other = anotherConsumer();

        assertFalse(other.delivered().get(0).redelivered());
    }

    @Test
    void whatAClosedConsumerKeptStaysWithItsSession() {
        List<Deliver> delivered = given("a", "b");
        client.request(id -> new CloseConsumer(id, session, client.lastConsumer(), List.of(Client.ref(subscription, delivered.get(0)))));
        client.consume(session, "orders");

        assertEquals(List.of("b"), client.texts());

        client.acknowledge(session, 1, subscription, delivered.subList(0, 1));

        assertEquals(1, fixture.store.applied().messages.size());
    }

    @Test
    void whatIsAssignedIsHeldByTheOtherSessionAlone() {
        client.produce(session, "orders", "a", "b");
        long feeding = client.session(AcknowledgeMode.AUTO);
        long subscription = client.consume(feeding, "orders");
        long consumer = client.lastConsumer();
        List<Deliver> delivered = client.delivered();
        client.say(new Assign(feeding, consumer, session, List.of(Client.ref(subscription, delivered.get(0)))));
        client.request(id -> new CloseSession(id, feeding, List.of()));
        client.consume(session, "orders");

        assertEquals(List.of("b"), client.texts());

        client.frames.clear();
        client.acknowledge(session, 1, subscription, delivered.subList(0, 1));

        assertEquals(new Confirmed(session, Series.ACKNOWLEDGE, 1), client.only(Confirmed.class));
        assertEquals(1, fixture.store.applied().messages.size());
    }

    @Test
    void whatIsAssignedGoesBackWithItsSessionAndCountsAsDelivered() {
        client.produce(session, "orders", "a");
        long transacted = client.session(AcknowledgeMode.TRANSACTED);
        long subscription = client.consume(session, "orders");
        Deliver delivered = client.delivered().get(0);
        MessageRef ref = Client.ref(subscription, delivered);
        client.say(new Assign(session, client.lastConsumer(), transacted, List.of(ref)));
        client.say(new Acknowledge(transacted, 0, 1, List.of(ref)));
        client.request(id -> new RollbackTx(id, transacted, 1, 1, List.of(ref)));

        Deliver again = client.delivered().get(0);

        assertTrue(again.redelivered());
        assertEquals(2, again.deliveryCount());
    }

    @Test
    void whatASessionNoLongerHoldsIsNotAssigned() {
        client.produce(session, "orders", "a");
        long other = client.session(AcknowledgeMode.CLIENT);
        long subscription = client.consume(session, "orders");
        List<Deliver> delivered = client.delivered();
        client.acknowledge(session, 1, subscription, delivered);
        client.say(new Assign(session, client.lastConsumer(), other, List.of(Client.ref(subscription, delivered.get(0)))));
        fixture.settle();

        assertNull(client.closed);
        assertTrue(fixture.store.applied().messages.isEmpty());
    }

    @Test
    void aLinkThatAssignsMoreThanASessionMayHoldIsClosed() {
        int max = CoreFixture.SETTINGS.limits().unacknowledgedMax();
        long other = client.session(AcknowledgeMode.CLIENT);
        long subscription = client.consume(session, "orders");
        for (int i = 0; i <= max; i++) {
            client.produce(session, "orders", "number " + i);
            client.say(new Credit(client.lastConsumer(), 1, 1000));
            client.say(new Assign(session, client.lastConsumer(), other, List.of(Client.ref(subscription, client.delivered().get(0)))));
            assertEquals(i < max ? null : ErrorCode.PROTOCOL_ERROR, client.closed, "after " + (i + 1));
        }
    }

    @Test
    void whatWasAssignedBeforeTheLinkWasLostCountsAsDelivered() {
        client.produce(session, "orders", "a");
        long other = client.session(AcknowledgeMode.CLIENT);
        long subscription = client.consume(session, "orders");
        client.say(new Assign(session, client.lastConsumer(), other, List.of(Client.ref(subscription, client.delivered().get(0)))));
        client.cut();
        Client next = fixture.connect();
        next.consume(next.session(AcknowledgeMode.AUTO), "orders");

        assertEquals(2, next.delivered().get(0).deliveryCount());
    }

    @Test
    void aSelectorLeavesWhatItDoesNotWant() {
        client.produce(session, "orders", "red", "blue", "red");
        client.consume(session, ORDERS, SubscriptionKind.QUEUE, null, "color = 'red'");

        assertEquals(List.of("red", "red"), client.texts());

        client.consume(session, "orders");

        assertEquals(List.of("blue"), client.texts());
    }

    @Test
    void aBrowserShowsTheQueueAndHoldsNothing() {
        client.produce(session, "orders", "a", "b");
        long browser = client.nextConsumer();
        client.request(id -> new Browse(id, session, browser, ORDERS, null));
        client.say(new Credit(browser, 10, 1 << 20));
        fixture.settle();

        assertEquals(List.of("a", "b"), client.texts());
        assertEquals(new Drained(browser, 0), client.only(Drained.class));

        client.consume(session, "orders");

        assertEquals(List.of("a", "b"), client.texts());
    }

    @Test
    void aDrainIsAnsweredBehindTheLastDelivery() {
        client.produce(session, "orders", "a");
        client.consume(session, "orders");
        client.say(new Drain(client.lastConsumer(), 7));
        fixture.settle();

        assertInstanceOf(Drained.class, client.frames.get(client.frames.size() - 1));
        assertEquals(new Drained(client.lastConsumer(), 7), client.only(Drained.class));
    }

    @Test
    void aDelayedMessageComesWhenItIsDue() {
        client.consume(session, "orders");
        client.say(client.sendFrame(session, ORDERS, "later", true, 4, 0, 500));
        fixture.settle();
        fixture.advance(499);

        assertEquals(List.of(), client.texts());

        fixture.advance(1);

        assertEquals(List.of("later"), client.texts());
    }

    @Test
    void aDelayedMessageOutlivesACrash() {
        client.say(client.sendFrame(session, ORDERS, "later", true, 4, 0, 500));
        fixture.settle();
        fixture.crash();
        fixture.advance(500);
        Client other = anotherConsumer();

        assertEquals(List.of("later"), other.texts());
    }

    @Test
    void anExpiredMessageIsRemovedAndNotDelivered() {
        client.say(client.sendFrame(session, ORDERS, "short", true, 4, 100, 0));
        client.say(client.sendFrame(session, ORDERS, "long", true, 4, 0, 0));
        fixture.advance(100);
        client.consume(session, "orders");

        assertEquals(List.of("long"), client.texts());
        assertEquals(1, fixture.store.applied().messages.size());
    }

    @Test
    void theFirstMessageOfALaneIsThereAfterARestart() {
        client.produce(session, "orders", "only");
        fixture.crash();
        Client other = anotherConsumer();

        assertEquals(List.of("only"), other.texts());
    }

    // ---- bodies

    @Test
    void aBodyInChunksIsDeliveredFromTheStore() {
        byte[] body = {1, 2, 3};
        client.say(new Chunk(1, true, body));
        client.say(new Send(session, Series.PERSISTENT, 1, 0, ORDERS, true, 4, 0, 0, 1,
                WireMessage.withBodyApart(new Header(1, 1, 0, 0, 0, null, null, "apart"), new Properties(Map.of(Sent.ID, 1L)), BodyKind.BYTES, body.length)));
        fixture.settle();
        long subscription = client.consume(session, "orders");
        Deliver deliver = client.delivered().get(0);

        assertTrue(deliver.bodyStream() != 0);
        assertArrayEquals(body, fixture.store.body(client.bodies.get(deliver.position()), body.length));

        client.acknowledge(session, 1, subscription, List.of(deliver));

        assertTrue(fixture.store.applied().chunks.isEmpty());
    }

    @Test
    void aBodyThatNoMessageClaimedIsGoneWithItsLink() {
        client.say(new Chunk(1, true, new byte[] {1}));
        fixture.settle();

        assertEquals(1, fixture.store.applied().chunks.size());

        client.cut();

        assertTrue(fixture.store.applied().chunks.isEmpty());
    }

    @Test
    void aBodyThatNoMessageClaimedIsGoneAfterACrash() {
        client.say(new Chunk(1, true, new byte[] {1}));
        fixture.settle();
        fixture.crash();

        assertTrue(fixture.store.applied().chunks.isEmpty());
    }

    // ---- transactions

    @Test
    void aCommitIsOneWriteSet() {
        long transacted = client.session(AcknowledgeMode.TRANSACTED);
        client.produce(session, "orders", "in");
        long subscription = client.consume(transacted, "orders");
        List<Deliver> delivered = client.delivered();
        client.produceInTransaction(transacted, 1, 1, "out", "out");
        client.say(new Acknowledge(transacted, 0, 1, List.of(Client.ref(subscription, delivered.get(0)))));
        fixture.settle();

        assertEquals(1, fixture.store.applied().messages.size());

        client.say(new CommitTx(99, transacted, 1));
        fixture.endBatch();
        List<String> operations = new ArrayList<>();
        Operations.forEach(fixture.committed.getFirst(), (tag, family, key, value) -> {
            if (family == Family.MESSAGES) {
                operations.add((tag == WriteSet.TAG_PUT ? "put " : "remove ") + (char) key[0]);
            }
        });

        assertEquals(List.of("remove m", "put m"), operations);
        assertEquals(1, fixture.committed.size());
        assertEquals(List.of(), client.all(Outcome.class));

        fixture.settle();

        assertEquals(TransactionOutcome.COMMITTED, client.only(Outcome.class).outcome());
    }

    @Test
    void aRollbackDropsSendsAndGivesBackWhatWasAcknowledged() {
        long transacted = client.session(AcknowledgeMode.TRANSACTED);
        client.produce(session, "orders", "in");
        long subscription = client.consume(transacted, "orders");
        List<Deliver> delivered = client.delivered();
        client.produceInTransaction(transacted, 1, 1, "out", "out");
        client.say(new Acknowledge(transacted, 0, 1, List.of(Client.ref(subscription, delivered.get(0)))));
        client.request(id -> new RollbackTx(id, transacted, 1, 1, List.of(Client.ref(subscription, delivered.get(0)))));
        client.say(new Credit(client.lastConsumer(), 10, 1 << 20));
        fixture.settle();

        Deliver again = client.delivered().get(0);

        assertTrue(again.redelivered());
        assertEquals("in", CoreFixture.text(again));
        client.consume(session, "out");
        assertEquals(List.of(), client.texts());
    }

    private void stageTenKilobytes(long transacted, int messages, long transaction) {
        byte[] body = new byte[10_000];
        for (int number = 1; number <= messages; number++) {
            client.say(new Send(transacted, Series.TRANSACTED, number, transaction, ORDERS, false, 4, 0, 0, 0,
                    WireMessage.of(new Header(1, number, 0, 0, 0, null, null, null), new Properties(Map.of(Sent.ID, 1L)), BodyKind.BYTES, body)));
        }
        fixture.settle();
    }

    @Test
    void allTransactionsTogetherKeepNoMoreInMemoryThanAQuarterOfIt() {
        List<Long> sessions = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sessions.add(client.session(AcknowledgeMode.TRANSACTED));
            stageTenKilobytes(sessions.get(i), 5, 1);
        }
        long late = client.session(AcknowledgeMode.TRANSACTED);
        assertEquals(List.of(), client.all(Refused.class));

        stageTenKilobytes(late, 2, 1);

        Refused refused = client.all(Refused.class).get(0);
        assertEquals(ErrorCode.TRANSACTION_TOO_LARGE, refused.code());
        assertTrue(refused.detail().contains("all open and prepared transactions") && refused.detail().contains("262144"), refused.detail());
        assertInstanceOf(Done.class, client.request(id -> new RollbackTx(id, late, 1, 1, List.of())));
        assertEquals(TransactionOutcome.COMMITTED, ((Outcome) client.request(id -> new CommitTx(id, sessions.get(0), 1))).outcome());

        stageTenKilobytes(late, 2, 2);

        assertEquals(TransactionOutcome.COMMITTED, ((Outcome) client.request(id -> new CommitTx(id, late, 2))).outcome());
        sessions.subList(1, 5).forEach(each -> client.request(id -> new RollbackTx(id, each, 1, 1, List.of())));
        assertEquals(0, fixture.core.context.memory.stagedBytes());
    }

    @Test
    void aTransactionThatIsTooLargeCanOnlyBeRolledBack() {
        long transacted = client.session(AcknowledgeMode.TRANSACTED);
        stageTenKilobytes(transacted, 10, 1);

        assertEquals(ErrorCode.TRANSACTION_TOO_LARGE, client.all(Refused.class).get(0).code());

        Outcome outcome = (Outcome) client.request(id -> new CommitTx(id, transacted, 1));

        assertEquals(TransactionOutcome.ROLLED_BACK, outcome.outcome());
        assertEquals(ErrorCode.TRANSACTION_TOO_LARGE, outcome.code());
        assertInstanceOf(Done.class, client.request(id -> new RollbackTx(id, transacted, 1, 1, List.of())));
        assertEquals(TransactionOutcome.COMMITTED, ((Outcome) client.request(id -> new CommitTx(id, transacted, 2))).outcome());
    }

    @Test
    void aReceivedMessageCanBeCommittedWhenItsSubscriptionIsGone() {
        long transacted = client.session(AcknowledgeMode.TRANSACTED);
        long subscription = client.consume(transacted, NEWS, SubscriptionKind.NON_DURABLE, null, null);
        client.say(client.sendFrame(session, NEWS, "a", true, 4, 0, 0));
        fixture.settle();
        Deliver delivered = client.delivered().get(0);
        client.request(id -> new CloseConsumer(id, transacted, client.lastConsumer(), List.of(Client.ref(subscription, delivered))));
        client.say(new Acknowledge(transacted, 0, 1, List.of(Client.ref(subscription, delivered))));

        assertEquals(TransactionOutcome.COMMITTED, ((Outcome) client.request(id -> new CommitTx(id, transacted, 1))).outcome());
    }

    @Test
    void theOutcomeOfACommitIsKnownAfterACrash() {
        long transacted = client.session(AcknowledgeMode.TRANSACTED);
        client.produceInTransaction(transacted, 1, 1, "orders", "a");
        client.request(id -> new CommitTx(id, transacted, 1));
        fixture.crash();
        client.resume(new SessionResume(session, AcknowledgeMode.CLIENT, 1, 1, 1), new SessionResume(transacted, AcknowledgeMode.TRANSACTED, 1, 1, 1));

        assertEquals(TransactionOutcome.COMMITTED, ((Outcome) client.request(id -> new AskOutcome(id, transacted, 1))).outcome());
        assertEquals(TransactionOutcome.ROLLED_BACK, ((Outcome) client.request(id -> new AskOutcome(id, transacted, 2))).outcome());
    }

    // ---- resume

    @Test
    void aSendRepeatedAfterALostLinkIsTakenOnce() {
        Send send = client.sendFrame(session, ORDERS, "a", true, 4, 0, 0);
        client.say(send);
        fixture.settle();
        client.cut();
        client.resume(new SessionResume(session, AcknowledgeMode.CLIENT, 1, 1, 1));
        client.say(send);
        fixture.settle();

        assertEquals(new Confirmed(session, Series.PERSISTENT, 1), client.only(Confirmed.class));
        assertEquals(1, fixture.store.applied().messages.size());
    }

    @Test
    void aSendRepeatedAfterACrashIsAnsweredFromTheRecord() {
        Send send = client.sendFrame(session, ORDERS, "a", true, 4, 0, 0);
        client.say(send);
        fixture.settle();
        fixture.crash();

        assertInstanceOf(Done.class, client.resume(new SessionResume(session, AcknowledgeMode.CLIENT, 1, 1, 1)));

        client.say(send);
        fixture.settle();

        assertEquals(new Confirmed(session, Series.PERSISTENT, 1), client.only(Confirmed.class));
        assertEquals(1, fixture.store.applied().messages.size());
    }

    @Test
    void aRefusalIsRepeatedAfterACrash() {
        client.produce(session, "orders", "a");
        fixture.apply(new Command.DiskSpace(true, "full"));
        Send send = client.sendFrame(session, ORDERS, "b", true, 4, 0, 0);
        client.say(send);
        fixture.settle();
        fixture.crash();
        client.resume(new SessionResume(session, AcknowledgeMode.CLIENT, 2, 1, 1));
        client.say(send);
        fixture.settle();

        assertEquals(new Refused(session, Series.PERSISTENT, 2, ErrorCode.DISK_FULL, "full"), client.only(Refused.class));
    }

    @Test
    void aTokenIsUnknownWhenItsRetentionIsOver() {
        client.cut();
        fixture.advance(CoreFixture.SETTINGS.limits().sessionRetentionMs() + 1_000);

        assertEquals(ErrorCode.TOKEN_UNKNOWN, ((Failure) client.resume()).code());
    }

    @Test
    void whatALostLinkHeldGoesToOthersMarked() {
        client.produce(session, "orders", "a");
        client.consume(session, "orders");
        client.cut();
        Client other = anotherConsumer();

        assertTrue(other.delivered().get(0).redelivered());
    }

    @Test
    void anAcknowledgementRepeatedAfterACrashCounts() {
        List<Deliver> delivered = given("a");
        fixture.crash();
        client.resume(new SessionResume(session, AcknowledgeMode.CLIENT, 2, 1, 1));
        client.acknowledge(session, 1, subscription, delivered);

        assertEquals(new Confirmed(session, Series.ACKNOWLEDGE, 1), client.only(Confirmed.class));
        assertTrue(fixture.store.applied().messages.isEmpty());
    }

    @Test
    void anAcknowledgementThatWasRefusedIsRefusedAgainAfterTwoLosses() {
        List<Deliver> delivered = given("a");
        client.cut();
        Client other = anotherConsumer();
        for (int generation = 1; generation <= 3; generation++) {
            client.resume(new SessionResume(session, AcknowledgeMode.CLIENT, 2, 1, generation));
            client.acknowledge(session, 1, subscription, delivered);

            assertEquals(ErrorCode.ACKNOWLEDGED_ELSEWHERE, client.only(Refused.class).code());
            assertEquals(List.of(), client.all(Confirmed.class));
            client.cut();
        }
        fixture.crash();
        client.resume(new SessionResume(session, AcknowledgeMode.CLIENT, 2, 1, 4));
        client.acknowledge(session, 1, subscription, delivered);

        assertEquals(ErrorCode.ACKNOWLEDGED_ELSEWHERE, client.only(Refused.class).code());
    }

    @Test
    void anAcknowledgementOfWhatAnotherHoldsIsRefused() {
        List<Deliver> delivered = given("a");
        client.cut();
        Client other = anotherConsumer();
        client.resume(new SessionResume(session, AcknowledgeMode.CLIENT, 2, 1, 1));
        client.acknowledge(session, 1, subscription, delivered);

        assertEquals(ErrorCode.ACKNOWLEDGED_ELSEWHERE, client.only(Refused.class).code());
    }

    // ---- topics

    @Test
    void aDurableSubscriptionGetsWhatWasSentWhileItWasAway() {
        client.request(id -> new SetClientId(id, "ann"));
        client.consume(session, NEWS, SubscriptionKind.DURABLE, "daily", null);
        client.request(id -> new CloseConsumer(id, session, client.lastConsumer(), List.of()));
        client.say(client.sendFrame(session, NEWS, "a", true, 4, 0, 0));
        client.say(client.sendFrame(session, NEWS, "b", true, 4, 0, 0));
        fixture.settle();
        fixture.crash();
        Client other = another("ann");
        other.consume(other.session(AcknowledgeMode.AUTO), NEWS, SubscriptionKind.DURABLE, "daily", null);

        assertEquals(List.of("a", "b"), other.texts());
    }

    @Test
    void acknowledgedOutOfOrderStaysAcknowledgedAfterACrash() {
        client.request(id -> new SetClientId(id, "ann"));
        long subscription = client.consume(session, NEWS, SubscriptionKind.DURABLE, "daily", null);
        for (String text : List.of("a", "b", "c")) {
            client.say(client.sendFrame(session, NEWS, text, true, 4, 0, 0));
        }
        fixture.settle();
        List<Deliver> delivered = client.delivered();
        client.acknowledge(session, 1, subscription, List.of(delivered.get(1)));
        fixture.crash();
        Client other = another("ann");
        other.consume(other.session(AcknowledgeMode.AUTO), NEWS, SubscriptionKind.DURABLE, "daily", null);

        assertEquals(List.of("a", "c"), other.texts());
    }

    @Test
    void aMessageOfATopicIsStoredOnceAndRemovedByTheLast() {
        long first = client.consume(session, NEWS, SubscriptionKind.SHARED_DURABLE, "one", null);
        long second = client.consume(session, NEWS, SubscriptionKind.SHARED_DURABLE, "two", null);
        client.say(client.sendFrame(session, NEWS, "a", true, 4, 0, 0));
        fixture.settle();
        List<Deliver> delivered = client.delivered();

        assertEquals(2, delivered.size());
        assertEquals(1, messages());

        client.acknowledge(session, 1, first, delivered.subList(0, 1));

        assertEquals(1, messages());

        client.acknowledge(session, 2, second, delivered.subList(0, 1));

        assertEquals(0, messages());
    }

    private long messages() {
        return fixture.store.applied().messages.keySet().stream().filter(key -> key[0] == Keys.MESSAGE).count();
    }

    @Test
    void aMessageThatNoDurableSubscriptionWantsIsNotStored() {
        client.consume(session, NEWS, SubscriptionKind.NON_DURABLE, null, null);
        client.consume(session, NEWS, SubscriptionKind.SHARED_DURABLE, "picky", "color = 'red'");
        client.say(client.sendFrame(session, NEWS, "blue", true, 4, 0, 0));
        fixture.settle();

        assertEquals(List.of("blue"), client.texts());
        assertEquals(0, messages());
    }

    @Test
    void consumersOfASharedSubscriptionShareItsMessages() {
        client.consume(session, NEWS, SubscriptionKind.SHARED, "both", null);
        Client other = fixture.connect();
        other.consume(other.session(AcknowledgeMode.AUTO), NEWS, SubscriptionKind.SHARED, "both", null);
        for (int i = 0; i < 10; i++) {
            client.say(client.sendFrame(session, NEWS, "m" + i, true, 4, 0, 0));
        }
        fixture.settle();
        int mine = client.delivered().size();
        int others = other.delivered().size();

        assertEquals(10, mine + others);
        assertTrue(mine > 0 && others > 0, () -> mine + " and " + others);
    }

    @Test
    void noLocalLeavesOutWhatTheSameClientSent() {
        long consumer = client.nextConsumer();
        client.request(id -> new CreateConsumer(id, session, consumer, NEWS, SubscriptionKind.NON_DURABLE, null, null, true));
        client.say(new Credit(consumer, 10, 1 << 20));
        client.say(client.sendFrame(session, NEWS, "own", true, 4, 0, 0));
        Client other = fixture.connect();
        other.say(other.sendFrame(other.session(AcknowledgeMode.AUTO), NEWS, "foreign", true, 4, 0, 0));
        fixture.settle();

        assertEquals(List.of("foreign"), client.texts());
    }

    @Test
    void unsubscribingSaysWhatIsWrong() {
        client.request(id -> new SetClientId(id, "ann"));

        assertEquals(ErrorCode.SUBSCRIPTION_UNKNOWN, ((Failure) client.request(id -> new Unsubscribe(id, "daily"))).code());

        client.consume(session, NEWS, SubscriptionKind.DURABLE, "daily", null);

        assertEquals(ErrorCode.SUBSCRIPTION_IN_USE, ((Failure) client.request(id -> new Unsubscribe(id, "daily"))).code());

        client.request(id -> new CloseConsumer(id, session, client.lastConsumer(), List.of()));

        assertInstanceOf(Done.class, client.request(id -> new Unsubscribe(id, "daily")));
        assertEquals(ErrorCode.SUBSCRIPTION_UNKNOWN, ((Failure) client.request(id -> new Unsubscribe(id, "daily"))).code());
    }

    @Test
    void aChangedSelectorIsANewSubscription() {
        long before = client.consume(session, NEWS, SubscriptionKind.SHARED_DURABLE, "picky", "color = 'red'");
        client.request(id -> new CloseConsumer(id, session, client.lastConsumer(), List.of()));
        client.say(client.sendFrame(session, NEWS, "red", true, 4, 0, 0));
        fixture.settle();
        long after = client.consume(session, NEWS, SubscriptionKind.SHARED_DURABLE, "picky", "color = 'blue'");

        assertTrue(after != before);
        assertEquals(List.of(), client.texts());
        fixture.advance(1_000);
        assertEquals(0, messages());
    }

    @Test
    void aSubscriptionInMemoryThatIsNotOpenedAgainAfterAResumeIsGivenUp() {
        client.consume(session, NEWS, SubscriptionKind.NON_DURABLE, null, null);
        client.cut();
        client.resume(new SessionResume(session, AcknowledgeMode.CLIENT, 1, 1, 0));
        client.consume(session, NEWS, SubscriptionKind.NON_DURABLE, null, null);
        fixture.advance(ServerConnection.REOPEN_MS - 1000);

        assertEquals(2, subscriptions());

        fixture.advance(1000);

        assertEquals(1, subscriptions());

        client.say(client.sendFrame(session, NEWS, "a", false, 4, 0, 0));
        fixture.settle();

        assertEquals(List.of("a"), client.texts());
    }

    private int subscriptions() {
        return ((TopicDestination) fixture.core.destinations.resolve(NEWS)).subscriptionCount();
    }

    @Test
    void aMessageThatIsDueBeforeAllThatWereReadIsNotForgotten() {
        client.consume(session, "orders");
        client.say(client.sendFrame(session, ORDERS, "late", true, 4, 0, 60_000));
        fixture.settle();
        fixture.advance(10);
        client.say(client.sendFrame(session, ORDERS, "soon", true, 4, 0, 100));
        fixture.settle();
        fixture.advance(100);

        assertEquals(List.of("soon"), client.texts());

        fixture.advance(60_000);

        assertEquals(List.of("late"), client.texts());
    }

    @Test
    void creditEndsWithRecover() {
        long consumer = client.nextConsumer();
        client.request(id -> new CreateConsumer(id, session, consumer, ORDERS, SubscriptionKind.QUEUE, null, null, false));
        client.say(new Credit(consumer, 10, 1 << 20));
        client.request(id -> new Recover(id, session, 1, List.of()));
        client.produce(session, "orders", "a");

        assertEquals(List.of(), client.texts());

        client.say(new Credit(consumer, 1, 1 << 20));
        client.say(new Credit(consumer + 1, 1, 1 << 20));
        fixture.settle();

        assertEquals(List.of("a"), client.texts());
        assertNull(client.closed);
    }

    @Test
    void aProducerThatIsOpenedAgainBeginsWithFullCredit() {
        client.request(id -> new OpenProducer(id, session, ORDERS));
        long full = client.only(ProducerCredit.class).bytes();
        client.produce(session, "orders", "a");
        client.request(id -> new OpenProducer(id, session, ORDERS));

        assertEquals(full, client.only(ProducerCredit.class).bytes());
    }

    // ---- client ids, temporary destinations, producer credit

    @Test
    void aClientIdOfALiveConnectionIsRefusedAndOfALostOneTakenOver() {
        client.request(id -> new SetClientId(id, "ann"));
        Client other = wanting("ann");

        assertEquals(List.of(), other.all(Failure.class));

        client.say(new Pong(client.only(Ping.class).nonce(), 0));
        fixture.settle();

        assertEquals(ErrorCode.CLIENT_ID_IN_USE, other.only(Failure.class).code());

        client.cut();

        assertInstanceOf(Done.class, other.request(id -> new SetClientId(id, "ann")));
    }

    @Test
    void aConnectionThatShowsNoSignOfLifeLosesItsClientIdAndItsLink() {
        client.request(id -> new SetClientId(id, "ann"));
        Client other = wanting("ann");
        fixture.advance(ClientIds.PROBE_MS - 1);

        assertNull(client.closed);
        assertEquals(List.of(), other.all(Done.class));

        fixture.advance(1);

        assertEquals(ErrorCode.HEARTBEAT_MISSED, client.closed);
        assertEquals(70, other.only(Done.class).requestId());
    }

    @Test
    void aConnectionThatIsLostWhileItIsAskedLosesItsClientIdAtOnce() {
        client.request(id -> new SetClientId(id, "ann"));
        Client other = wanting("ann");
        client.cut();

        assertEquals(70, other.only(Done.class).requestId());
    }

    @Test
    void aConnectionThatIsResumedWhileItIsAskedKeepsItsClientId() {
        client.request(id -> new SetClientId(id, "ann"));
        Client other = wanting("ann");

        assertInstanceOf(Done.class, client.resume());
        assertEquals(ErrorCode.CLIENT_ID_IN_USE, other.only(Failure.class).code());
    }

    @Test
    void aResumeAsksWhoHasItsClientIdMeanwhile() {
        client.request(id -> new SetClientId(id, "ann"));
        client.cut();
        Client other = another("ann");
        Client fresh = fixture.connect();
        fresh.say(new Resume(70, client.token, client.boot, "ann", List.of()));
        fixture.settle();

        assertEquals(List.of(), fresh.all(Failure.class));

        fixture.advance(ClientIds.PROBE_MS);

        assertEquals(70, fresh.only(Done.class).requestId());
        assertEquals(ErrorCode.HEARTBEAT_MISSED, other.closed);
    }

    @Test
    void onlyItsOwnerConsumesFromATemporaryQueueAndAnybodySends() {
        DestinationName temporary = new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "temp-" + client.connection + "-1");
        client.request(id -> new CreateTemporary(id, temporary));
        client.consume(session, temporary, SubscriptionKind.QUEUE, null, null);
        Client other = fixture.connect();
        long others = other.session(AcknowledgeMode.AUTO);
        other.say(other.sendFrame(others, temporary, "reply", true, 4, 0, 0));
        fixture.settle();

        assertEquals(List.of("reply"), client.texts());
        Frame refused = other.request(id -> new CreateConsumer(id, others, 9, temporary, SubscriptionKind.QUEUE, null, null, false));
        assertEquals(ErrorCode.DESTINATION_INVALID, ((Failure) refused).code());
        assertEquals(0, messages());
    }

    @Test
    void aDestinationAtItsBoundWithholdsCreditAndGrantsItWhenThereIsRoom() {
        CoreSettings small = new CoreSettings("node", CoreFixture.SETTINGS.limits(), 1 << 20, 100, 60, true, 3, "dead", 1 << 16, 50, 10, 20, 100, 60_000, 600_000);
        CoreFixture narrow = new CoreFixture(small, Bounds.NORMAL);
        Client sender = narrow.connect();
        long sending = sender.session(AcknowledgeMode.CLIENT);
        sender.request(id -> new OpenProducer(id, sending, ORDERS));

        assertEquals(new ProducerCredit(sending, ORDERS, 60), sender.only(ProducerCredit.class));

        sender.produce(sending, "orders", "first message", "second message", "third message");
        sender.frames.clear();
        sender.produce(sending, "orders", "fourth message");

        assertEquals(List.of(), sender.all(ProducerCredit.class));

        long subscription = sender.consume(sending, "orders");
        sender.acknowledge(sending, 1, subscription, sender.delivered());

        assertEquals(1, sender.all(ProducerCredit.class).size());
    }

    @Test
    void whatComesBeforePositionsAreReservedWaits() {
        fixture.core = new Core(CoreFixture.SETTINGS, fixture.store.load(), new CoreStore(fixture.committed::addLast, request -> { }), fixture.overflow.forCore(), fixture.nowMs);
        client.frames.clear();
        fixture.apply(new Command.Attach(client, new Principal("user", true), "test", 1, 0, new byte[16], new byte[0]));
        fixture.endBatch();
        List<StateRecord> reserved = new ArrayList<>();
        Operations.forEach(fixture.committed.getFirst(), (tag, family, key, value) -> reserved.add(StateRecord.read(key, value)));

        assertTrue(reserved.stream().allMatch(CounterRecord.class::isInstance), reserved::toString);

        fixture.settle();

        assertEquals(List.of(FrameType.CONNECTED), client.frames.stream().map(Frame::type).toList());
    }
}
