package io.postrider.torture.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FaultsTest {
    @TempDir
    private Path folder;

    private List<String> planned(long seed) throws InterruptedException {
        Random random = new Random(seed);
        return Faults.here(folder.resolve("small-disk")).named(Faults.names()).stream().map(fault -> fault.name() + ": " + fault.plan(random).text()).toList();
    }

    @Test
    void the_same_seed_plans_the_same_faults() throws InterruptedException {
        assertEquals(planned(1), planned(1));
        assertNotEquals(planned(1), planned(2));
    }

    @Test
    void each_has_a_name_of_its_own_and_a_meaning() {
        assertEquals(Faults.names().size(), Faults.names().stream().distinct().count());
        assertEquals(Faults.names().size(), Faults.names().stream().map(Faults::meaning).distinct().count());
    }
}
