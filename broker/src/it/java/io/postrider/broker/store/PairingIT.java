package io.postrider.broker.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Random histories in which each key is put once and removed once leave nothing behind, whatever is flushed and compacted between. */
@Timeout(300)
class PairingIT {
    private static final int STEPS = 3_000;
    private DataDisk disk;

    @BeforeEach
    void makeFolder() throws IOException {
        disk = new DataDisk();
    }

    @AfterEach
    void removeFolder() throws IOException {
        disk.close();
    }

    @Test
    void whatIsPutOnceAndRemovedOnceIsGone() throws Exception {
        for (long seed = 1; seed <= 6; seed++) {
            try (OpenStore open = new OpenStore(StoreSettings.of(disk.folder("seed-" + seed)).withMemtableBytes(256 * 1024))) {
                new History(open, new Random(seed), "seed " + seed).run();
            }
        }
    }

    /** One run; what is live is known by the key and removed through the same write sets as the core uses. */
    private static final class History {
        private final OpenStore open;
        private final Random random;
        private final String name;
        private final Map<String, Integer> puts = new TreeMap<>();
        private final List<Removal> live = new ArrayList<>();
        private final Set<Removal> inDestination = new HashSet<>();
        private long destination = 100;
        private long number;

        private interface Removal {
            void addTo(WriteSet set);
        }

        History(OpenStore open, Random random, String name) {
            this.open = open;
            this.random = random;
            this.name = name;
        }

        void run() throws InterruptedException, RocksDBException {
            for (int step = 0; step < STEPS; step++) {
                step();
                if (random.nextInt(100) == 0) {
                    open.store.database().flush();
                }
                if (random.nextInt(300) == 0) {
                    compact();
                }
                if (random.nextInt(200) == 0) {
                    deleteDestination();
                }
            }
            removeAll();
            deleteDestination();
            open.store.database().flush();
            compact();
            compactToTheLowestLevel();
            assertTrue(puts.values().stream().allMatch(state -> state == 2), name);
            for (Family family : List.of(Family.MESSAGES, Family.CHUNKS)) {
                assertEquals(0, entries(family), name + ", " + family);
                assertEquals("0", open.store.database().rocks().getProperty(open.store.database().handle(family), "rocksdb.estimate-num-keys"), name);
            }
            assertEquals(List.of(), open.store.database().rocks().getLiveFilesMetaData().stream()
                    .map(file -> new String(file.columnFamilyName())).filter(family -> !family.equals("state")).toList(), name);
        }

        private void step() throws InterruptedException {
            WriteSet set = open.set();
            for (int i = random.nextInt(10); i >= 0; i--) {
                if (random.nextInt(5) < 3) {
                    put(set, ++number);
                } else if (!live.isEmpty()) {
                    remove(set);
                }
            }
            commit(set);
        }

        private void put(WriteSet set, long id) {
            int priority = random.nextInt(10);
            switch (random.nextInt(4)) {
                case 0 -> {
                    set.storeMatch(6, priority, id);
                    live.add(other -> other.removeMatch(6, priority, id));
                }
                case 1 -> {
                    set.storeDelayed(1_000 + id % 7, id, Samples.message(id, "delayed"));
                    live.add(other -> other.removeDelayed(1_000 + id % 7, id));
                }
                case 2 -> {
                    int chunks = 1 + random.nextInt(4);
                    for (int index = 0; index < chunks; index++) {
                        set.storeChunk(id, index, new byte[2_000], 0, 2_000);
                    }
                    live.add(other -> other.removeBody(id, chunks));
                }
                default -> {
                    long owner = destination;
                    set.storeMessage(owner, priority, id, Samples.message(id, new byte[random.nextInt(1_000)]));
                    Removal removal = other -> other.removeMessage(owner, priority, id);
                    live.add(removal);
                    inDestination.add(removal);
                }
            }
        }

        /** Its messages go with it, and nothing is put there or removed from there afterwards. */
        private void deleteDestination() throws InterruptedException {
            WriteSet set = open.set();
            set.deleteLanes(Keys.MESSAGE, destination);
            commit(set);
            live.removeAll(inDestination);
            inDestination.clear();
            destination++;
        }

        private void remove(WriteSet set) {
            Removal last = live.remove(live.size() - 1);
            if (!live.isEmpty()) {
                last = live.set(random.nextInt(live.size()), last);
            }
            last.addTo(set);
        }

        private void removeAll() throws InterruptedException {
            while (!live.isEmpty()) {
                WriteSet set = open.set();
                for (int i = 0; i < 100 && !live.isEmpty(); i++) {
                    remove(set);
                }
                commit(set);
            }
        }

        private void commit(WriteSet set) throws InterruptedException {
            Operations.forEach(set, (tag, family, key, value) -> {
                if (tag == WriteSet.TAG_DELETE_RANGE) {
                    String prefix = family + " " + HexFormat.of().formatHex(key);
                    puts.replaceAll((each, state) -> each.startsWith(prefix) ? Integer.valueOf(2) : state);
                    return;
                }
                String place = family + " " + HexFormat.of().formatHex(key);
                int before = puts.getOrDefault(place, 0);
                assertEquals(tag == WriteSet.TAG_PUT ? 0 : 1, before, name + ": tag " + tag + " for " + place);
                assertTrue(tag == WriteSet.TAG_PUT || tag == WriteSet.TAG_SINGLE_DELETE, name + ": tag " + tag);
                puts.put(place, before + 1);
            });
            if (random.nextInt(20) == 0) {
                open.commitDurably(set);
            } else {
                open.commit(set);
            }
        }

        private void compact() throws RocksDBException {
            for (Family family : Family.values()) {
                open.store.database().rocks().compactRange(open.store.database().handle(family));
            }
        }

        /**
         * RocksDB may move a file that holds nothing but the marker of a deleted destination down as it is, and what is on the lowest
         * level is not compacted again unless it is forced.
         */
        private void compactToTheLowestLevel() throws RocksDBException {
            try (CompactRangeOptions forced = new CompactRangeOptions()) {
                forced.setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce);
                for (Family family : Family.values()) {
                    open.store.database().rocks().compactRange(open.store.database().handle(family), null, null, forced);
                }
            }
        }

        private int entries(Family family) throws RocksDBException {
            int count = 0;
            try (ReadOptions options = new ReadOptions(); RocksIterator entries = open.store.database().iterator(family, options)) {
                for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                    count++;
                }
                entries.status();
            }
            return count;
        }
    }
}
