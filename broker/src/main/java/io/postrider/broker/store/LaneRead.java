package io.postrider.broker.store;

import io.postrider.transport.message.WireFormatException;
import org.rocksdb.RocksDBException;

import java.util.ArrayList;
import java.util.List;

/** Reads a run of one lane for one request; used once, by one reader's thread. */
final class LaneRead {
    /** Matches are resolved in runs of this many, each one call into RocksDB. */
    private static final int RUN_OF_MATCHES = 128;

    private final Database database;
    private final Reads reads;
    private final Damage damage;
    private final ReadRequest.Lane request;
    private final List<ReadResult.Found> found = new ArrayList<>();
    private Walk attempts;
    private long bytes;
    private int looked;
    private int damaged;
    private long scanned;

    LaneRead(Database database, Reads reads, Damage damage, ReadRequest.Lane request) {
        this.database = database;
        this.reads = reads;
        this.damage = damage;
        this.request = request;
        this.scanned = request.after();
    }

    ReadResult read(long applied) {
        if (request.after() < request.upTo()) {
            try (Walk entries = walk(request.after() + 1); Walk stored = openAttempts()) {
                attempts = stored;
                while (!isEnough() && entries.isValid()) {
                    take(entries);
                }
                if (!isEnough()) {
                    scanned = request.upTo();
                }
            } catch (RocksDBException e) {
                fence(e);
            }
        }
        return new ReadResult(request, applied, found, scanned, damaged);
    }

    private boolean isEnough() {
        return found.size() >= request.messagesMax() || looked >= request.scannedMax() || !found.isEmpty() && bytes >= request.bytesMax();
    }

    private void take(Walk entries) throws RocksDBException {
        if (request.source() == ReadRequest.Source.LOG) {
            byte[] key = entries.key();
            byte[] value = entries.value();
            entries.next();
            consider(Keys.position(key), key, value);
            return;
        }
        List<byte[]> keys = new ArrayList<>();
        int most = Math.min(RUN_OF_MATCHES, Math.min(request.messagesMax() - found.size(), request.scannedMax() - looked));
        try {
            for (; keys.size() < most && entries.isValid(); entries.next()) {
                keys.add(Keys.message(request.destination(), request.priority(), Keys.position(entries.key())));
            }
        } catch (RocksDBException e) {
            // First what was read before; the walk says it again when it is asked again.
            if (keys.isEmpty()) {
                throw e;
            }
        }
        List<byte[]> values = reads.values(keys);
        for (int i = 0; i < keys.size() && !isEnough(); i++) {
            considerMatch(keys.get(i), values.get(i));
        }
    }

    private void considerMatch(byte[] key, byte[] value) {
        long position = Keys.position(key);
        if (value != null) {
            consider(position, key, value);
            return;
        }
        looked++;
        scanned = position;
        byte[] match = Keys.match(request.subscription(), request.priority(), position);
        if (reads.values(List.of(match)).get(0) != null) {
            setAside(match, new WireFormatException("its message is not there"));
        }
    }

    private void consider(long position, byte[] key, byte[] value) {
        looked++;
        scanned = position;
        try {
            StoredMessage message = StoredMessage.read(key, value);
            if (request.filter().test(message)) {
                message = reads.withBody(key, message);
                if (message != null) {
                    found.add(new ReadResult.Found(position, message, attemptsOf(position)));
                    bytes += message.weight();
                }
            }
        } catch (RuntimeException e) {
            // Damaged, or the filter cannot cope with what the sender put into it: either way the lane goes on without it.
            setAside(key, e);
        }
    }

    private void setAside(byte[] key, RuntimeException cause) {
        damage.setAside(Reads.place(key), cause);
        damaged++;
    }

    private Walk walk(long from) {
        return request.source() == ReadRequest.Source.LOG
                ? new Walk(database, Family.MESSAGES, Keys.message(request.destination(), request.priority(), from),
                        Keys.message(request.destination(), request.priority(), behind(request.upTo())))
                : new Walk(database, Family.MESSAGES, Keys.match(request.subscription(), request.priority(), from),
                        Keys.match(request.subscription(), request.priority(), behind(request.upTo())));
    }

    /** The first position that is not wanted; positions sort as unsigned numbers. */
    private static long behind(long upTo) {
        return upTo == Long.MAX_VALUE ? -1L : upTo + 1;
    }

    /** A walk over the attempts that are stored for this part of the lane; null if there are none, as nearly always. */
    private Walk openAttempts() {
        if (request.subscription() == 0) {
            return null;
        }
        Walk walk = new Walk(database, Family.STATE, Keys.state(AttemptsRecord.TAG, request.subscription(), request.priority(), request.after() + 1),
                Keys.state(AttemptsRecord.TAG, request.subscription(), request.priority(), behind(request.upTo())));
        try {
            if (walk.isValid()) {
                return walk;
            }
        } catch (RocksDBException e) {
            attemptsUnreadable(e);
        }
        walk.close();
        return null;
    }

    private int attemptsOf(long position) {
        try {
            while (attempts != null && attempts.isValid()) {
                byte[] key = attempts.key();
                long at = Keys.getLong(key, 10);
                if (at > position) {
                    return 0;
                }
                if (at == position) {
                    return StateRecord.read(key, attempts.value()) instanceof AttemptsRecord record ? record.attempts() : 0;
                }
                attempts.next();
            }
        } catch (RocksDBException | WireFormatException e) {
            attemptsUnreadable(e);
        }
        return 0;
    }

    /** The messages are what counts: they are delivered, with fewer attempts than they had. */
    private void attemptsUnreadable(Exception cause) {
        damage.setAside("attempts of subscription " + request.subscription() + ", priority " + request.priority(), cause);
        damaged++;
    }

    /** Ends the result behind what cannot be read, so that the next request goes on from there. */
    private void fence(RocksDBException cause) {
        damaged++;
        long unreadable = scanned + 1;
        long readable = Fence.firstReadable(unreadable, request.upTo(), this::isReadable);
        scanned = readable > request.upTo() || readable < 0 ? request.upTo() : readable - 1;
        damage.fence((request.source() == ReadRequest.Source.LOG ? "destination " + request.destination() : "subscription " + request.subscription())
                + ", priority " + request.priority() + ", position " + unreadable, "position " + scanned, cause);
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
