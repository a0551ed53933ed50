package io.postrider.broker.core;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.CloseSession;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.DecideBranch;
import io.postrider.transport.frame.Decision;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.SessionResume;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.frame.TransactionOutcome;
import io.postrider.transport.frame.Unsubscribe;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.frame.XaCommit;
import io.postrider.transport.frame.XaResult;
import io.postrider.transport.frame.XaRollback;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.XidImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The work of branches, and what becomes of it (XA specification, chapters 2 and 3). */
@Timeout(60)
class BranchesTest {
    private static final XidImpl XID = XaSession.xid("one");
    private static final XidImpl OTHER = XaSession.xid("other");

    private final CoreFixture fixture = new CoreFixture();
    private CoreFixture.Client client = fixture.connect();
    private XaSession session = new XaSession(fixture, client);

    private void reconnect() {
        client = fixture.connect();
        session = new XaSession(fixture, client);
    }

    /** What a new consumer of a queue gets; it goes away again. */
    private List<String> drained(String queue) {
        CoreFixture.Client consumer = fixture.connect();
        consumer.consume(consumer.session(AcknowledgeMode.CLIENT), queue);
        List<String> texts = consumer.texts();
        consumer.cut();
        return texts;
    }

    /** A message that the session has got, acknowledged in the branch that it works in. @return its subscription */
    private long take(String queue, String expected) {
        long subscription = client.consume(session.id, queue);
        List<Deliver> delivered = client.delivered();
        assertEquals(List.of(expected), delivered.stream().map(CoreFixture::text).toList());
        session.acknowledge(subscription, delivered.get(0));
        return subscription;
    }

    @Test
    void whatABranchSendsIsThereWithItsCommitAndNotBefore() {
        assertEquals(XaCode.OK, session.prepared(XID, "orders", "one"));
        assertEquals(List.of(), drained("orders"));
        assertEquals(XaCode.OK, session.commit(XID));

        assertEquals(List.of("one"), drained("orders"));
    }

    @Test
    void whatItSendsIsGoneWithItsRollback() {
        session.prepared(XID, "orders", "one");

        assertEquals(XaCode.OK, session.rollback(XID));
        assertEquals(List.of(), drained("orders"));
        assertEquals(XaCode.NOTA, session.commit(XID));
    }

    @Test
    void aPreparedBranchOutlivesACrashWithAllItsWork() {
        client.produce(client.session(AcknowledgeMode.AUTO), "in", "taken");
        session.start(XID, StartFlag.NEW);
        take("in", "taken");
        session.send("out", "sent");
        session.send(DestinationName.queue("out"), "later", true, 5_000);
        session.end(XID, EndFlag.SUCCESS);
        session.prepare(XID);
        fixture.crash();
        reconnect();

        assertEquals(List.of(XID), session.recover());
        assertEquals(List.of(), drained("in"));
        assertEquals(List.of(), drained("out"));

        assertEquals(XaCode.OK, session.commit(XID));
        assertEquals(List.of("sent"), drained("out"));
        fixture.crash();

        assertEquals(List.of(), drained("in"));
        assertEquals(List.of("sent"), drained("out"));
        reconnect();
        assertEquals(List.of(), session.recover());
        fixture.advance(5_000);
        assertEquals(List.of("sent", "later"), drained("out"));
    }

    @Test
    void theRollbackAfterACrashGivesBackWhatWasTakenAsADeliveryThatFailed() {
        client.produce(client.session(AcknowledgeMode.AUTO), "in", "taken", "behind");
        session.start(XID, StartFlag.NEW);
        long subscription = client.consume(session.id, "in");
        session.acknowledge(subscription, client.delivered().get(0));
        session.end(XID, EndFlag.SUCCESS);
        session.prepare(XID);
        fixture.crash();
        reconnect();

        assertEquals(List.of("behind"), drained("in"));
        assertEquals(XaCode.OK, session.rollback(XID));

        client.consume(session.id, "in");
        List<Deliver> delivered = client.delivered();
        assertEquals(List.of("taken", "behind"), delivered.stream().map(CoreFixture::text).toList());
        assertEquals(2, delivered.get(0).deliveryCount());
        assertTrue(delivered.get(0).redelivered());
    }

