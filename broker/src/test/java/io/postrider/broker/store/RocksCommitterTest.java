package io.postrider.broker.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Group commit against a log that the test holds up. */
@Timeout(60)
class RocksCommitterTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final HeldLog log = new HeldLog();
    private final RocksCommitter committer = new RocksCommitter("test-committer", log, 0, new Listener());

    @AfterEach
    void end() {
        log.permits.release(1_000_000);
        committer.close(BOUND);
    }

    @Test
    void whatArrivesDuringASyncIsOneGroup() throws Exception {
        commit(awaited(1));
        expect("writing 1 synced");
        for (int number = 2; number <= 50; number++) {
            commit(awaited(number));
        }
        log.permits.release();
        expect("applied 1", "durable 1", "writing 50 synced");
        log.permits.release();
        expect("applied 50", "durable 50");
        assertEquals(new RocksCommitter.Counts(2, 50, committer.counts().bytes(), 2, committer.counts().syncNanos()), committer.counts());
    }

    @Test
    void aGroupThatNobodyAwaitsIsSyncedAfterwards() throws Exception {
        log.permits.release(10);
        commit(quiet(1));
        expect("writing 1 unsynced", "applied 1", "syncing 1", "durable 1");
    }

    @Test
    void anAwaitedGroupMakesDurableWhatCameBefore() throws Exception {
        commit(quiet(1));
        expect("writing 1 unsynced");
        commit(awaited(2));
        log.permits.release(10);
        expect("applied 1", "writing 2 synced", "applied 2", "durable 2");
        assertNull(events.poll(30, TimeUnit.MILLISECONDS), "nothing is left to sync");
    }

    @Test
    void aSteadyRowOfUnawaitedGroupsIsSyncedInBetween() throws Exception {
        log.permits.release(100_000);
        long number = 0;
        while (log.syncs < 3) {
            commit(quiet(++number));
        }
        committer.close(BOUND);
        assertTrue(events.contains("durable " + number));
    }

    @Test
    void aGroupIsBoundedInOperationsBytesAndChunks() throws Exception {
        commit(awaited(1));
        expect("writing 1 synced");
        WriteSet many = new WriteSet(2);
        for (int i = 0; i < GroupBatch.OPERATIONS_MAX; i++) {
            many.storeMatch(1, 4, i);
        }
        commit(many);
        WriteSet large = new WriteSet(3);
        large.storeMessage(5, 4, 1, Samples.message(1, new byte[GroupBatch.BYTES_MAX + 1]));
        commit(large);
        for (int i = 0; i < 3; i++) {
            WriteSet chunks = new WriteSet(4 + i);
            chunks.storeChunk(1, i, new byte[GroupBatch.CHUNK_BYTES_MAX / 2], 0, GroupBatch.CHUNK_BYTES_MAX / 2);
            commit(chunks);
        }
        commit(awaited(7));
        log.permits.release(100);
        committer.close(BOUND);
        assertEquals(List.of("writing 2", "writing 3", "writing 5", "writing 7"), events.stream()
                .filter(event -> event.startsWith("writing")).map(event -> event.substring(0, 9)).toList());
    }

    @Test
    void aWriteSetThatIsThereAlreadyIsPassedOver() throws Exception {
        log.permits.release(10);
        commit(awaited(1));
        commit(awaited(1));
        commit(awaited(2));
        committer.close(BOUND);
        assertTrue(events.contains("durable 2"));
        assertEquals(2, committer.counts().writeSets());
    }

    @Test
    void aGapIsTerminal() throws Exception {
        log.permits.release(10);
        commit(awaited(1));
        expect("writing 1 synced", "applied 1", "durable 1");
        commit(awaited(3));
        expect("failed write set 3 after 1, expected 2");
        commit(awaited(2));
        assertFalse(committer.close(BOUND));
        assertNull(events.poll());
    }

    @Test
    void nothingIsReportedAfterAFailedWrite() throws Exception {
        commit(awaited(1));
        expect("writing 1 synced");
        commit(awaited(2));
        log.failWith("the disk is gone");
        log.permits.release(10);
        expect("failed the disk is gone");
        commit(awaited(3));
        assertFalse(committer.close(BOUND));
        assertNull(events.poll());
    }

    @Test
    void aFailedSyncIsTerminalToo() throws Exception {
        commit(quiet(1));
        expect("writing 1 unsynced");
        log.permits.release();
        expect("applied 1", "syncing 1");
        log.failWith("the disk is gone");
        log.permits.release(10);
        expect("failed the disk is gone");
    }

    @Test
    void aCloseMakesDurableWhatWasTaken() throws Exception {
        log.permits.release(1_000);
        for (int number = 1; number <= 20; number++) {
            commit(quiet(number));
        }
        assertTrue(committer.close(BOUND));
        assertTrue(events.contains("durable 20"));
        assertThrows(IllegalStateException.class, () -> commit(awaited(21)));
    }

    @Test
    void aCloseOfAStuckDiskEndsWithItsBound() throws Exception {
        commit(awaited(1));
        expect("writing 1 synced");
        assertFalse(committer.close(Duration.ofMillis(50)));
        assertFalse(committer.isStopped());
    }

    @Test
    void theCoreWaitsWhenTheQueueIsAtItsBound() throws Exception {
        commit(awaited(1));
        expect("writing 1 synced");
        Thread core = new Thread(() -> {
            for (int number = 2; number <= RocksCommitter.QUEUED_SETS_MAX + 3; number++) {
                commit(awaited(number));
            }
            events.add("all taken");
        });
        core.start();
        while (core.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        log.permits.release(1_000);
        core.join();
        assertTrue(committer.close(BOUND));
        assertTrue(events.contains("durable " + (RocksCommitter.QUEUED_SETS_MAX + 3)));
    }

    private void commit(WriteSet set) {
        committer.commit(set);
    }

    private static WriteSet awaited(long number) {
        return Samples.storing(number, "m");
    }

    private static WriteSet quiet(long number) {
        WriteSet set = new WriteSet(number);
        set.storeMatch(1, 4, number);
        return set;
    }

    private void expect(String... expected) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < expected.length; i++) {
            seen.add(events.poll(20, TimeUnit.SECONDS));
        }
        assertEquals(List.of(expected), seen);
    }

    private final class Listener implements CommitListener {
        @Override
        public void applied(long number) {
            events.add("applied " + number);
        }

        @Override
        public void durable(long number) {
            events.add("durable " + number);
        }

        @Override
        public void failed(Throwable cause) {
            events.add("failed " + cause.getMessage());
        }
    }

    /** Each write and sync needs a permit of the test. */
    private final class HeldLog implements GroupLog {
        private final Semaphore permits = new Semaphore(0);
        private volatile String failure;
        private volatile int syncs;

        void failWith(String message) {
            failure = message;
        }

        @Override
        public void write(byte[] batch, long last, boolean sync) {
            events.add("writing " + last + (sync ? " synced" : " unsynced"));
            pass();
            syncs += sync ? 1 : 0;
        }

        @Override
        public void sync(long last) {
            events.add("syncing " + last);
            pass();
            syncs++;
        }

        private void pass() {
            permits.acquireUninterruptibly();
            if (failure != null) {
                throw new StoreException(failure);
            }
        }
    }
}
