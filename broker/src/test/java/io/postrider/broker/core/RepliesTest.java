package io.postrider.broker.core;

import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.CreateTemporary;
import io.postrider.transport.frame.DeleteTemporary;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.OpenProducer;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.ProducerCredit;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.frame.TransactionOutcome;
import io.postrider.transport.message.DestinationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Replies to temporary queues that a restart took. */
@Timeout(60)
class RepliesTest {
    private final CoreFixture fixture = new CoreFixture();
    private final CoreFixture.Client owner = fixture.connect();
    private final DestinationName replies = new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "temp-" + owner.connection + "-1");
    private CoreFixture.Client responder;
    private long session;

    @BeforeEach
    void restart() {
        owner.request(id -> new CreateTemporary(id, replies));
        fixture.stopAndStart();
        responder = fixture.connect();
        session = responder.session(AcknowledgeMode.AUTO);
    }

    private void reply(String text) {
        responder.say(responder.sendFrame(session, replies, text, true, 4, 0, 0));
        fixture.settle();
    }

    private void ownerReturns() {
        assertInstanceOf(Done.class, owner.resume());
        owner.request(id -> new CreateTemporary(id, replies));
        owner.consume(owner.session(AcknowledgeMode.AUTO), replies, SubscriptionKind.QUEUE, null, null);
    }

    @Test
    void aReplyWaitsForTheOwnerOfItsQueueAndWhatFollowsWaitsBehindIt() {
        reply("first");
        responder.produce(session, "orders", "other");
        reply("second");

        assertEquals(List.of(), responder.all(Confirmed.class));

        ownerReturns();

        assertEquals(List.of("first", "second"), owner.texts());
        assertEquals(new Confirmed(session, Series.PERSISTENT, 3), responder.only(Confirmed.class));
    }

    private void openProducer(long request) {
        responder.say(new OpenProducer(request, session, replies));
        fixture.settle();
    }

    @Test
    void aProducerIsOpenedWhenTheOwnerOfItsQueueIsBack() {
        openProducer(99);

        assertEquals(List.of(), responder.all(Done.class));
        assertEquals(List.of(), responder.all(Failure.class));

        ownerReturns();

        assertEquals(new Done(99, 0), responder.only(Done.class));
        assertEquals(replies, responder.only(ProducerCredit.class).destination());

        reply("reply");

        assertEquals(List.of("reply"), owner.texts());
    }

    @Test
    void aProducerIsRefusedWhenTheOwnerOfItsQueueDoesNotComeBack() {
        openProducer(99);
        fixture.advance(Replies.WAIT_MS - 1);

        assertEquals(List.of(), responder.all(Failure.class));

        fixture.advance(1);

        assertEquals(ErrorCode.DESTINATION_UNKNOWN, responder.only(Failure.class).code());

        openProducer(100);

        assertEquals(ErrorCode.DESTINATION_UNKNOWN, responder.only(Failure.class).code());
    }

    @Test
    void whatASessionSendsWaitsBehindTheProducerThatItOpens() {
        openProducer(99);
        responder.produce(session, "orders", "other");

        assertEquals(List.of(), responder.all(Confirmed.class));

        ownerReturns();

        assertEquals(new Confirmed(session, Series.PERSISTENT, 1), responder.only(Confirmed.class));
    }

    @Test
    void aProducerThatWaitedForALostLinkIsOpenedByNobody() {
        openProducer(99);
        responder.cut();
        ownerReturns();

        assertEquals(List.of(), responder.all(Done.class));
        assertEquals(List.of(), responder.all(ProducerCredit.class));
    }

    @Test
    void whatWaitsIsCountedAsMemory() {
        long before = fixture.core.context.memory.bytes();
        reply("first");
        long waiting = fixture.core.context.memory.bytes();
        responder.cut();

        assertTrue(waiting > before, () -> waiting + " bytes, " + before + " before");
        assertEquals(before, fixture.core.context.memory.bytes());
    }

    @Test
    void anOwnerWhoDoesNotComeBackIsWaitedForOnce() {
        reply("first");
        responder.produce(session, "orders", "other");
        fixture.advance(Replies.WAIT_MS - 1);

        assertEquals(List.of(), responder.all(Refused.class));

        fixture.advance(1);

        assertEquals(ErrorCode.DESTINATION_UNKNOWN, responder.only(Refused.class).code());
        assertEquals(new Confirmed(session, Series.PERSISTENT, 2), responder.only(Confirmed.class));

        reply("second");

        assertEquals(ErrorCode.DESTINATION_UNKNOWN, responder.only(Refused.class).code());
    }

    @Test
    void whatWaitsIsBounded() {
        for (int i = 0; i < 1000; i++) {
            responder.say(responder.sendFrame(session, replies, "m" + i, true, 4, 0, 0));
        }
        fixture.settle();

        assertEquals(1000, responder.all(Refused.class).size());
    }

    @Test
    void aCommitWaitsBehindTheReplyOfItsTransaction() {
        long transacted = responder.session(AcknowledgeMode.TRANSACTED);
        responder.say(new Send(transacted, Series.TRANSACTED, 1, 1, replies, true, 4, 0, 0, 0, CoreFixture.message("reply", Map.of())));
        responder.say(new CommitTx(99, transacted, 1));
        fixture.settle();

        assertEquals(List.of(), responder.all(Outcome.class));

        ownerReturns();

        assertEquals(TransactionOutcome.COMMITTED, responder.only(Outcome.class).outcome());
        assertEquals(List.of("reply"), owner.texts());
    }

    @Test
    void aLinkThatIsLostTakesWhatWaitsAlong() {
        reply("first");
        responder.cut();
        ownerReturns();

        assertEquals(List.of(), owner.texts());
    }

    @Test
    void aQueueThatItsOwnerHasDeletedInThisBootIsNotWaitedForTwice() {
        ownerReturns();
        DestinationName other = new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "temp-" + owner.connection + "-2");
        owner.request(id -> new CreateTemporary(id, other));
        owner.request(id -> new DeleteTemporary(id, other));
        responder.say(responder.sendFrame(session, other, "late", true, 4, 0, 0));
        fixture.advance(Replies.WAIT_MS);

        assertEquals(ErrorCode.DESTINATION_UNKNOWN, responder.only(Refused.class).code());
    }
}
