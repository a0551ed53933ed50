package io.postrider.broker.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Bytes changed on the disk, and what a start or a read makes of them. */
@Timeout(300)
class DamageIT {
    private static final int MESSAGES = 200;
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
    void aTornEndOfTheLogIsNormal() throws Exception {
        Path crashed = crashed();
        flip(log(crashed), bytesOf("message " + MESSAGES), 0);
        Files.delete(crashed.resolve("hint"));
        try (OpenStore open = new OpenStore(crashed)) {
            assertEquals(MESSAGES - 1, open.loaded.applied());
            assertEquals(0, open.loaded.lostWriteSets());
        }
    }

    @Test
    void aLostEndThatTheHintKnowsIsReported() throws Exception {
        Path crashed = crashed();
        try (DataFolder data = DataFolder.open(crashed)) {
            data.writeHint(MESSAGES);
        }
        flip(log(crashed), bytesOf("message " + MESSAGES), 0);
        try (OpenStore open = new OpenStore(crashed)) {
            assertEquals(MESSAGES - 1, open.loaded.applied());
            assertEquals(1, open.loaded.lostWriteSets());
        }
        try (OpenStore open = new OpenStore(crashed)) {
            assertEquals(0, open.loaded.lostWriteSets(), "reported once");
        }
    }

    @Test
    void aLogDamagedInItsMiddleStopsTheStart() throws Exception {
        Path crashed = crashed();
        flip(log(crashed), bytesOf("message 77"), 0);
        Files.delete(crashed.resolve("hint"));
        byte[] before = Files.readAllBytes(log(crashed));
        String message = assertThrows(StoreException.class, () -> new OpenStore(crashed)).getMessage();
        assertEquals("The write-ahead log of the store in " + crashed + " is damaged in its middle: write sets up to 76 can be read, and at least"
                + " those up to 199 were durable. Nothing was changed. Keep a copy of the folder; then restore a backup, or start once with"
                + " acceptLoss to go on without write sets above 76.", message);
        assertTrue(Arrays.equals(before, Files.readAllBytes(log(crashed))));
        assertThrows(StoreException.class, () -> new OpenStore(crashed), "and stops every start");
        try (OpenStore open = new OpenStore(StoreSettings.of(crashed).acceptingLoss())) {
            assertEquals(76, open.loaded.applied());
            assertEquals(199 - 76, open.loaded.lostWriteSets());
            open.store("goes on");
        }
        try (OpenStore open = new OpenStore(crashed)) {
            assertEquals(77, open.loaded.applied());
        }
    }

    @Test
    void aRecycledLogDamagedInItsMiddleStopsTheStart() throws Exception {
        StoreSettings small = StoreSettings.of(folder).withMemtableBytes(256 * 1024);
        Path crashed;
        try (OpenStore open = new OpenStore(small)) {
            int stored = 0;
            while (stored < 2_000 || groups(log(folder)).size() < 50) {
                open.store("message " + ++stored + " " + "x".repeat(1_000));
            }
            crashed = disk.copy(folder, "crashed");
        }
        Path log = log(crashed);
        List<Long> groups = groups(log);
        long damaged = groups.get(groups.size() / 2);
        assertTrue(Files.size(log) > WalFile.end(log, 0), "the log was used before");
        flip(log, bytesOf("message " + damaged), 0);
        String message = assertThrows(StoreException.class, () -> new OpenStore(crashed)).getMessage();
        assertTrue(message.contains("write sets up to " + (damaged - 1) + " can be read, and at least those up to "
                + (groups.get(groups.size() - 1) - 1) + " were durable"), message);
    }

    @Test
    void aRecycledLogThatIsWholeLosesNothing() throws Exception {
        StoreSettings small = StoreSettings.of(folder).withMemtableBytes(256 * 1024);
        Path crashed;
        long last = 0;
        try (OpenStore open = new OpenStore(small)) {
            for (int i = 1; i <= 2_000; i++) {
                last = open.store("message " + i + " " + "x".repeat(1_000));
            }
            crashed = disk.copy(folder, "crashed");
        }
        try (OpenStore open = new OpenStore(crashed)) {
            assertEquals(last, open.loaded.applied());
            assertEquals(0, open.loaded.lostWriteSets());
        }
    }

