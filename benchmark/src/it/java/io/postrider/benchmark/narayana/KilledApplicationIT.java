package io.postrider.benchmark.narayana;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.benchmark.narayana.Sides.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The application is killed in each moment of a transaction, and what it left in doubt is decided by a process that comes after it. */
@Timeout(180)
class KilledApplicationIT {
    private static final int MESSAGES = Application.COMMITTED_BEFORE + 2;

    /** What happens between the death of the application and the recovery. */
    @FunctionalInterface
    private interface Meanwhile {
        void happens(Sides sides) throws Exception;
    }

    @Test
    void two_brokers_agree_in_whatever_moment_the_application_was_killed() throws Exception {
        agreeAfter(Kind.TWO_BROKERS, sides -> { });
    }

    @Test
    void two_brokers_that_are_killed_as_well_agree_in_whatever_moment_that_was() throws Exception {
        agreeAfter(Kind.TWO_BROKERS, sides -> {
            sides.from().kill();
            sides.to().kill();
            sides.from().start();
            sides.to().start();
        });
    }

    @Test
    void a_broker_and_a_database_agree_in_whatever_moment_the_application_was_killed() throws Exception {
        agreeAfter(Kind.BROKER_AND_DATABASE, sides -> { });
    }

    @Test
    void a_broker_that_is_killed_as_well_agrees_with_a_database_in_whatever_moment_that_was() throws Exception {
        agreeAfter(Kind.BROKER_AND_DATABASE, sides -> {
            sides.from().kill();
            sides.from().start();
        });
    }

    private static void agreeAfter(Kind kind, Meanwhile meanwhile) throws Exception {
        try (Sides sides = new Sides(kind)) {
            List<String> names = new ArrayList<>();
            Map<String, Integer> committed = new HashMap<>();
            for (Moment moment : Moment.values()) {
                for (boolean sinkFirst : new boolean[] {false, true}) {
                    names.add(Application.name(moment, sinkFirst));
                    committed.put(Application.name(moment, sinkFirst), Application.COMMITTED_BEFORE + (moment.commits() ? 1 : 0));
                }
            }
            Map<String, List<String>> sent = sides.fill(names, MESSAGES);
            try (Program application = sides.application("moments")) {
                application.line("ready");
                application.kill();
            }
            meanwhile.happens(sides);
            sides.recover();
            Map<String, List<String>> arrived = sides.arrived(names);
            Map<String, List<String>> left = sides.left(names);
            assertAll(names.stream().map(name -> () -> {
                assertEquals(sent.get(name).subList(0, committed.get(name)), arrived.get(name), name + ": what has arrived");
                assertEquals(sent.get(name).subList(committed.get(name), MESSAGES), left.get(name), name + ": what is left");
            }));
        }
    }
}
