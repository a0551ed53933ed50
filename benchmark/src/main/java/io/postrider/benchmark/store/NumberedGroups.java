package io.postrider.benchmark.store;

import java.nio.ByteBuffer;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Groups that can be counted after a crash: each puts a message and a state record under its own number. */
final class NumberedGroups {

    private static final int BODY_BYTES = 1024;

    private final Store store;
    private final Group group;
    private final Payloads payloads = new Payloads(64, BODY_BYTES, 4);

    NumberedGroups(Store store) {
        this.store = store;
        this.group = Group.of(store);
    }

    WriteBatch next(int number) throws RocksDBException {
        group.put(Family.STATE, marker(number), Flow.state(number));
        group.put(Family.MESSAGES, Keys.message(1, number), payloads.get(number));
        return group.take();
    }

    /** {@return how many of the groups are there and whether one is missing below one that is} */
    String found(int groups) throws RocksDBException {
        int found = 0;
        int last = -1;
        for (int number = 0; number < groups; number++) {
            boolean state = store.db().get(store.handle(Family.STATE), store.key(Family.STATE, marker(number))) != null;
            boolean message = store.db().get(store.handle(Family.MESSAGES), store.key(Family.MESSAGES, Keys.message(1, number))) != null;
            if (state != message) {
                return "TORN group " + number;
            }
            if (state) {
                found++;
                last = number;
            }
        }
        return found == groups ? "all" : found == last + 1 ? "first " + found : "HOLE: " + found + " up to " + last;
    }

    /** {@return bytes that stand in a log where the group was written, and nowhere else} */
    static byte[] marker(int number) {
        return ByteBuffer.allocate(16).putLong(0x67726f75702d6e6fL).putLong(number).array();
    }
}
