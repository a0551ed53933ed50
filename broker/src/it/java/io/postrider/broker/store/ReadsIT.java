package io.postrider.broker.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class ReadsIT {
    private static final long DESTINATION = 5;
    private static final long SUBSCRIPTION = 6;
    private static final Predicate<StoredMessage> ALL = message -> true;
    private DataDisk disk;
    private OpenStore open;

    @BeforeEach
    void openStore() throws IOException {
        disk = new DataDisk();
        open = new OpenStore(disk.folder("data"));
    }

    @AfterEach
    void closeStore() throws IOException {
        open.close();
        disk.close();
    }

    @Test
    void aLaneIsReadFromBehindAPositionUpToAnother() throws Exception {
        storeMessages(1, 100);
        ReadResult result = open.read(lane(ReadRequest.Source.LOG, 10, 20, 1_000, Long.MAX_VALUE, 1_000, ALL));
        assertEquals(List.of(11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L), positions(result));
        assertEquals(20, result.scanned());
        assertEquals(1, result.applied());
    }

    @Test
    void lanesOfOthersAreNotRead() throws Exception {
        WriteSet set = open.set();
        for (int priority = 0; priority <= 9; priority++) {
            for (long destination = 4; destination <= 6; destination++) {
                set.storeMessage(destination, priority, 7, Samples.message(7, "m"));
            }
        }
        set.storeMessage(DESTINATION, 4, Long.MAX_VALUE, Samples.message(7, "the last position"));
        open.commitDurably(set);
        ReadResult result = open.read(Samples.lane(1, 0, 1_000));
        assertEquals(List.of(7L, Long.MAX_VALUE), positions(result));
        assertEquals(Long.MAX_VALUE, result.scanned());
        assertEquals(List.of(), positions(open.read(Samples.lane(2, Long.MAX_VALUE, 1_000))));
    }

    @Test
    void aReadStopsAtEachOfItsBounds() throws Exception {
        storeMessages(1, 100);
        ReadResult byCount = open.read(lane(ReadRequest.Source.LOG, 0, Long.MAX_VALUE, 7, Long.MAX_VALUE, 1_000, ALL));
        assertEquals(7, byCount.found().size());
        assertEquals(7, byCount.scanned());
        ReadResult byBytes = open.read(lane(ReadRequest.Source.LOG, 0, Long.MAX_VALUE, 1_000, 1, 1_000, ALL));
        assertEquals(List.of(1L), positions(byBytes), "one is always found");
        assertEquals(1, byBytes.scanned());
        ReadResult byScanned = open.read(lane(ReadRequest.Source.LOG, 0, Long.MAX_VALUE, 1_000, Long.MAX_VALUE, 30, message -> message.accepted() % 10 == 0));
        assertEquals(List.of(10L, 20L, 30L), positions(byScanned));
        assertEquals(30, byScanned.scanned());
    }

    @Test
    void aFilterThatCannotCopeSetsTheMessageAside() throws Exception {
        storeMessages(1, 3);
        ReadResult result = open.read(lane(ReadRequest.Source.LOG, 0, Long.MAX_VALUE, 10, Long.MAX_VALUE, 10, message -> {
            if (message.accepted() == 2) {
                throw new IllegalStateException("not this one");
            }
            return true;
        }));
        assertEquals(List.of(1L, 3L), positions(result));
        assertEquals(1, result.damaged());
        assertEquals(1, open.readers.damaged());
    }

    @Test
    void storedAttemptsComeWithTheirMessages() throws Exception {
        storeMessages(1, 20);
        WriteSet set = open.set();
        set.put(new AttemptsRecord(SUBSCRIPTION, 4, 3, 2));
        set.put(new AttemptsRecord(SUBSCRIPTION, 4, 4, 9));
        set.put(new AttemptsRecord(SUBSCRIPTION, 4, 12, 5));
        set.put(new AttemptsRecord(SUBSCRIPTION, 5, 6, 1));
        set.put(new AttemptsRecord(SUBSCRIPTION + 1, 4, 7, 1));
        open.commitDurably(set);
        ReadResult result = open.read(lane(ReadRequest.Source.LOG, 2, Long.MAX_VALUE, 1_000, Long.MAX_VALUE, 1_000, message -> message.accepted() != 4));
        for (ReadResult.Found found : result.found()) {
            assertEquals(found.position() == 3 ? 2 : found.position() == 12 ? 5 : 0, found.attempts(), "position " + found.position());
        }
        ReadResult lookedUp = open.read(new ReadRequest.LookUp(1, ReadRequest.Source.LOG, SUBSCRIPTION, DESTINATION,
                List.of(new ReadRequest.Place(4, 12), new ReadRequest.Place(4, 11))));
        assertEquals(List.of(5, 0), lookedUp.found().stream().map(ReadResult.Found::attempts).toList());
    }

    @Test
    void bodiesByReferenceAreJoinedUpTo256KiB() throws Exception {
        byte[] small = random(256 * 1024);
        byte[] large = random(256 * 1024 + 1);
        WriteSet set = open.set();
        storeWithBody(set, 1, 11, small);
        storeWithBody(set, 2, 12, large);
        open.commitDurably(set);
        List<ReadResult.Found> found = open.read(Samples.lane(1, 0, 10)).found();
        assertArrayEquals(small, Samples.bytes(found.get(0).message()));
        assertEquals(11, found.get(0).message().body());
        assertTrue(found.get(1).message().message().isBodyApart());
        assertEquals(1, open.readers.readChunk(12, 4).length);
        assertThrows(StoreException.class, () -> open.readers.readChunk(12, 5));
    }

    @Test
    void aBodyThatIsNotWholeSetsItsMessageAside() throws Exception {
        WriteSet set = open.set();
        storeWithBody(set, 1, 11, random(100_000));
        storeWithBody(set, 2, 12, random(100_000));
        open.commitDurably(set);
        WriteSet wrong = open.set();
        wrong.removeBody(11, 1);
        open.commitDurably(wrong);
        ReadResult result = open.read(Samples.lane(1, 0, 10));
        assertEquals(List.of(2L), positions(result));
        assertEquals(1, result.damaged());
    }

    @Test
    void matchesLeadToTheirMessages() throws Exception {
        storeMessages(1, 1_000);
        WriteSet set = open.set();
        for (long position = 3; position <= 999; position += 3) {
            set.storeMatch(SUBSCRIPTION, 4, position);
        }
        set.put(new AttemptsRecord(SUBSCRIPTION, 4, 600, 2));
        open.commitDurably(set);
        ReadResult all = open.read(lane(ReadRequest.Source.MATCHES, 0, Long.MAX_VALUE, 10_000, Long.MAX_VALUE, 10_000, ALL));
        assertEquals(333, all.found().size());
        assertEquals(2, all.found().get(199).attempts());
        assertEquals(Long.MAX_VALUE, all.scanned());
        ReadResult some = open.read(lane(ReadRequest.Source.MATCHES, 3, Long.MAX_VALUE, 2, Long.MAX_VALUE, 10_000, ALL));
        assertEquals(List.of(6L, 9L), positions(some));
        assertEquals(9, some.scanned());
        ReadResult scanned = open.read(lane(ReadRequest.Source.MATCHES, 3, Long.MAX_VALUE, 100, Long.MAX_VALUE, 4, message -> message.accepted() % 2 == 0));
        assertEquals(List.of(6L, 12L), positions(scanned));
        assertEquals(15, scanned.scanned());
    }

    @Test
    void aMatchWithoutMessageIsSetAside() throws Exception {
        storeMessages(1, 3);
        WriteSet set = open.set();
        set.storeMatch(SUBSCRIPTION, 4, 2);
        set.storeMatch(SUBSCRIPTION, 4, 3);
        set.removeMessage(DESTINATION, 4, 2);
        open.commitDurably(set);
        ReadResult result = open.read(lane(ReadRequest.Source.MATCHES, 0, Long.MAX_VALUE, 10, Long.MAX_VALUE, 10, ALL));
        assertEquals(List.of(3L), positions(result));
        assertEquals(1, result.damaged());
    }

    @Test
    void aLookUpFindsWhatIsStillThereInItsOrder() throws Exception {
        storeMessages(1, 10);
        WriteSet set = open.set();
        set.storeMatch(SUBSCRIPTION, 4, 7);
        set.removeMessage(DESTINATION, 4, 5);
        open.commitDurably(set);
        List<ReadRequest.Place> places = List.of(new ReadRequest.Place(4, 7), new ReadRequest.Place(4, 5), new ReadRequest.Place(9, 7), new ReadRequest.Place(4, 2));
        assertEquals(List.of(7L, 2L), positions(open.read(new ReadRequest.LookUp(1, ReadRequest.Source.LOG, 0, DESTINATION, places))));
        assertEquals(List.of(7L), positions(open.read(new ReadRequest.LookUp(2, ReadRequest.Source.MATCHES, SUBSCRIPTION, DESTINATION, places))));
    }

    @Test
    void delayedMessagesComeWhenTheyAreDue() throws Exception {
        WriteSet set = open.set();
        set.storeDelayed(2_000, 3, Samples.message(3, "later"));
        set.storeDelayed(1_000, 4, Samples.message(4, "soon"));
        set.storeDelayed(1_000, 5, Samples.message(5, "soon too"));
        open.commitDurably(set);
        ReadResult due = open.read(new ReadRequest.Delayed(1, 0, 1_999, 10, Long.MAX_VALUE));
        assertEquals(List.of(1_000L, 1_000L), positions(due));
        assertEquals(List.of(4L, 5L), due.found().stream().map(found -> found.message().accepted()).toList());
        assertEquals(1_999, due.scanned());
        ReadResult first = open.read(new ReadRequest.Delayed(2, 0, 5_000, 1, Long.MAX_VALUE));
        assertEquals(List.of(1_000L), positions(first));
        assertEquals(999, first.scanned(), "another one is due at the same time");
        assertEquals(3, open.read(new ReadRequest.Delayed(3, 0, Long.MAX_VALUE, 10, Long.MAX_VALUE)).found().size());
    }

    @Test
    void aDeletedDestinationHasNothingLeft() throws Exception {
        storeMessages(1, 100);
        WriteSet set = open.set();
        set.deleteLanes(Keys.MESSAGE, DESTINATION);
        open.commitDurably(set);
        assertEquals(List.of(), positions(open.read(Samples.lane(1, 0, 10))));
    }

    private void storeMessages(long from, long to) throws InterruptedException {
        WriteSet set = open.set();
        for (long position = from; position <= to; position++) {
            set.storeMessage(DESTINATION, 4, position, Samples.message(position, "message " + position));
        }
        open.commitDurably(set);
    }

    private static void storeWithBody(WriteSet set, long position, long body, byte[] bytes) {
        for (int index = 0; index < StoredMessage.chunks(bytes.length); index++) {
            int offset = index * StoredMessage.CHUNK_BYTES;
            set.storeChunk(body, index, bytes, offset, Math.min(StoredMessage.CHUNK_BYTES, bytes.length - offset));
        }
        set.storeMessage(DESTINATION, 4, position, Samples.byReference(position, body, bytes));
    }

    private static ReadRequest.Lane lane(ReadRequest.Source source, long after, long upTo, int messagesMax, long bytesMax, int scannedMax,
                                         Predicate<StoredMessage> filter) {
        return new ReadRequest.Lane(1, source, SUBSCRIPTION, DESTINATION, 4, after, upTo, messagesMax, bytesMax, scannedMax, filter);
    }

    private static List<Long> positions(ReadResult result) {
        return result.found().stream().map(ReadResult.Found::position).toList();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
