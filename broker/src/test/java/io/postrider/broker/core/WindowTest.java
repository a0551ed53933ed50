package io.postrider.broker.core;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

@Timeout(60)
class WindowTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itDoesAsASortedMapDoes(long seed) {
        Random random = new Random(seed);
        Window window = new Window();
        TreeMap<Long, Entry> model = new TreeMap<>();
        long last = 0;
        for (int step = 0; step < 5_000; step++) {
            int growing = step / 1_000 % 2 == 0 ? 6 : 3;
            if (random.nextInt(10) < growing) {
                last += 1 + random.nextInt(3);
                Entry entry = new Entry(last, null, null);
                entry.state = random.nextBoolean() ? Entry.State.READY : Entry.State.HELD;
                window.add(entry);
                model.put(last, entry);
            } else if (!model.isEmpty()) {
                long from = random.nextInt((int) last + 1);
                Long position = random.nextBoolean() ? model.firstKey() : model.ceilingKey(from);
                if (position != null) {
                    model.remove(position);
                    window.remove(position);
                }
            }
            if (random.nextInt(500) == 0) {
                window.clear();
                model.clear();
            }
            if (random.nextInt(100) == 0 && model.size() > 1) {
                int kept = 1 + random.nextInt(model.size() - 1);
                List<Entry> gone = new ArrayList<>();
                long end = window.positionOf(kept);
                assertEquals(end, window.keepFirst(kept, gone::add));
                assertEquals(new ArrayList<>(model.tailMap(end, false).values()), gone);
                model.tailMap(end, false).clear();
                assertEquals(kept, model.size());
            }
            compare(window, model, random.nextInt((int) last + 3));
        }
    }

    private static void compare(Window window, TreeMap<Long, Entry> model, long position) {
        assertEquals(model.size(), window.size());
        assertEquals(model.isEmpty(), window.isEmpty());
        assertEquals(model.isEmpty() ? -1 : model.firstKey(), window.firstPosition());
        assertSame(model.get(position), window.get(position));
        Map.Entry<Long, Entry> after = model.higherEntry(position);
        assertSame(after == null ? null : after.getValue(), window.firstAfter(position));
        assertSame(model.tailMap(position, true).values().stream().filter(entry -> entry.state == Entry.State.READY).findFirst().orElse(null),
                window.firstReady(position));
        List<Entry> all = new ArrayList<>();
        window.forEach(all::add);
        assertEquals(new ArrayList<>(model.values()), all);
    }

    @Test
    void itGrowsAtItsEndOnly() {
        Window window = new Window();
        window.add(new Entry(5, null, null));

        assertThrows(IllegalStateException.class, () -> window.add(new Entry(5, null, null)));
        assertThrows(IllegalStateException.class, () -> window.add(new Entry(4, null, null)));
    }

    @Test
    void whatIsNotThereCannotBeRemoved() {
        Window window = new Window();
        window.add(new Entry(5, null, null));
        window.remove(5);

        assertNull(window.get(5));
        assertThrows(IllegalStateException.class, () -> window.remove(5));
    }
}
