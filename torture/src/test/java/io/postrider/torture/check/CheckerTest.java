package io.postrider.torture.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.torture.log.Event;
import io.postrider.torture.log.Event.Mode;
import io.postrider.torture.log.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the judge says of logs that were written by hand. */
@Timeout(30)
class CheckerTest {
    private static final String ONE = "p.0.1-1";
    private static final String TWO = "p.0.1-2";

    @TempDir
    private Path folder;
    private WrittenLogs logs;

    @BeforeEach
    void begin() throws IOException {
        logs = new WrittenLogs(folder);
    }

    private void finds(Kind kind, String text) throws IOException {
        Verdict verdict = logs.verdict();
        Map<Kind, Long> expected = new EnumMap<>(Kind.class);
        for (Kind each : Kind.values()) {
            expected.put(each, each == kind ? 1L : 0L);
        }
        assertEquals(expected, new EnumMap<>(verdict.counts()), () -> verdict.findings().toString());
        assertTrue(verdict.findings().get(0).text().contains(text), () -> verdict.findings().toString());
    }

    private void findsNothing() throws IOException {
        Verdict verdict = logs.verdict();
        assertTrue(verdict.isClean(), () -> verdict.findings().toString());
    }

    // --- lost and stuck

    @Test
    void a_message_that_is_sent_and_taken_is_counted_and_all_is_well() throws IOException {
        logs.open("c.0", Mode.CLIENT).sent(ONE).takes("c.0", ONE, false, "u1");
        findsNothing();
        assertEquals(new LoadTally("load", 1, 0, 0, 1, 0, 1), logs.verdict().loads().get(0));
    }

    @Test
    void a_confirmed_message_that_nobody_gets_is_lost() throws IOException {
        logs.open("c.0", Mode.CLIENT).sent(ONE);
        finds(Kind.LOST, "nobody ever got it");
    }

    @Test
    void a_committed_message_that_nobody_gets_is_lost() throws IOException {
        logs.open("c.0", Mode.CLIENT).sends(ONE, "t1").ending("p.0", "t1").ended("p.0", "t1", Outcome.DONE);
        finds(Kind.LOST, "nobody ever got it");
    }

    @Test
    void a_message_that_is_given_back_and_never_comes_again_is_lost() throws IOException {
        logs.open("c.0", Mode.TRANSACTED).sent(ONE).receives("c.0", ONE, false, "u1").ended("c.0", "u1", Outcome.UNDONE);
        finds(Kind.LOST, "never came again");
    }

    @Test
    void a_message_of_a_consumer_that_was_killed_before_its_commit_has_to_come_again() throws IOException {
        logs.open("c.0", Mode.TRANSACTED).sent(ONE).receives("c.0", ONE, false, "u1");
        finds(Kind.LOST, "never came again");
    }

    @Test
    void a_message_whose_commit_was_under_way_when_its_consumer_was_killed_may_be_gone() throws IOException {
        logs.open("c.0", Mode.TRANSACTED).sent(ONE).receives("c.0", ONE, false, "u1").ending("c.0", "u1");
        findsNothing();
    }

    @Test
    void a_send_whose_outcome_is_not_known_may_have_come_to_nothing() throws IOException {
        logs.open("c.0", Mode.CLIENT).sends(ONE).event("p.0", new Event.Ended(ONE, Outcome.UNKNOWN));
        findsNothing();
    }

    @Test
    void a_send_whose_outcome_is_not_known_may_have_arrived() throws IOException {
        logs.open("c.0", Mode.CLIENT).sends(ONE).takes("c.0", ONE, false, "u1");
        findsNothing();
    }

    @Test
    void a_transaction_whose_branches_ended_differently_is_mixed() throws IOException {
        logs.open("c.0", Mode.CLIENT).sends(ONE, "t1").ending("p.0", "t1").ended("p.0", "t1", Outcome.MIXED).takes("c.0", ONE, false, "u1");
        finds(Kind.MIXED, "did not all end alike");
    }

    @Test
    void a_message_that_is_left_over_at_the_end_is_stuck() throws IOException {
        logs.open("c.0", Mode.CLIENT).sent(ONE).open("sweep.0", Mode.SWEEP).takes("sweep.0", ONE, false, "u1");
        finds(Kind.STUCK, "still there");
    }

