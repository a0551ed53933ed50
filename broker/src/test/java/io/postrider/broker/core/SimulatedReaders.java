package io.postrider.broker.core;

import io.postrider.broker.store.AttemptsRecord;
import io.postrider.broker.store.Keys;
import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.ReadResult;
import io.postrider.broker.store.StateRecord;
import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.message.WireMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/**
 * Answers read requests as the readers of the real store do, but when the seed says so: a reader first notes what is applied,
 * later opens its iterator, later still looks up what belongs to what it found, and its answer arrives some time after that.
 */
final class SimulatedReaders {
    private static final class Read {
        final ReadRequest request;
        long applied = -1;
        List<Map.Entry<byte[], byte[]>> entries;
        NavigableMap<byte[], byte[]> attempts;
        ReadResult result;

        Read(ReadRequest request) {
            this.request = request;
        }
    }

    private final MemoryStore store;
    private final Random random;
    private final Coverage coverage;
    /** What an answer says of {@code applied}; a planted bug says more than is so. */
    private final LongUnaryOperator says;
    /** Whose readers they are, for the coverage: empty, or a word and a blank. */
    private final String of;
    private final List<Read> reads = new ArrayList<>();

    SimulatedReaders(MemoryStore store, Random random, Coverage coverage, LongUnaryOperator says, String of) {
        this.store = store;
        this.random = random;
        this.coverage = coverage;
        this.says = says;
        this.of = of;
    }

    void ask(ReadRequest request) {
        reads.add(new Read(request));
        coverage.count("read " + of + (request instanceof ReadRequest.Lane lane ? isScan(lane) ? "scan" : lane.source().name()
                : request.getClass().getSimpleName()));
    }

    private static boolean isScan(ReadRequest.Lane lane) {
        return lane.filter() instanceof Scan || lane.filter() instanceof LaneReader.Careful careful && careful.filter() instanceof Scan;
    }

    boolean isIdle() {
        return reads.isEmpty();
    }

    void forget() {
        reads.clear();
    }

