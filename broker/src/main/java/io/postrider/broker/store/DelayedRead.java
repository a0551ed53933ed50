package io.postrider.broker.store;

import io.postrider.transport.message.WireFormatException;
import org.rocksdb.RocksDBException;

import java.util.ArrayList;
import java.util.List;

/** Reads the delayed messages that are due, for one request; used once, by one reader's thread. */
final class DelayedRead {
    private static final long END = -1;

    private final Database database;
    private final Reads reads;
    private final Damage damage;
    private final ReadRequest.Delayed request;
    private final List<ReadResult.Found> found = new ArrayList<>();
    private long bytes;
    private int damaged;
    private long scanned;

    DelayedRead(Database database, Reads reads, Damage damage, ReadRequest.Delayed request) {
        this.database = database;
        this.reads = reads;
        this.damage = damage;
        this.request = request;
    }

    ReadResult read(long applied) {
        long next = request.dueFromMs();
        while (next != END && !isEnough()) {
            next = readFrom(next);
        }
        return new ReadResult(request, applied, found, scanned, damaged);
    }

    private boolean isEnough() {
        return found.size() >= request.messagesMax() || !found.isEmpty() && bytes >= request.bytesMax();
    }

    /** Returns the due time at which to go on, behind what cannot be read; END if this came to an end. */
    private long readFrom(long from) {
        try (Walk walk = walk(from)) {
            while (!isEnough()) {
                if (!walk.isValid()) {
                    scanned = request.dueUpToMs();
                    break;
                }
                take(walk);
                walk.next();
            }
            return END;
        } catch (RocksDBException e) {
            damaged++;
            long unreadable = Math.max(from, scanned + 1);
            long readable = Fence.firstReadable(unreadable, request.dueUpToMs(), this::isReadable);
            damage.fence("delayed messages due at " + unreadable + " ms", "those due at " + readable + " ms", e);
            boolean none = readable < 0 || readable > request.dueUpToMs();
            scanned = none ? request.dueUpToMs() : readable - 1;
            return none ? END : readable;
        }
    }

    private void take(Walk walk) {
        byte[] key = walk.key();
        long due = Keys.getLong(key, 1);
        try {
            StoredMessage message = reads.withBody(key, StoredMessage.read(key, walk.value()));
            if (message != null) {
                found.add(new ReadResult.Found(due, message, 0));
                bytes += message.weight();
            }
        } catch (WireFormatException e) {
            damage.setAside(Reads.place(key), e);
            damaged++;
        }
        // Others may be due at the same time.
        scanned = due - 1;
    }

    private Walk walk(long from) {
        return new Walk(database, Family.MESSAGES, Keys.delayed(from, 0), Keys.delayed(request.dueUpToMs(), -1L));
    }

    private boolean isReadable(long from) {
        try (Walk walk = walk(from)) {
            walk.isValid();
            return true;
        } catch (RocksDBException e) {
            return false;
        }
    }
}
