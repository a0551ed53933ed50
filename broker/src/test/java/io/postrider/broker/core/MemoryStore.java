package io.postrider.broker.core;

import io.postrider.broker.store.Family;
import io.postrider.broker.store.Keys;
import io.postrider.broker.store.Operations;
import io.postrider.broker.store.StateRecord;
import io.postrider.broker.store.StoredMessage;
import io.postrider.broker.store.WriteSet;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A store in memory that knows what was synced and forgets the rest in a crash. It holds the core to the rules of the real one:
 * numbers without gaps, and in the families of messages and chunks each key put once, ever, and removed once.
 */
final class MemoryStore {
    /** An operation of a write set, taken apart. */
    record Operation(int tag, Family family, byte[] key, byte[] value) {
    }

    /** The three families at one number. */
    static final class Families {
        final TreeMap<byte[], byte[]> state = new TreeMap<>(Arrays::compareUnsigned);
        final TreeMap<byte[], byte[]> messages = new TreeMap<>(Arrays::compareUnsigned);
        final TreeMap<byte[], byte[]> chunks = new TreeMap<>(Arrays::compareUnsigned);

        TreeMap<byte[], byte[]> of(Family family) {
            return switch (family) {
                case STATE -> state;
                case MESSAGES -> messages;
                case CHUNKS -> chunks;
            };
        }

        Families copy() {
            Families copy = new Families();
            copy.state.putAll(state);
            copy.messages.putAll(messages);
            copy.chunks.putAll(chunks);
            return copy;
        }

        private void apply(Operation operation) {
            TreeMap<byte[], byte[]> family = of(operation.family);
            switch (operation.tag) {
                case WriteSet.TAG_PUT -> family.put(operation.key, operation.value);
                case WriteSet.TAG_DELETE, WriteSet.TAG_SINGLE_DELETE -> family.remove(operation.key);
                case WriteSet.TAG_DELETE_RANGE -> family.subMap(operation.key, operation.value).clear();
                default -> throw new SimulationFailure("operation tag " + operation.tag);
            }
        }
    }

    private record Applied(long number, List<Operation> operations) {
    }

    private final Predicate<Operation> loses;
    private final Set<ByteBuffer> everPut = new HashSet<>();
    private final Deque<Applied> unsynced = new ArrayDeque<>();
    /** Positions of messages that a sync has covered, and ids of messages, as their senders number them. */
    final LongOpenHashSet syncedPositions = new LongOpenHashSet();
    final LongOpenHashSet syncedIds = new LongOpenHashSet();
    private Families applied = new Families();
    private Families synced = new Families();
    private long appliedNumber;
    private long syncedNumber;

    /** @param loses operations that a planted bug never writes */
    MemoryStore(Predicate<Operation> loses) {
        this.loses = loses;
    }

    long appliedNumber() {
        return appliedNumber;
    }

    long syncedNumber() {
        return syncedNumber;
    }

    Families applied() {
        return applied;
    }

    void apply(WriteSet set) {
        if (set.number() != appliedNumber + 1) {
            throw new SimulationFailure("write set " + set.number() + " after " + appliedNumber);
        }
        List<Operation> operations = new ArrayList<>();
        Operations.forEach(set, (tag, family, key, value) -> {
            Operation operation = new Operation(tag, family, key, value);
            if (!loses.test(operation)) {
                check(operation, set.number());
                applied.apply(operation);
                operations.add(operation);
            }
        });
        if (operations.size() > set.count()) {
            throw new SimulationFailure("write set " + set.number() + " counts " + set.count() + " of " + operations.size() + " operations");
        }
        appliedNumber = set.number();
        unsynced.addLast(new Applied(set.number(), operations));
    }

    private void check(Operation operation, long number) {
        if (operation.family == Family.STATE) {
            if (operation.tag == WriteSet.TAG_SINGLE_DELETE) {
                throw new SimulationFailure("a single delete among state records in write set " + number);
            }
            return;
        }
        switch (operation.tag) {
            case WriteSet.TAG_PUT -> {
                if (!everPut.add(ByteBuffer.wrap(operation.key))) {
                    throw new SimulationFailure(name(operation) + " is put twice, in write set " + number);
                }
            }
            case WriteSet.TAG_SINGLE_DELETE -> {
                if (!applied.of(operation.family).containsKey(operation.key)) {
                    throw new SimulationFailure(name(operation) + " is removed in write set " + number + " and is not there"
                            + (everPut.contains(ByteBuffer.wrap(operation.key)) ? " any more" : " and never was"));
                }
            }
            case WriteSet.TAG_DELETE_RANGE -> {
                if (operation.key[0] == Keys.DELAYED) {
                    throw new SimulationFailure("a range of delayed messages is deleted in write set " + number);
                }
            }
            default -> throw new SimulationFailure(name(operation) + " is deleted, not single deleted, in write set " + number);
        }
    }

    private static String name(Operation operation) {
        byte[] key = operation.key;
        if (operation.family == Family.CHUNKS) {
            return "chunk " + ByteBuffer.wrap(key).getInt(8) + " of body " + Keys.getLong(key, 0);
        }
        return switch (key[0]) {
            case Keys.MESSAGE -> "message " + Keys.position(key) + " of destination " + Keys.getLong(key, 1) + ", priority " + (9 - key[9]);
            case Keys.MATCH -> "match " + Keys.position(key) + " of subscription " + Keys.getLong(key, 1) + ", priority " + (9 - key[9]);
            default -> "delayed message " + Keys.getLong(key, 9);
        };
    }

    /** Makes everything up to a number durable. */
    void sync(long upTo) {
        while (!unsynced.isEmpty() && unsynced.peekFirst().number <= upTo) {
            Applied next = unsynced.removeFirst();
            next.operations.forEach(operation -> {
                synced.apply(operation);
                note(operation);
            });
            syncedNumber = next.number;
        }
    }

    private void note(Operation operation) {
        if (operation.tag == WriteSet.TAG_PUT && operation.family == Family.MESSAGES && operation.key[0] != Keys.MATCH) {
            if (operation.key[0] == Keys.MESSAGE) {
                syncedPositions.add(Keys.position(operation.key));
            }
            StoredMessage message = StoredMessage.read(operation.key, operation.value);
            syncedIds.add((long) message.message().properties().values().get(Sent.ID));
        }
    }

    /** Forgets what was not synced. @return how many write sets that were */
    int crash() {
        int lost = unsynced.size();
        unsynced.clear();
        applied = synced.copy();
        appliedNumber = syncedNumber;
        return lost;
    }

    LoadedCore load() {
        return new LoadedCore(syncedNumber, records());
    }

    /** The state records that a start loads: all but attempts. */
    List<StateRecord> records() {
        List<StateRecord> records = new ArrayList<>();
        applied.state.forEach((key, value) -> {
            if (key[0] != 'A') {
                records.add(StateRecord.read(key, value));
            }
        });
        return records;
    }

    /** The chunks of a body from 0 on, or null if not all of them are there. */
    byte[] body(long body, long length) {
        byte[] joined = new byte[Math.toIntExact(length)];
        int at = 0;
        for (int index = 0; index < StoredMessage.chunks(length); index++) {
            byte[] chunk = applied.chunks.get(Keys.chunk(body, index));
            if (chunk == null) {
                return null;
            }
            System.arraycopy(chunk, 0, joined, at, chunk.length);
            at += chunk.length;
        }
        return joined;
    }
}
