package io.postrider.benchmark.narayana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.benchmark.narayana.Sides.Kind;
import io.postrider.benchmark.users.TestBroker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The application is killed somewhere in a stream of transactions, as are brokers while it lives, and started again: it goes on, and recovers
 * at the same time what it had left. The system property {@code narayana.seed} repeats a run as far as processes let that be repeated,
 * {@code narayana.kills} makes it longer.
 */
@Timeout(600)
class KilledStreamIT {
    private static final int KILLS = Integer.getInteger("narayana.kills", 2);
    private static final int COMMITTED_BETWEEN_MAX = 40;
    /** In each queue, and more than can be transferred in the time. */
    private static final int MESSAGES = 500 * KILLS;

    private final long seed = Long.getLong("narayana.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void each_message_is_on_one_side_of_two_brokers_after_kills_of_the_application_and_of_both() throws Exception {
        agreeAfterKills(Kind.TWO_BROKERS);
    }

    @Test
    void each_message_is_with_the_broker_or_in_the_database_after_kills_of_the_application_and_of_the_broker() throws Exception {
        agreeAfterKills(Kind.BROKER_AND_DATABASE);
    }

    @Test
    void each_message_is_in_one_queue_of_a_broker_after_kills_of_the_application_and_of_the_broker() throws Exception {
        agreeAfterKills(Kind.ONE_BROKER);
    }

    private void agreeAfterKills(Kind kind) throws Exception {
        try (Sides sides = new Sides(kind)) {
            List<String> names = Application.streams();
            Map<String, List<String>> sent = sides.fill(names, MESSAGES);
            List<String> committed = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                try (Program application = sides.application("stream")) {
                    application.line("ready");
                    read(application, committed);
                    TestBroker victim = sides.to() == null || random.nextBoolean() ? sides.from() : sides.to();
                    victim.kill();
                    if (random.nextBoolean()) {
                        victim.start();
                        read(application, committed);
                        committed.addAll(committed(application.kill().stream()));
                    } else {
                        committed.addAll(committed(application.kill().stream()));
                        victim.start();
                    }
                }
            }
            sides.recover();
            Map<String, List<String>> arrived = sides.arrived(names);
            Map<String, List<String>> left = sides.left(names);
            for (String name : names) {
                List<String> everywhere = Stream.of(arrived, left).flatMap(side -> side.get(name).stream()).sorted().toList();
                assertEquals(sent.get(name).stream().sorted().toList(), everywhere, name + ", seed " + seed);
                Set<String> there = new HashSet<>(arrived.get(name));
                List<String> lost = committed.stream().filter(text -> text.startsWith(name + "-") && !there.contains(text)).toList();
                assertEquals(List.of(), lost, name + ": committed and not there, seed " + seed);
            }
        }
    }

    /** Until a few more are committed. */
    private void read(Program application, List<String> committed) throws Exception {
        for (int left = 1 + random.nextInt(COMMITTED_BETWEEN_MAX); left > 0; left--) {
            committed.addAll(committed(Stream.of(application.line("committed "))));
        }
    }

    private static List<String> committed(Stream<String> lines) {
        List<String> committed = new ArrayList<>();
        lines.forEach(line -> {
            assertTrue(line.startsWith("committed "), line);
            committed.add(line.substring("committed ".length()));
        });
        return committed;
    }
}
