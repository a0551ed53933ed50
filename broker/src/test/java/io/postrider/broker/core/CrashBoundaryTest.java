package io.postrider.broker.core;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.CloseSession;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.frame.TransactionOutcome;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.XidImpl;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * One scripted scenario of local transactions and branches, with a crash behind each of its write sets in turn, not at samples of them:
 * what was answered is there, and every transaction is all or nothing.
 */
@Timeout(120)
class CrashBoundaryTest {
    private static final int MOVES = 4;
    private static final byte[] LARGE = new byte[40_000];

    /** The scenario as far as the disk lets it come. */
    private static final class Run {
        private final CoreFixture fixture;
        private final List<String> produced = new ArrayList<>();
        private final List<String> committed = new ArrayList<>();
        private final List<String> rolledBack = new ArrayList<>();
        private final List<XidImpl> ended = new ArrayList<>();
        private long writeSets;

        private Run(int stepsMax, long durableUpTo) {
            Bounds normal = Bounds.NORMAL;
            fixture = new CoreFixture(CoreFixture.SETTINGS, new Bounds(normal.counterBlock(), stepsMax, normal.readAhead(), normal.readMessagesMax(),
                    normal.readBytesMax(), normal.readScannedMax(), normal.keptWhenIdle(), normal.markStep()));
            fixture.durableUpTo = durableUpTo;
            try {
                script();
            } catch (NoSuchElementException | IllegalStateException unanswered) {
                // the disk takes no more, and a client waits for an answer
            }
            writeSets = fixture.core.openWriteSet() - 1;
        }

        /** Each message of "in" is moved to "out" and "copies" and announced to a topic, in a transaction of its own. */
        private void script() {
            CoreFixture.Client client = fixture.connect();
            long plain = client.session(AcknowledgeMode.AUTO);
            for (int i = 0; i < 2 * MOVES; i++) {
                client.produce(plain, "in", "m" + i);
                client.only(Confirmed.class);
                produced.add("m" + i);
            }
            for (int i = 0; i < MOVES; i++) {
                moveLocally(client);
            }
            for (int i = MOVES; i < 2 * MOVES; i++) {
                moveInBranch(client, i);
            }
        }

        private void moveLocally(CoreFixture.Client client) {
            long session = client.session(AcknowledgeMode.TRANSACTED);
            long subscription = client.consume(session, "in");
            Deliver taken = client.delivered().stream().findFirst().orElseThrow();
            String text = CoreFixture.text(taken);
            client.say(new Acknowledge(session, 0, 1, List.of(CoreFixture.Client.ref(subscription, taken))));
            long number = 0;
            for (String to : new String[] {"out", "copies"}) {
                client.say(new Send(session, Series.TRANSACTED, ++number, 1, DestinationName.queue(to), true, 4, 0, 0, 0,
                        CoreFixture.message(text, Map.of(), to.equals("copies") ? LARGE : new byte[0])));
            }
            Outcome outcome = (Outcome) client.request(id -> new CommitTx(id, session, 1));
            assertEquals(TransactionOutcome.COMMITTED, outcome.outcome());
            committed.add(text);
            client.request(id -> new CloseSession(id, session, List.of()));
        }

        private void moveInBranch(CoreFixture.Client client, int i) {
            XaSession session = new XaSession(fixture, client);
            XidImpl xid = XaSession.xid("m" + i);
            session.start(xid, StartFlag.NEW);
            long subscription = client.consume(session.id, "in");
            Deliver taken = client.delivered().stream().findFirst().orElseThrow();
            String text = CoreFixture.text(taken);
            // one that was rolled back comes first
            rolledBack.remove(text);
            session.acknowledge(subscription, taken);
            session.send("out", text);
            client.say(new Send(session.id, Series.TRANSACTED, 2, session.branch(), DestinationName.queue("copies"), true, 4, 0, 0, 0,
                    CoreFixture.message(text, Map.of(), LARGE)));
            session.end(xid, EndFlag.SUCCESS);
            assertEquals(XaCode.OK, session.prepare(xid));
            assertEquals(XaCode.OK, i % 2 == 0 ? session.commit(xid) : session.rollback(xid));
            ended.add(xid);
            if (i % 2 == 0) {
                committed.add(text);
            } else {
                rolledBack.add(text);
            }
            client.request(id -> new CloseSession(id, session.id, List.of()));
        }

        private void crash() {
            fixture.durableUpTo = Long.MAX_VALUE;
            fixture.crash();
        }

        private List<String> drained(String queue) {
            CoreFixture.Client consumer = fixture.connect();
            consumer.consume(consumer.session(AcknowledgeMode.CLIENT), queue);
            List<String> texts = new ArrayList<>(consumer.texts());
            consumer.cut();
            Collections.sort(texts);
            return texts;
        }
    }

    private static void check(Run run, String where) {
        run.crash();
        XaSession manager = new XaSession(run.fixture, run.fixture.connect());
        List<XidImpl> inDoubt = manager.recover();
        for (XidImpl xid : run.ended) {
            assertTrue(!inDoubt.contains(xid), where + ": " + xid + " was ended, in doubt are " + inDoubt);
        }
        // the transaction manager commits whatever is still in doubt
        for (XidImpl xid : inDoubt) {
            assertEquals(XaCode.OK, manager.commit(xid), where);
        }
        List<String> in = run.drained("in");
        List<String> out = run.drained("out");
        assertEquals(out, run.drained("copies"), where + ": out and copies");
        for (String text : out) {
            assertTrue(!in.contains(text), where + ": " + text + " is in both places");
        }
        for (String text : run.produced) {
            assertTrue(in.contains(text) || out.contains(text), where + ": " + text + " is lost");
        }
        for (String each : run.committed) {
            assertTrue(out.contains(each), where + ": " + each + " was committed");
        }
        for (String each : run.rolledBack) {
            assertTrue(in.contains(each), where + ": " + each + " was rolled back");
        }
        List<String> all = new ArrayList<>(in);
        all.addAll(out);
        assertEquals(all.size(), all.stream().distinct().count(), where + ": twice");
    }

    /** @param stepsMax steps that one command may take: the three of each transaction at once, or in parts */
    @ParameterizedTest
    @ValueSource(ints = {1000, 2})
    void aCrashBehindEachWriteSetLeavesAllOrNothing(int stepsMax) {
        Run whole = new Run(stepsMax, Long.MAX_VALUE);
        assertEquals(2 * MOVES, whole.produced.size());
        assertEquals(MOVES, whole.ended.size());
        assertTrue(whole.writeSets > 30, whole.writeSets + " write sets");
        check(whole, "at the end");
        for (long last = 0; last <= whole.writeSets; last++) {
            check(new Run(stepsMax, last), "behind write set " + last);
        }
    }
}