    @Test
    void a_subscription_of_a_topic_gets_what_is_sent_after_it_was_made_and_not_what_was_sent_before() throws IOException {
        String topic = "topic:t";
        logs.event("p.0", new Event.Sent(ONE, topic, Event.NONE, 4, 0, true, Event.NONE)).event("p.0", new Event.Ended(ONE, Outcome.DONE));
        logs.event("c.0", new Event.Opened(topic + "/s", topic, Event.NONE, Mode.CLIENT));
        findsNothing();
        logs.event("p.0", new Event.Sent(TWO, topic, Event.NONE, 4, 0, true, Event.NONE)).event("p.0", new Event.Ended(TWO, Outcome.DONE));
        finds(Kind.LOST, "nobody ever got it");
    }

    @Test
    void each_subscription_of_a_topic_has_to_get_it() throws IOException {
        String topic = "topic:t";
        logs.event("c.0", new Event.Opened(topic + "/s", topic, Event.NONE, Mode.AUTO)).event("d.0", new Event.Opened(topic + "/r", topic, Event.NONE, Mode.AUTO));
        logs.event("p.0", new Event.Sent(ONE, topic, Event.NONE, 4, 0, true, Event.NONE)).event("p.0", new Event.Ended(ONE, Outcome.DONE));
        logs.event("c.0", new Event.Received(topic + "/s", ONE, false, 1, true, Event.NONE));
        finds(Kind.LOST, "nobody ever got it");
        assertEquals(topic + "/r", logs.verdict().findings().get(0).where());
    }

    @Test
    void a_non_persistent_message_may_be_lost_before_the_last_fault_and_not_after_it() throws IOException {
        logs.open("c.0", Mode.AUTO).event("p.0", new Event.Sent(ONE, WrittenLogs.QUEUE, Event.NONE, 4, 0, false, Event.NONE))
                .event("p.0", new Event.Ended(ONE, Outcome.DONE)).fault(0.05, 0);
        findsNothing();
        logs.event("p.0", new Event.Sent(TWO, WrittenLogs.QUEUE, Event.NONE, 4, 0, false, Event.NONE)).event("p.0", new Event.Ended(TWO, Outcome.DONE));
        finds(Kind.LOST, "nobody ever got it");
    }

    // --- doubled

    @Test
    void a_message_that_is_committed_twice_is_doubled() throws IOException {
        logs.open("c.0", Mode.TRANSACTED).sent(ONE).takes("c.0", ONE, false, "u1").takes("c.0", ONE, true, "u2");
        finds(Kind.DOUBLED, "2 times");
    }

    @Test
    void a_message_that_comes_again_before_the_one_acknowledge_for_both_is_well_and_in_a_transaction_it_is_not() throws IOException {
        logs.open("c.0", Mode.CLIENT).sent(ONE).receives("c.0", ONE, false, "u1").fault(0, 0).takes("c.0", ONE, true, "u1");
        findsNothing();
        logs.open("d.0", Mode.TRANSACTED).sent(TWO).receives("d.0", TWO, false, "u2").fault(0, 0).takes("d.0", TWO, true, "u2");
        finds(Kind.DOUBLED, "2 times");
    }

    @Test
    void a_message_that_comes_twice_as_if_it_were_new_is_doubled() throws IOException {
        logs.open("c.0", Mode.TRANSACTED).sent(ONE).receives("c.0", ONE, false, "u1").ended("c.0", "u1", Outcome.UNDONE).takes("c.0", ONE, false, "u2");
        finds(Kind.DOUBLED, "without JMSRedelivered");
    }

    @Test
    void a_message_that_was_rolled_back_comes_again_flagged() throws IOException {
        logs.open("c.0", Mode.TRANSACTED).sent(ONE).receives("c.0", ONE, false, "u1").ended("c.0", "u1", Outcome.UNDONE).takes("c.0", ONE, true, "u2");
        findsNothing();
    }

    @Test
    void a_message_whose_acknowledge_threw_may_come_again_flagged() throws IOException {
        logs.open("c.0", Mode.CLIENT).sent(ONE).receives("c.0", ONE, false, "u1").ending("c.0", "u1").ended("c.0", "u1", Outcome.UNKNOWN)
                .takes("c.0", ONE, true, "u2");
        findsNothing();
    }

