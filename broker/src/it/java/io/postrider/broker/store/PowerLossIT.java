package io.postrider.broker.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What was reported durable outlives a loss of power, and what was not synced would be missed. */
@Timeout(300)
class PowerLossIT {
    private static final int KILLS = 4;
    private DataDisk disk;
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        disk = new DataDisk();
        folder = disk.folder("data");
    }

    @AfterEach
    void removeFolder() throws IOException {
        disk.close();
    }

    @Test
    void theUnsyncedTailIsGoneAndTheSyncedPartIsThere() throws Exception {
        Path killed;
        Path cut;
        try (RocksStore store = RocksStore.open(StoreSettings.of(folder).notingSyncedWal())) {
            write(store.groups(), 1, 100, true);
            write(store.groups(), 101, 110, false);
            killed = disk.copy(folder, "killed");
            cut = disk.copy(folder, "cut");
        }
        check(killed, 110);
        assertTrue(PowerLoss.cut(cut) > 10_000);
        assertEquals(100, check(cut, 100));
    }

    @Test
    void aSyncOfEverythingCoversWhatWasWrittenUnsynced() throws Exception {
        Path cut;
        try (RocksStore store = RocksStore.open(StoreSettings.of(folder).notingSyncedWal())) {
            write(store.groups(), 1, 100, false);
            store.groups().sync(100);
            write(store.groups(), 101, 101, false);
            cut = disk.copy(folder, "cut");
        }
        assertTrue(PowerLoss.cut(cut) > 1_000);
        assertEquals(100, check(cut, 100));
    }

    @Test
    void aCommitterThatDoesNotSyncIsFoundOut() throws Exception {
        Path cut;
        try (RocksStore store = RocksStore.open(StoreSettings.of(folder).notingSyncedWal())) {
            write(new Dishonest(store.groups()), 1, 100, true);
            cut = disk.copy(folder, "cut");
        }
        assertTrue(PowerLoss.cut(cut) > 100_000);
        assertThrows(AssertionError.class, () -> check(cut, 100));
    }

    @Test
    void aKilledProcessWithItsPowerCutHasAllThatItReported() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            long durable = killedAfter(folder, 300 + 200 * kill, kill, "honest");
            PowerLoss.cut(folder);
            check(folder, durable);
        }
    }

    /** Killed just after RocksDB wrote a file of its own accord, it would have lost nothing: so not each time, but soon. */
    @Test
    void aKilledProcessThatDidNotSyncIsFoundOut() throws Exception {
        assertTrue(IntStream.range(0, KILLS).anyMatch(kill -> lostWithoutSync(disk.folder("dishonest-" + kill), kill)));
    }

    private boolean lostWithoutSync(Path data, int kill) {
        try {
            long durable = killedAfter(data, 500, kill, "dishonest");
            PowerLoss.cut(data);
            check(data, durable);
            return false;
        } catch (AssertionError lost) {
            return true;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aKilledProcessLeavesNoFileForRocksDbsSakeWhereTemporaryFilesAre() throws Exception {
        killedAfter(folder, 10, 1, "honest");
        try (Stream<Path> left = Files.list(disk.folder("temporary"))) {
            assertEquals(List.of(), left.filter(each -> !each.getFileName().toString().startsWith("hsperfdata")).toList());
        }
    }

    /** Returns the last number that the process reported before it was killed. */
    private long killedAfter(Path data, int reports, long seed, String honesty) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-Djava.io.tmpdir=" + Files.createDirectories(disk.folder("temporary")), "-cp",
                System.getProperty("java.class.path"), KilledWriter.class.getName(), data.toString(), Long.toString(seed), honesty)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String last = null;
        try (BufferedReader durable = writer.inputReader()) {
            for (int i = 0; i < reports; i++) {
                last = durable.readLine();
            }
            // Not by the process itself, which would close the stream with what it still holds.
            writer.toHandle().destroyForcibly();
            for (String line = durable.readLine(); line != null && !line.isEmpty(); line = durable.readLine()) {
                last = line;
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return Long.parseLong(last);
    }

    private static void write(GroupLog log, long from, long to, boolean sync) {
        for (long number = from; number <= to; number++) {
            GroupBatch group = new GroupBatch();
            group.add(Samples.storing(number, "x".repeat(2_000)));
            log.write(group.encode(new AppliedRecord(0, number, number - 1, 0)), number, sync);
        }
    }

    /** The check that counts: everything up to {@code durable} is there. Returns what was applied last. */
    private static long check(Path data, long durable) throws InterruptedException {
        try (OpenStore open = new OpenStore(data)) {
            assertTrue(open.loaded.applied() >= durable, "applied " + open.loaded.applied() + ", durable were " + durable);
            assertEquals(0, open.loaded.lostWriteSets());
            long expected = 1;
            for (long scanned = 0; scanned != Long.MAX_VALUE; ) {
                ReadResult result = open.read(Samples.lane(1, scanned, 1_000));
                for (ReadResult.Found found : result.found()) {
                    assertEquals(expected++, found.position());
                }
                scanned = result.scanned();
            }
            assertEquals(open.loaded.applied(), expected - 1);
            return open.loaded.applied();
        }
    }
}
