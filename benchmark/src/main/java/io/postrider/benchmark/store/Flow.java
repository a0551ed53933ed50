package io.postrider.benchmark.store;

import java.nio.ByteBuffer;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A broker in steady flow over one store: each group puts messages and removes as many older ones, with one lane's state and those of
 * the sessions that sent. Used by the benchmark's main thread.
 */
final class Flow {

    private static final int BODY_BYTES = 1024;
    private static final int DESTINATIONS = 4;
    private static final int SESSIONS_MAX = 64;
    private static final int STATE_BYTES = 30;
    /** How far the consumers trail the producers, in messages. */
    private static final int WAITING = 1024;
    private static final Payloads PAYLOADS = new Payloads(1024, BODY_BYTES, 1);

    private final Store store;
    private final Group group;
    private long next;
    private long oldest;

    Flow(Store store) {
        this.store = store;
        this.group = Group.of(store);
    }

    /** Fills the memtable and its logs six times over, because logs are recycled only after the first ones are no longer live. */
    void warmUp() throws RocksDBException {
        long messages = 6 * store.options().memtableBytes() / BODY_BYTES;
        try (WriteOptions unsynced = new WriteOptions()) {
            for (long done = 0; done < messages; done += 256) {
                try (WriteBatch batch = next(256)) {
                    store.db().write(unsynced, batch);
                }
            }
        }
    }

    /**
     * Commits groups for a while.
     *
     * @param waiting messages that wait for one commit
     * @param millis how long
     * @return messages per second and processor time per message
     */
    Sample run(int waiting, long millis) throws RocksDBException, InterruptedException {
        int size = store.options().sync() == StoreOptions.Sync.OVERLAPPED_HALVES ? Math.max(1, waiting / 2) : waiting;
        Cost before = Cost.now();
        long messages = 0;
        try (Committer committer = Committer.of(store)) {
            while (System.nanoTime() - before.nanos() < millis * 1_000_000) {
                committer.commit(next(size));
                messages += size;
            }
        }
        Cost cost = Cost.now().since(before);
        return new Sample(cost.perSecond(messages), cost.cpuMicrosEach(messages));
    }

    /** {@return how many messages were put in all} */
    long passed() {
        return next;
    }

    private WriteBatch next(int size) throws RocksDBException {
        for (int i = 0; i < size; i++, next++) {
            group.put(Family.MESSAGES, Keys.message(next % DESTINATIONS, next), PAYLOADS.get(next));
        }
        for (; next - oldest > WAITING; oldest++) {
            group.remove(Family.MESSAGES, Keys.message(oldest % DESTINATIONS, oldest));
        }
        group.put(Family.STATE, Keys.lane(0), state(next));
        for (int session = 0; session < Math.min(size, SESSIONS_MAX); session++) {
            group.put(Family.STATE, Keys.session(session), state(next));
        }
        return group.take();
    }

    static byte[] state(long number) {
        return ByteBuffer.allocate(STATE_BYTES).putLong(number).array();
    }

    /**
     * One candidate in one round.
     *
     * @param perSecond messages per second
     * @param cpuMicros processor time of the whole process per message, in microseconds
     */
    record Sample(double perSecond, double cpuMicros) {
    }
}