    /** One of the reads goes on by a step. @return its answer, if it has one now */
    ReadResult step() {
        if (reads.isEmpty()) {
            return null;
        }
        int index = random.nextInt(reads.size());
        Read read = reads.get(index);
        int steps = 1 + random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            if (read.applied < 0) {
                read.applied = store.appliedNumber();
            } else if (read.entries == null) {
                open(read);
            } else if (read.result == null) {
                read.result = finish(read);
            } else {
                reads.remove(index);
                if (read.applied < store.appliedNumber()) {
                    coverage.fault(of + "late read");
                }
                if (index > 0) {
                    coverage.fault(of + "reordered read");
                }
                return new ReadResult(read.request, says.applyAsLong(read.applied), read.result.found(), read.result.scanned(), 0);
            }
        }
        return null;
    }

    private void open(Read read) {
        MemoryStore.Families now = store.applied();
        if (read.request instanceof ReadRequest.Lane lane) {
            read.entries = new ArrayList<>();
            if (lane.after() < lane.upTo()) {
                boolean log = lane.source() == ReadRequest.Source.LOG;
                long owner = log ? lane.destination() : lane.subscription();
                NavigableMap<byte[], byte[]> range = now.messages.subMap(key(log, owner, lane.priority(), lane.after()), false,
                        key(log, owner, lane.priority(), lane.upTo()), true);
                for (Map.Entry<byte[], byte[]> each : range.entrySet()) {
                    if (read.entries.size() == lane.scannedMax()) {
                        break;
                    }
                    read.entries.add(Map.entry(each.getKey(), each.getValue()));
                }
                read.attempts = copyOf(now.state.subMap(new AttemptsRecord(lane.subscription(), lane.priority(), lane.after(), 0).key(), false,
                        new AttemptsRecord(lane.subscription(), lane.priority(), lane.upTo(), 0).key(), true));
            }
        } else if (read.request instanceof ReadRequest.Delayed delayed) {
            read.entries = new ArrayList<>();
            for (Map.Entry<byte[], byte[]> each : now.messages.subMap(Keys.delayed(delayed.dueFromMs(), 0), true, Keys.delayed(delayed.dueUpToMs(), -1L), true).entrySet()) {
                if (read.entries.size() > delayed.messagesMax()) {
                    break;
                }
                read.entries.add(Map.entry(each.getKey(), each.getValue()));
            }
        } else {
            read.entries = List.of();
        }
    }

    private static NavigableMap<byte[], byte[]> copyOf(NavigableMap<byte[], byte[]> map) {
        return map.isEmpty() ? null : new TreeMap<>(map);
    }

    private static byte[] key(boolean log, long owner, int priority, long position) {
        return log ? Keys.message(owner, priority, position) : Keys.match(owner, priority, position);
    }

    private ReadResult finish(Read read) {
        if (read.request instanceof ReadRequest.Lane lane) {
            return lane(lane, read);
        }
        if (read.request instanceof ReadRequest.LookUp lookUp) {
            return lookUp(lookUp, read);
        }
        return delayed((ReadRequest.Delayed) read.request, read);
    }

    private ReadResult lane(ReadRequest.Lane lane, Read read) {
        List<ReadResult.Found> found = new ArrayList<>();
        long scanned = lane.after();
        long bytes = 0;
        int looked = 0;
        boolean enough = lane.messagesMax() <= 0;
        for (Map.Entry<byte[], byte[]> each : read.entries) {
            if (enough) {
                break;
            }
            long position = Keys.position(each.getKey());
            looked++;
            scanned = position;
            byte[] key = each.getKey();
            byte[] value = each.getValue();
            if (lane.source() == ReadRequest.Source.MATCHES) {
                byte[] match = key;
                key = Keys.message(lane.destination(), lane.priority(), position);
                value = store.applied().messages.get(key);
                if (value == null && store.applied().messages.containsKey(match)) {
                    throw new SimulationFailure("the match of subscription " + lane.subscription() + " at " + position + " has no message");
                }
            }
            if (value != null) {
                StoredMessage message = StoredMessage.read(key, value);
                if (lane.filter().test(message)) {
                    message = withBody(key, message);
                    if (message != null) {
                        found.add(new ReadResult.Found(position, message, attempts(read, lane, position)));
                        bytes += message.weight();
                    }
                }
            }
            enough = found.size() >= lane.messagesMax() || looked >= lane.scannedMax() || !found.isEmpty() && bytes >= lane.bytesMax();
        }
        return new ReadResult(lane, read.applied, found, enough || lane.after() >= lane.upTo() ? scanned : lane.upTo(), 0);
    }

    private static int attempts(Read read, ReadRequest.Lane lane, long position) {
        if (lane.subscription() == 0 || read.attempts == null) {
            return 0;
        }
        byte[] key = new AttemptsRecord(lane.subscription(), lane.priority(), position, 0).key();
        byte[] value = read.attempts.get(key);
        return value == null ? 0 : ((AttemptsRecord) StateRecord.read(key, value)).attempts();
    }

    private StoredMessage withBody(byte[] key, StoredMessage message) {
        WireMessage head = message.message();
        if (!head.isBodyApart() || head.bodyLength() > WireMessage.INLINE_BODY_BYTES_MAX) {
            return message;
        }
        byte[] body = store.body(message.body(), head.bodyLength());
        if (body == null) {
            if (store.applied().messages.containsKey(key)) {
                throw new SimulationFailure("body " + message.body() + " of a stored message is not whole");
            }
            return null;
        }
        return new StoredMessage(message.accepted(), message.expiresAtMs(), message.connection(), message.clientId(), message.destination(),
                message.priority(), message.persistent(), message.body(), head.withBody(body));
    }

    private ReadResult lookUp(ReadRequest.LookUp request, Read read) {
        List<ReadResult.Found> found = new ArrayList<>();
        for (ReadRequest.Place place : request.places()) {
            byte[] key = Keys.message(request.destination(), place.priority(), place.position());
            byte[] value = store.applied().messages.get(key);
            boolean matched = request.source() == ReadRequest.Source.LOG
                    || store.applied().messages.containsKey(Keys.match(request.subscription(), place.priority(), place.position()));
            if (value != null && matched) {
                byte[] attempts = store.applied().state.get(new AttemptsRecord(request.subscription(), place.priority(), place.position(), 0).key());
                found.add(new ReadResult.Found(place.position(), StoredMessage.read(key, value), attempts == null ? 0
                        : ((AttemptsRecord) StateRecord.read(new AttemptsRecord(request.subscription(), place.priority(), place.position(), 0).key(),
                        attempts)).attempts()));
            }
        }
        return new ReadResult(request, read.applied, found, Long.MAX_VALUE, 0);
    }

    private ReadResult delayed(ReadRequest.Delayed request, Read read) {
        List<ReadResult.Found> found = new ArrayList<>();
        long scanned = request.dueUpToMs();
        long bytes = 0;
        for (Map.Entry<byte[], byte[]> each : read.entries) {
            if (found.size() >= request.messagesMax() || !found.isEmpty() && bytes >= request.bytesMax()) {
                break;
            }
            long due = Keys.getLong(each.getKey(), 1);
            StoredMessage message = withBody(each.getKey(), StoredMessage.read(each.getKey(), each.getValue()));
            if (message != null) {
                found.add(new ReadResult.Found(due, message, 0));
                bytes += message.weight();
            }
            scanned = due - 1;
        }
        boolean enough = found.size() >= request.messagesMax() || !found.isEmpty() && bytes >= request.bytesMax();
        return new ReadResult(request, read.applied, found, enough ? scanned : request.dueUpToMs(), 0);
    }
}