    @Test
    void aBranchTakesFromDurableSubscriptionsOverACrash() {
        long subscriber = client.session(AcknowledgeMode.CLIENT);
        DestinationName news = DestinationName.topic("news");
        client.consume(subscriber, news, SubscriptionKind.SHARED_DURABLE, "plain", null);
        client.consume(subscriber, news, SubscriptionKind.SHARED_DURABLE, "filtered", "color = 'red' OR color = 'blue'");
        client.cut();
        reconnect();
        for (String color : new String[] {"red", "blue"}) {
            client.say(client.sendFrame(session.id, news, color, true, 4, 0, 0));
        }
        fixture.settle();
        session.start(XID, StartFlag.NEW);
        for (String name : new String[] {"plain", "filtered"}) {
            long subscription = client.consume(session.id, news, SubscriptionKind.SHARED_DURABLE, name, name.equals("plain") ? null : "color = 'red' OR color = 'blue'");
            List<Deliver> delivered = client.delivered();
            assertEquals(List.of("red", "blue"), delivered.stream().map(CoreFixture::text).toList());
            session.acknowledge(subscription, delivered.get(0));
        }
        session.end(XID, EndFlag.SUCCESS);
        session.prepare(XID);
        fixture.crash();
        reconnect();

        assertEquals(ErrorCode.SUBSCRIPTION_IN_USE, ((Failure) client.request(id -> new Unsubscribe(id, "plain"))).code());
        assertEquals(XaCode.OK, session.commit(XID));
        fixture.crash();
        reconnect();

        client.consume(session.id, news, SubscriptionKind.SHARED_DURABLE, "plain", null);
        assertEquals(List.of("blue"), client.texts());
        client.consume(session.id, news, SubscriptionKind.SHARED_DURABLE, "filtered", "color = 'red' OR color = 'blue'");
        assertEquals(List.of("blue"), client.texts());
    }

    @Test
    void aSessionWorksInASecondBranchBeforeTheFirstIsPrepared() {
        session.start(XID, StartFlag.NEW);
        session.send("orders", "one");
        session.end(XID, EndFlag.SUCCESS);
        session.start(OTHER, StartFlag.NEW);
        session.send("orders", "other");
        session.end(OTHER, EndFlag.SUCCESS);

        assertEquals(XaCode.OK, session.rollback(OTHER));
        assertEquals(XaCode.OK, session.prepare(XID));
        assertEquals(XaCode.OK, session.commit(XID));
        assertEquals(List.of("one"), drained("orders"));
    }

    @Test
    void aSuspendedBranchGoesOnWhereItWasAndTheSessionWorksElsewhereMeanwhile() {
        session.start(XID, StartFlag.NEW);
        session.send("orders", "one");
        session.end(XID, EndFlag.SUSPEND);
        session.start(OTHER, StartFlag.NEW);
        session.send("orders", "other");
        session.end(OTHER, EndFlag.SUCCESS);
        session.start(XID, StartFlag.RESUME);
        session.send("orders", "two");
        session.end(XID, EndFlag.SUCCESS);
        session.rollback(OTHER);
        session.commitOnePhase(XID);

        assertEquals(List.of("one", "two"), drained("orders"));
    }

    @Test
    void sessionsOfTwoConnectionsJoinInOneBranch() {
        XaSession joined = new XaSession(fixture, fixture.connect());
        session.start(XID, StartFlag.NEW);
        session.send("orders", "one");
        assertEquals(XaCode.OK, joined.start(XID, StartFlag.JOIN));
        joined.send("orders", "two");
        session.end(XID, EndFlag.SUCCESS);
        assertEquals(XaCode.PROTO, session.prepare(XID));
        joined.end(XID, EndFlag.SUCCESS);

        assertEquals(XaCode.OK, session.prepare(XID));
        assertEquals(XaCode.OK, joined.commit(XID));
        assertEquals(List.of("one", "two"), drained("orders"));
    }

    @Test
    void aBranchWithoutWorkIsReadOnlyAndOver() {
        session.start(XID, StartFlag.NEW);
        session.end(XID, EndFlag.SUCCESS);

        assertEquals(XaCode.RDONLY, session.prepare(XID));
        assertEquals(XaCode.NOTA, session.commit(XID));
    }

    @Test
    void aRefusedSendMakesItRollbackOnly() {
        session.start(XID, StartFlag.NEW);
        session.send("orders", "one");
        session.send(new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "temp-99-1"), "two", true, 0);
        assertEquals(ErrorCode.DESTINATION_UNKNOWN, client.only(Refused.class).code());