    private static List<Long> groups(Path log) throws IOException {
        List<Long> numbers = new ArrayList<>();
        WalFile.read(log, (header, whole) -> numbers.add(header.number()));
        return numbers;
    }

    @Test
    void aDamagedManifestStopsTheStart() throws Exception {
        new OpenStore(folder).close();
        Path manifest = files(folder, "MANIFEST-.*").get(0);
        byte[] bytes = Files.readAllBytes(manifest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(manifest, bytes);
        String message = assertThrows(StoreException.class, () -> new OpenStore(folder)).getMessage();
        assertTrue(message.startsWith("The store in " + folder + " cannot be opened: "), message);
        assertTrue(message.endsWith(". Keep a copy of the folder and check the disk; then restore a backup, or start with an empty data folder."), message);
    }

    @Test
    void aMissingTableFileStopsTheStart() throws Exception {
        closed(MESSAGES);
        Files.delete(tableWith("message 77"));
        String message = assertThrows(StoreException.class, () -> new OpenStore(folder)).getMessage();
        assertTrue(message.startsWith("The store in " + folder + " cannot be opened: "), message);
    }

    @Test
    void aMessageThatWasWrittenWronglyIsSetAside() throws Exception {
        try (OpenStore open = new OpenStore(folder)) {
            open.store("first");
            WriteSet set = open.set();
            set.storeMessage(5, 4, 2, Samples.message(2, "damaged"));
            byte[] body = bytesOf("damaged");
            byte[] encoded = set.array();
            encoded[indexOf(encoded, body)] ^= 1;
            open.commitDurably(set);
            open.store("third");
            ReadResult result = open.read(Samples.lane(1, 0, 10));
            assertEquals(List.of(1L, 3L), result.found().stream().map(ReadResult.Found::position).toList());
            assertEquals(1, result.damaged());
            assertEquals(Long.MAX_VALUE, result.scanned());
        }
    }

    @Test
    void aBlockThatCannotBeReadIsFencedAndTheRestGoesOn() throws Exception {
        closed(20_000);
        flip(tableWith("message 7777"), bytesOf("message 7777"), 0);
        try (OpenStore open = new OpenStore(folder)) {
            TreeSet<Long> found = new TreeSet<>();
            long scanned = 0;
            int damaged = 0;
            for (int reads = 0; scanned != Long.MAX_VALUE; reads++) {
                assertTrue(reads < 1_000, "the reads get to an end");
                ReadResult result = open.read(Samples.lane(1, scanned, 1_000));
                result.found().forEach(each -> found.add(each.position()));
                scanned = result.scanned();
                damaged += result.damaged();
            }
            assertEquals(1, damaged);
            assertTrue(found.size() > 19_900 && found.size() < 20_000, "found " + found.size());
            assertTrue(found.contains(1L) && found.contains(20_000L) && !found.contains(7_777L));
            ReadResult alone = open.read(new ReadRequest.LookUp(2, ReadRequest.Source.LOG, 0, 5,
                    List.of(new ReadRequest.Place(4, 7_777), new ReadRequest.Place(4, 1))));
            assertEquals(List.of(1L), alone.found().stream().map(ReadResult.Found::position).toList());
        }
    }

    @Test
    void aBlockThatACompactionMeetsFirstStopsTheStoreOnce() throws Exception {
        closed(20_000);
        flip(tableWith("message 7777"), bytesOf("message 7777"), 0);
        try (OpenStore open = new OpenStore(folder)) {
            assertThrows(RocksDBException.class, () -> removeHalfAndCompact(open));
            AssertionError failed = assertThrows(AssertionError.class, () -> open.store("does not go on"));
            assertTrue(failed.getCause().getMessage().startsWith("The store in " + folder + " cannot be written: block checksum mismatch"),
                    failed.getCause().getMessage());
        }
        try (OpenStore open = new OpenStore(folder)) {
            assertFalse(open.loaded.cleanStop());
            long goesOn = open.store("goes on");
            assertEquals(List.of(2L), open.read(Samples.lane(1, 0, 1)).found().stream().map(ReadResult.Found::position).toList());
            assertEquals(List.of(goesOn), open.read(new ReadRequest.LookUp(1, ReadRequest.Source.LOG, 0, 5, List.of(new ReadRequest.Place(4, goesOn))))
                    .found().stream().map(ReadResult.Found::position).toList());
        }
    }

    @Test
    void aBlockThatAReadMeetsFirstIsNotCompactedAnyMore() throws Exception {
        closed(20_000);
        flip(tableWith("message 7777"), bytesOf("message 7777"), 0);
        try (OpenStore open = new OpenStore(folder)) {
            assertEquals(1, open.read(Samples.lane(1, 7_700, 1_000)).damaged());
            ColumnFamilyHandle messages = open.store.database().handle(Family.MESSAGES);
            for (int i = 0; i < 10; i++) {
                WriteSet set = open.set();
                set.removeMessage(5, 4, 7_700 + i);
                open.commitDurably(set);
                open.store.database().flush();
            }
            assertTrue(Integer.parseInt(open.store.database().rocks().getProperty(messages, "rocksdb.num-files-at-level0")) >= 10);
            open.store("goes on");
        }
        assertTrue(Files.readString(folder.resolve("fenced")).startsWith("block checksum mismatch"));
    }

    private static void removeHalfAndCompact(OpenStore open) throws RocksDBException, InterruptedException {
        WriteSet set = open.set();
        for (int i = 1; i <= 20_000; i += 2) {
            set.removeMessage(5, 4, i);
        }
        open.commitDurably(set);
        open.store.database().flush();
        open.store.database().rocks().compactRange(open.store.database().handle(Family.MESSAGES));
    }

    @Test
    void aDamagedStateRecordStopsTheStart() throws Exception {
        try (OpenStore open = new OpenStore(folder)) {
            open.store.database().rocks().put(open.store.database().handle(Family.STATE), new byte[] {'D', 1}, new byte[] {2});
        }
        String message = assertThrows(StoreException.class, () -> new OpenStore(folder)).getMessage();
        assertTrue(message.contains("damaged state record (key 4401"), message);
    }

    @Test
    void aHintThatIsDamagedIsNoHint() throws Exception {
        closed(3);
        Files.write(folder.resolve("hint"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        try (OpenStore open = new OpenStore(folder)) {
            assertEquals(0, open.loaded.lostWriteSets());
        }
    }

    private Path crashed() throws Exception {
        try (OpenStore open = new OpenStore(folder)) {
            for (int i = 1; i <= MESSAGES; i++) {
                open.store("message " + i + " " + "x".repeat(1_000));
            }
            return disk.copy(folder, "crashed");
        }
    }

    private void closed(int messages) throws Exception {
        try (OpenStore open = new OpenStore(folder)) {
            WriteSet set = open.set();
            for (int i = 1; i <= messages; i++) {
                set.storeMessage(5, 4, i, Samples.message(i, "message " + i + " "));
            }
            open.commitDurably(set);
        }
    }

    private static Path log(Path data) throws IOException {
        List<Path> logs = WalFile.in(data.resolve("store"));
        return logs.get(logs.size() - 1);
    }

    private Path tableWith(String text) throws IOException {
        for (Path table : files(folder, ".*\\.sst")) {
            if (indexOf(Files.readAllBytes(table), bytesOf(text)) >= 0) {
                return table;
            }
        }
        throw new AssertionError("no table file has " + text);
    }

    private static List<Path> files(Path data, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("store"))) {
            return files.filter(file -> file.getFileName().toString().matches(pattern)).sorted().toList();
        }
    }

    private static void flip(Path file, byte[] at, int offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[indexOf(bytes, at) + offset] ^= 1;
        Files.write(file, bytes);
    }

    private static byte[] bytesOf(String text) {
        return (text + (text.startsWith("message") ? " " : "")).getBytes(StandardCharsets.UTF_8);
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at <= bytes.length - part.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }
}
