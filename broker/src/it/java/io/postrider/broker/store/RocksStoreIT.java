package io.postrider.broker.store;

import io.postrider.transport.message.DestinationName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class RocksStoreIT {
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
    void aNewFolderIsEmptyAndClean() {
        try (OpenStore open = new OpenStore(folder)) {
            assertEquals(0, open.loaded.applied());
            assertTrue(open.loaded.cleanStop());
            assertEquals(0, open.loaded.lostWriteSets());
            assertEquals(List.of(), open.loaded.records());
            assertEquals(24, open.loaded.nodeId().length());
        }
    }

    @Test
    void whatWasDurableIsThereAfterACleanStop() throws Exception {
        DestinationRecord orders = new DestinationRecord(5, DestinationName.queue("orders"));
        String nodeId;
        try (OpenStore open = new OpenStore(folder)) {
            nodeId = open.loaded.nodeId();
            WriteSet set = open.set();
            set.put(orders);
            set.put(new AttemptsRecord(6, 4, 2, 3));
            open.commitDurably(set);
            open.store("hello");
        }
        try (OpenStore open = new OpenStore(folder)) {
            assertEquals(2, open.loaded.applied());
            assertTrue(open.loaded.cleanStop());
            assertEquals(nodeId, open.loaded.nodeId());
            assertEquals(List.of(orders), open.loaded.records(), "attempts are not loaded");
            ReadResult result = open.read(Samples.lane(1, 0, 10));
            assertEquals(List.of("hello"), result.found().stream().map(found -> Samples.text(found.message())).toList());
            assertEquals(2, result.applied());
            assertEquals(Long.MAX_VALUE, result.scanned());
            assertEquals(3, open.store("again"));
        }
    }

    @Test
    void whatWasDurableIsThereAfterACrash() throws Exception {
        Path crashed;
        try (OpenStore open = new OpenStore(folder)) {
            for (int i = 0; i < 100; i++) {
                open.store("message " + i);
            }
            crashed = disk.copy(folder, "crashed");
        }
        try (OpenStore open = new OpenStore(crashed)) {
            assertEquals(100, open.loaded.applied());
            assertFalse(open.loaded.cleanStop());
            assertEquals(0, open.loaded.lostWriteSets());
            assertEquals(100, open.read(Samples.lane(1, 0, 1_000)).found().size());
        }
    }

    @Test
    void aCleanStopLeavesNothingInTheLogs() throws Exception {
        try (OpenStore open = new OpenStore(folder)) {
            open.store("in a table file");
        }
        for (Path log : WalFile.in(folder.resolve("store"))) {
            Files.write(log, new byte[100_000]);
        }
        try (OpenStore open = new OpenStore(folder)) {
            assertEquals(1, open.loaded.applied());
            assertTrue(open.loaded.cleanStop());
            assertEquals(1, open.read(Samples.lane(1, 0, 10)).found().size());
        }
    }

    @Test
    void aClosedStoreRefusesInsteadOfCrashing() throws Exception {
        OpenStore open = new OpenStore(folder);
        open.close();
        open.close();
        assertThrows(StoreException.class, () -> open.readers.readChunk(1, 0));
        assertFalse(open.readers.read(Samples.lane(1, 0, 10)));
        assertThrows(IllegalStateException.class, () -> open.commit(open.set()));
    }

    @Test
    void aWriteSetThatNobodyAwaitsIsDurableSoonAllTheSame() throws Exception {
        try (OpenStore open = new OpenStore(folder)) {
            WriteSet set = open.set();
            set.storeMessage(5, 4, 1, Samples.message(1, "quiet"));
            open.commit(set);
            open.awaitDurable(1);
        }
    }

    @Test
    void theOptionsThatMatterAreInForce() throws Exception {
        new OpenStore(folder).close();
        try (Stream<Path> files = Files.list(folder.resolve("store"))) {
            Path newest = files.filter(file -> file.getFileName().toString().startsWith("OPTIONS-")).sorted().reduce((a, b) -> b).orElseThrow();
            List<String> lines = Files.readAllLines(newest).stream().map(String::strip).toList();
            assertTrue(lines.containsAll(List.of("recycle_log_file_num=4", "wal_recovery_mode=kPointInTimeRecovery", "atomic_flush=true")),
                    "RocksDB changes options that do not go together without a word");
        }
    }

    @Test
    void aFolderInUseIsRefusedWithTheProcess() {
        try (OpenStore open = new OpenStore(folder)) {
            StoreException refusal = assertThrows(StoreException.class, () -> new OpenStore(folder));
            assertEquals("The data folder " + open.store.folder() + " is in use by another broker (process " + ProcessHandle.current().pid()
                    + "). Stop that one, or name another folder.", refusal.getMessage());
        }
        new OpenStore(folder).close();
    }

    @Test
    void aNewerFormatIsRefusedWithBothVersions() throws Exception {
        new OpenStore(folder).close();
        Files.writeString(folder.resolve("format"), "postrider store format " + (DataFolder.FORMAT + 1) + "\n");
        StoreException refusal = assertThrows(StoreException.class, () -> new OpenStore(folder));
        assertEquals("The data folder " + folder + " has store format " + (DataFolder.FORMAT + 1) + ", this broker reads up to " + DataFolder.FORMAT
                + ". Start the newer broker that wrote it.",
                refusal.getMessage());
    }

    @Test
    void aStoreWithoutItsFormatIsRefused() throws Exception {
        new OpenStore(folder).close();
        Files.delete(folder.resolve("format"));
        assertTrue(assertThrows(StoreException.class, () -> new OpenStore(folder)).getMessage().contains("no file named 'format'"));
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws Exception {
        Files.writeString(folder, "a file");
        assertEquals("The data folder " + folder + " is a file. Move it away, or name another folder.",
                assertThrows(StoreException.class, () -> new OpenStore(folder)).getMessage());
    }

    @Test
    void aFolderBelowAFileIsRefused() throws Exception {
        Files.writeString(folder, "a file");
        String message = assertThrows(StoreException.class, () -> new OpenStore(folder.resolve("below"))).getMessage();
        assertTrue(message.startsWith("The data folder " + folder.resolve("below") + " cannot be used: "), message);
    }
}