        assertEquals(XaCode.RBROLLBACK, session.end(XID, EndFlag.SUCCESS));
        assertEquals(XaCode.RBROLLBACK, session.prepare(XID));
        assertEquals(XaCode.NOTA, session.rollback(XID));
        assertEquals(List.of(), drained("orders"));
    }

    @Test
    void aLostLinkRollsBackWhatIsNotPreparedAndSaysSo() {
        client.produce(client.session(AcknowledgeMode.AUTO), "in", "taken");
        session.start(XID, StartFlag.NEW);
        take("in", "taken");
        client.cut();
        assertEquals(List.of("taken"), drained("in"));
        client.resume(new SessionResume(session.id, AcknowledgeMode.AUTO, 1, 1, 1));

        assertEquals(XaCode.RBCOMMFAIL, session.end(XID, EndFlag.SUCCESS));
        assertEquals(XaCode.RBCOMMFAIL, session.prepare(XID));
        assertEquals(XaCode.NOTA, session.prepare(XID));
    }

    @Test
    void aLostLinkLeavesWhatIsPrepared() {
        client.produce(client.session(AcknowledgeMode.AUTO), "in", "taken");
        session.start(XID, StartFlag.NEW);
        take("in", "taken");
        session.end(XID, EndFlag.SUCCESS);
        session.prepare(XID);
        client.cut();

        assertEquals(List.of(), drained("in"));
        reconnect();
        assertEquals(XaCode.OK, session.prepareAgain(XID));
        assertEquals(XaCode.PROTO, session.prepare(XID));
        assertEquals(XaCode.OK, session.rollback(XID));
        assertEquals(List.of("taken"), drained("in"));
    }

    @Test
    void aSessionThatClosesWhileItWorksRollsItsBranchBack() {
        session.start(XID, StartFlag.NEW);
        session.send("orders", "one");
        client.request(id -> new CloseSession(id, session.id, List.of()));
        XaSession other = new XaSession(fixture, client);

        assertEquals(XaCode.RBROLLBACK, other.prepare(XID));
        assertEquals(List.of(), drained("orders"));
    }

    @Test
    void aBranchThatIsNotPreparedInItsTimeIsRolledBackAndForgottenInTheEnd() {
        client.produce(client.session(AcknowledgeMode.AUTO), "in", "taken");
        session.start(XID, StartFlag.NEW, 5_000);
        take("in", "taken");
        fixture.advance(4_000);
        assertEquals(List.of(), drained("in"));
        fixture.advance(2_000);

        assertEquals(List.of("taken"), client.texts());
        session.send("orders", "late");
        assertEquals(ErrorCode.TRANSACTION_UNKNOWN, client.only(Refused.class).code());
        assertEquals(XaCode.RBTIMEOUT, session.end(XID, EndFlag.SUCCESS));
        fixture.advance(61_000);
        assertEquals(XaCode.NOTA, session.prepare(XID));
    }

    @Test
    void aPreparedBranchHasAllTheTimeAndIsWarnedOfOnce() {
        session.prepared(XID, "orders", "one");
        fixture.advance(700_000);

        assertTrue(fixture.core.takeNotice().contains("has been prepared for 700 s"));
        fixture.advance(700_000);
        assertEquals(null, fixture.core.takeNotice());
        assertEquals(List.of(XID), session.recover());
    }

    @Test
    void whatAnOperatorDecidesHappensAtOnceAndIsToldUntilItIsForgotten() {
        session.prepared(XID, "orders", "one");
        session.prepared(OTHER, "orders", "other");
        assertInstanceOf(Failure.class, client.request(id -> new DecideBranch(id, 99_999, Decision.COMMIT)));
        assertInstanceOf(Done.class, client.request(id -> new DecideBranch(id, branchOf(XID), Decision.COMMIT)));
        assertInstanceOf(Done.class, client.request(id -> new DecideBranch(id, branchOf(OTHER), Decision.ROLLBACK)));
        assertEquals(List.of("one"), drained("orders"));
        fixture.crash();
        reconnect();

        assertEquals(List.of(XID, OTHER), session.recover());
        assertEquals(XaCode.HEURCOM, session.rollback(XID));
        assertEquals(XaCode.HEURRB, session.commit(OTHER));
        assertEquals(XaCode.OK, session.forget(XID));
        assertInstanceOf(Done.class, client.request(id -> new DecideBranch(id, branchOf(OTHER), Decision.FORGET)));
        assertEquals(List.of(), session.recover());
        fixture.crash();
        reconnect();
        assertEquals(List.of(), session.recover());
        assertEquals(List.of("one"), drained("orders"));
    }

    private long branchOf(XidImpl xid) {
        return fixture.core.transactions().transactions().stream()
                .filter(each -> each.globalId().equals(new String(xid.getGlobalTransactionId(), StandardCharsets.UTF_8)))
                .mapToLong(each -> Long.parseLong(each.id())).findFirst().orElseThrow();
    }

    @Test
    void theOutcomeOfACommitInOnePhaseIsKeptWithItsSession() {
        session.start(XID, StartFlag.NEW);
        session.send("orders", "one");
        session.end(XID, EndFlag.SUCCESS);
        assertEquals(XaCode.OK, ((XaResult) client.request(id -> new XaCommit(id, session.id, 1, XID, true))).code());
        fixture.crash();
        client.resume(new SessionResume(session.id, AcknowledgeMode.AUTO, 1, 1, 1));

        assertEquals(TransactionOutcome.COMMITTED, ((Outcome) client.request(
                id -> new AskOutcome(id, session.id, 1))).outcome());
        assertEquals(TransactionOutcome.ROLLED_BACK, ((Outcome) client.request(
                id -> new AskOutcome(id, session.id, 2))).outcome());
    }

    @Test
    void aRollbackTakesThePrefetchedMessagesBackSoThatTheOrderStays() {
        client.produce(client.session(AcknowledgeMode.AUTO), "in", "one", "two", "three");
        session.start(XID, StartFlag.NEW);
        long subscription = client.consume(session.id, "in");
        List<Deliver> delivered = client.delivered();
        session.acknowledge(subscription, delivered.get(0), delivered.get(1));
        session.end(XID, EndFlag.SUCCESS);
        client.request(id -> new XaRollback(id, session.id, 1, XID));
        client.say(new Credit(client.lastConsumer(), 100, 1 << 20));
        fixture.settle();

        List<Deliver> again = client.delivered();
        assertEquals(List.of("one", "two", "three"), again.stream().map(CoreFixture::text).toList());
        assertEquals(List.of(2, 2, 1), again.stream().map(Deliver::deliveryCount).toList());
        assertEquals(List.of(1, 1, 1), again.stream().map(Deliver::generation).toList());
    }

    @Test
    void whatABranchThatGetsTooLargeAcknowledgesComesAgainAsADeliveryThatFailed() {
        // room for two acknowledgements
        CoreFixture small = new CoreFixture(new CoreSettings("node", CoreFixture.SETTINGS.limits(), 1 << 20, 1 << 20, 1 << 16, true, 3, "dead", 100,
                50, 10, 20, 100, 60_000, 600_000), Bounds.NORMAL);
        CoreFixture.Client taker = small.connect();
        XaSession taking = new XaSession(small, taker);
        taker.produce(taker.session(AcknowledgeMode.AUTO), "in", "one", "two", "three", "four");
        taking.start(XID, StartFlag.NEW);
        long subscription = taker.consume(taking.id, "in");
        List<Deliver> delivered = taker.delivered();
        taking.acknowledge(subscription, delivered.get(0), delivered.get(1), delivered.get(2), delivered.get(3));
        new XaSession(small, small.connect()).rollback(XID);

        List<Deliver> again = taker.delivered();
        assertEquals(Set.of("one", "two", "three", "four"), again.stream().map(CoreFixture::text).collect(Collectors.toSet()));
        assertEquals(List.of(2, 2, 2, 2), again.stream().map(Deliver::deliveryCount).toList());
    }

    @Test
    void aBranchIsNobodysButItsUsers() {
        session.prepared(XID, "orders", "one");
        XaSession stranger = new XaSession(fixture, fixture.connect("stranger", false));

        assertEquals(XaCode.NOTA, stranger.commit(XID));
        assertEquals(List.of(), stranger.recover());
        assertEquals(XaCode.DUPID, stranger.start(XID, StartFlag.NEW));
        XaSession administrator = new XaSession(fixture, fixture.connect("root", true));
        assertEquals(List.of(XID), administrator.recover());
    }

    @Test
    void branchesAreBounded() {
        for (int i = 0; i < 100; i++) {
            XidImpl xid = XaSession.xid("xid" + i);
            assertEquals(XaCode.OK, session.start(xid, StartFlag.NEW));
            session.end(xid, EndFlag.SUCCESS);
        }

        assertEquals(XaCode.RMERR, session.start(XID, StartFlag.NEW));
        session.rollback(XaSession.xid("xid0"));
        assertEquals(XaCode.OK, session.start(XID, StartFlag.NEW));
    }

    /** An acknowledgement of what is not in memory waits for a read, and those behind it for that. */
    @Test
    void aRollbackThatGivesBackWhatASessionHasFetchedDoesNotOvertakeItsAcknowledgements() {
        long elsewhere = client.consume(session.id, "elsewhere");
        client.produce(session.id, "elsewhere", "unread");
        Deliver unread = client.delivered().get(0);
        fixture.stopAndStart();
        reconnect();
        client.produce(session.id, "orders", "had", "fetched");
        long orders = client.consume(session.id, "orders");
        Deliver had = client.delivered().get(0);
        session.start(XID, StartFlag.NEW);
        session.send("orders", "rolled back");
        session.end(XID, EndFlag.SUCCESS);
        client.say(new Acknowledge(session.id, 1, 0, List.of(CoreFixture.Client.ref(elsewhere, unread))));
        client.say(new Acknowledge(session.id, 2, 0, List.of(CoreFixture.Client.ref(orders, had))));
        client.say(new XaRollback(100, session.id, 1, XID));
        client.say(new Credit(client.lastConsumer(), 10, 1 << 20));
        fixture.settle();
        assertEquals(List.of("fetched"), client.texts());
    }
}
