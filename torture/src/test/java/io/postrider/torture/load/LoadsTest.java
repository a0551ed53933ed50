package io.postrider.torture.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.torture.log.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadsTest {
    @Test
    void the_names_of_actors_are_different_and_begin_with_their_load() {
        Set<String> names = new HashSet<>();
        for (Load load : Loads.all()) {
            for (Actor actor : load.actors()) {
                assertTrue(actor.name().startsWith(load.name() + "-"), actor.name());
                assertTrue(actor.name().matches("[a-z0-9-]+"), actor.name());
                assertTrue(names.add(actor.name()), actor.name());
            }
        }
    }

    @Test
    void each_actor_is_in_one_process() {
        List<String> shared = new ArrayList<>();
        for (int process = 0; process < 3; process++) {
            Loads.share(Loads.all(), process, 3).keySet().forEach(actor -> shared.add(actor.name()));
        }
        List<String> all = new ArrayList<>();
        Loads.all().forEach(load -> load.actors().forEach(actor -> all.add(actor.name())));
        shared.removeAll(List.of("xa-recovery-0", "xa-recovery-1", "xa-recovery-2"));
        assertEquals(all.stream().sorted().toList(), shared.stream().sorted().toList());
    }

    @Test
    void a_process_has_a_recovery_if_it_has_global_transactions_and_none_otherwise() {
        for (int process = 0; process < 3; process++) {
            String recovery = "xa-recovery-" + process;
            assertTrue(Loads.share(Loads.all(), process, 3).keySet().stream().anyMatch(actor -> actor.name().equals(recovery)));
            assertTrue(Loads.share(List.of(new PlainLoad()), process, 3).keySet().stream().noneMatch(actor -> actor.name().equals(recovery)));
        }
    }

    @Test
    void the_same_seed_makes_the_same_messages() {
        Outline outline = Outline.of("queue:q").withKeys(3).withDelays(1_000).withPriorities();
        assertEquals(outline.next("p-1", Event.NONE, new Random(5)), outline.next("p-1", Event.NONE, new Random(5)));
    }

    @Test
    void a_load_that_is_not_known_is_named_with_those_that_are() {
        String message = assertThrows(IllegalArgumentException.class, () -> Loads.named("heavy")).getMessage();
        assertTrue(message.contains("'heavy'") && message.contains("plain, asynchronous"), message);
    }
}