    @Test
    void a_message_of_a_listener_may_come_again_after_a_fault_that_was_near() throws IOException {
        logs.open("c.0", Mode.AUTO).sent(ONE).receives("c.0", ONE, false, Event.NONE).later(1).fault(1, 0).later(3).receives("c.0", ONE, true, Event.NONE);
        findsNothing();
    }

    @Test
    void a_message_of_a_listener_that_comes_again_without_a_fault_near_is_doubled() throws IOException {
        logs.open("c.0", Mode.AUTO).sent(ONE).receives("c.0", ONE, false, Event.NONE).later(10).fault(1, 0).later(3).receives("c.0", ONE, true, Event.NONE);
        finds(Kind.DOUBLED, "long after");
    }

    @Test
    void a_message_that_was_acknowledged_and_comes_to_a_listener_long_after_is_doubled() throws IOException {
        logs.open("c.0", Mode.CLIENT).open("d.0", Mode.AUTO).sent(ONE).takes("c.0", ONE, false, "u1").fault(50, 0).later(60).receives("d.0", ONE, true, Event.NONE);
        finds(Kind.DOUBLED, "long after");
    }

    // --- reordered

    @Test
    void a_message_that_comes_before_an_earlier_one_is_reordered() throws IOException {
        logs.open("c.0", Mode.CLIENT).sent(ONE).sent(TWO).takes("c.0", TWO, false, "u1").takes("c.0", ONE, false, "u2");
        finds(Kind.REORDERED, "after " + TWO);
    }

    @Test
    void messages_that_come_again_are_not_reordered() throws IOException {
        logs.open("c.0", Mode.TRANSACTED).sent(ONE).sent(TWO).receives("c.0", ONE, false, "u1").receives("c.0", TWO, false, "u1")
                .ended("c.0", "u1", Outcome.UNDONE).takes("c.0", ONE, true, "u2").takes("c.0", TWO, true, "u3");
        findsNothing();
    }

    @Test
    void two_consumers_of_one_queue_have_no_order_between_them() throws IOException {
        logs.open("c.0", Mode.CLIENT).open("d.0", Mode.CLIENT).sent(ONE).sent(TWO).takes("c.0", TWO, false, "u1").takes("d.0", ONE, false, "u2");
        findsNothing();
    }

    @Test
    void sessions_priorities_and_delays_have_no_order_between_them() throws IOException {
        logs.open("c.0", Mode.CLIENT).sent(ONE).sent("p.0.2-1")
                .event("p.0", new Event.Sent(TWO, WrittenLogs.QUEUE, Event.NONE, 5, 0, true, Event.NONE))
                .event("p.0", new Event.Sent("p.0.1-3", WrittenLogs.QUEUE, Event.NONE, 4, 100, true, Event.NONE))
                .sent("p.0.1-4").later(1)
                .takes("c.0", "p.0.2-1", false, "u1").takes("c.0", TWO, false, "u2").takes("c.0", ONE, false, "u3")
                .takes("c.0", "p.0.1-4", false, "u4").takes("c.0", "p.0.1-3", false, "u5");
        findsNothing();
    }

    // --- phantom

    @Test
    void a_message_that_was_never_sent_is_a_phantom() throws IOException {
        logs.open("c.0", Mode.CLIENT).takes("c.0", ONE, false, "u1");
        finds(Kind.PHANTOM, "never sent");
    }

    @Test
    void a_message_of_a_transaction_that_was_rolled_back_is_a_phantom() throws IOException {
        logs.open("c.0", Mode.CLIENT).sends(ONE, "t1").ended("p.0", "t1", Outcome.UNDONE).takes("c.0", ONE, false, "u1");
        finds(Kind.PHANTOM, "rolled back");
    }

    @Test
    void a_message_of_a_transaction_whose_producer_was_killed_before_its_commit_is_a_phantom() throws IOException {
        logs.open("c.0", Mode.CLIENT).sends(ONE, "t1").takes("c.0", ONE, false, "u1");
        finds(Kind.PHANTOM, "rolled back");
    }

    @Test
    void a_message_whose_send_was_refused_is_a_phantom() throws IOException {
        logs.open("c.0", Mode.CLIENT).sends(ONE).event("p.0", new Event.Ended(ONE, Outcome.UNDONE)).takes("c.0", ONE, false, "u1");
        finds(Kind.PHANTOM, "refused");
    }

    @Test
    void a_message_that_the_selector_does_not_ask_for_is_a_phantom() throws IOException {
        logs.event("c.0", new Event.Opened("s", WrittenLogs.QUEUE, "k1", Mode.CLIENT)).event("d.0", new Event.Opened("t", WrittenLogs.QUEUE, "k2", Mode.AUTO))
                .event("p.0", new Event.Sent(ONE, WrittenLogs.QUEUE, "k2", 4, 0, true, Event.NONE))
                .event("c.0", new Event.Received("s", ONE, false, 1, true, "u1")).event("d.0", new Event.Received("t", ONE, false, 1, true, Event.NONE));
        finds(Kind.PHANTOM, "selector");
    }

    @Test
    void a_message_with_another_body_is_a_phantom() throws IOException {
        logs.open("c.0", Mode.AUTO).sent(ONE).event("c.0", new Event.Received(WrittenLogs.QUEUE, ONE, false, 1, false, Event.NONE));
        finds(Kind.PHANTOM, "body");
    }

    // --- early

    @Test
    void a_message_that_comes_before_its_time_is_early_unless_the_clock_was_put_forward() throws IOException {
        logs.open("c.0", Mode.AUTO).event("p.0", new Event.Sent(ONE, WrittenLogs.QUEUE, Event.NONE, 4, 2_000, true, Event.NONE)).later(1)
                .receives("c.0", ONE, false, Event.NONE);
        finds(Kind.EARLY, "2000 ms");
        logs.later(-0.5).fault(0.1, 1_000);
        findsNothing();
    }

    // --- moved in transactions

    private void move(String unit, String id, Outcome outcome) throws IOException {
        logs.receives("m.0", id, !unit.equals("u1"), unit).event("m.0", new Event.Sent(id, "queue:to", Event.NONE, 4, 0, true, unit)).ending("m.0", unit)
                .ended("m.0", unit, outcome);
    }

    private void openMover() throws IOException {
        logs.open("m.0", Mode.TRANSACTED).event("m.0", new Event.Linked(WrittenLogs.QUEUE, "queue:to"))
                .event("c.0", new Event.Opened("queue:to", "queue:to", Event.NONE, Mode.AUTO)).sent(ONE);
    }

    private void arrives(boolean flagged) throws IOException {
        logs.event("c.0", new Event.Received("queue:to", ONE, flagged, 1, true, Event.NONE));
    }

    @Test
    void a_message_that_is_moved_once_is_well_also_if_it_was_tried_before() throws IOException {
        openMover();
        move("u1", ONE, Outcome.UNDONE);
        move("u2", ONE, Outcome.DONE);
        arrives(false);
        findsNothing();
    }

    @Test
    void a_message_that_is_on_neither_side_of_a_transaction_is_lost() throws IOException {
        openMover();
        move("u1", ONE, Outcome.UNKNOWN);
        finds(Kind.LOST, "nobody ever got it");
    }

    @Test
    void a_message_that_is_moved_twice_is_doubled_there() throws IOException {
        openMover();
        move("u1", ONE, Outcome.UNKNOWN);
        arrives(false);
        move("u2", ONE, Outcome.DONE);
        arrives(false);
        finds(Kind.DOUBLED, "without JMSRedelivered");
    }

    // --- the report

    @Test
    void a_timeline_has_what_happened_to_the_message_and_the_faults_around_it() throws IOException {
        logs.open("c.0", Mode.TRANSACTED).sent(ONE).sent(TWO).fault(0.2, 0).takes("c.0", ONE, false, "u1").takes("c.0", ONE, true, "u2").takes("c.0", TWO, false, "u3");
        String timeline = String.join("\n", logs.verdict().findings().get(0).timeline());
        assertTrue(timeline.contains("p.0 sends it to queue:q"), timeline);
        assertTrue(timeline.contains("FAULT broker-kill: by hand"), timeline);
        assertTrue(timeline.contains("c.0 unit u2 is committed or acknowledged"), timeline);
        assertTrue(!timeline.contains("u3"), timeline);
    }
}
