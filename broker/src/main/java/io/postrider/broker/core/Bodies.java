package io.postrider.broker.core;

import io.postrider.broker.store.BodyRecord;
import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireMessage;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;

/**
 * Bodies that lie in the store beside their messages, and who holds them. Records count the stored messages that do: one unless
 * a record says otherwise, none while a body is being staged or is held by messages in memory only. Those are counted here, and
 * a start, which has lost them, removes what they alone held. Owned by the core's thread.
 */
final class Bodies {
    private final CoreContext context;
    /** What has a record: bodies that no stored message holds, and bodies of several. */
    private final Long2ObjectOpenHashMap<BodyRecord> records = new Long2ObjectOpenHashMap<>();
    /** Messages in memory that hold a body. */
    private final Long2IntOpenHashMap pins = new Long2IntOpenHashMap();

    Bodies(CoreContext context) {
        this.context = context;
    }

    /** At a start: what no stored message holds belongs to nobody any more. */
    void load(BodyRecord record) {
        if (record.holders() == 0) {
            context.open().removeBody(record.body(), record.chunks());
            context.open().delete(record);
        } else {
            records.put(record.body(), record);
        }
    }

    /** Stores an inline body apart, for one message. @return its id */
    long store(WireMessage message) {
        long body = context.ids.take();
        WireInput in = message.body();
        for (int index = 0; in.remaining() > 0; index++) {
            int length = Math.min(in.remaining(), StoredMessage.CHUNK_BYTES);
            context.open().storeChunk(body, index, in.array(), in.skip(length), length);
        }
        return body;
    }

    /** Opens a body that arrives in chunks; if nobody claims it, a start removes it. */
    long stage() {
        return context.ids.take();
    }

    /** Adds a chunk; the record says how many there are, so that each can be removed. */
    void append(long body, int index, byte[] bytes) {
        context.open().storeChunk(body, index, bytes, 0, bytes.length);
        put(new BodyRecord(body, 0, index + 1));
    }

    /** A body that was stored whole and is not claimed yet. */
    void staged(long body, int chunks) {
        put(new BodyRecord(body, 0, chunks));
    }

    /** A message that is stored now holds the body, if no stored one did. */
    void claim(long body) {
        BodyRecord record = records.get(body);
        if (record != null && record.holders() == 0) {
            forget(body);
        }
    }

    /** The stored message that held the body is removed, and one in memory takes its place. */
    void disown(StoredMessage message) {
        if (message.body() != 0 && !records.containsKey(message.body())) {
            staged(message.body(), chunks(message));
        }
    }

    /** One more stored message is about to hold the body of {@code message}. */
    void share(StoredMessage message) {
        BodyRecord record = records.get(message.body());
        if (message.body() != 0 && (record == null || record.holders() > 0)) {
            put(new BodyRecord(message.body(), record == null ? 2 : record.holders() + 1, chunks(message)));
        }
    }

    /** A stored message that held its body is removed, or one that was to be stored is not. */
    void release(StoredMessage message) {
        long body = message.body();
        if (body == 0) {
            return;
        }
        BodyRecord record = records.get(body);
        int holders = record == null ? 1 : record.holders();
        if (holders > 2) {
            put(new BodyRecord(body, holders - 1, record.chunks()));
        } else if (holders == 2) {
            forget(body);
        } else if (pins.get(body) == 0) {
            drop(body, chunks(message));
        } else if (holders == 1) {
            staged(body, chunks(message));
        }
    }

    /** A message in memory holds its body. */
    void pin(StoredMessage message) {
        if (message.body() != 0) {
            pins.addTo(message.body(), 1);
        }
    }

    /** A message in memory lets go of its body. */
    void unpin(StoredMessage message) {
        long body = message.body();
        if (body != 0 && pins.addTo(body, -1) == 1) {
            pins.remove(body);
            BodyRecord record = records.get(body);
            if (record != null && record.holders() == 0) {
                drop(body, record.chunks());
            }
        }
    }

    /** Removes a body that nobody holds. */
    void drop(long body, int chunks) {
        context.open().removeBody(body, chunks);
        if (records.containsKey(body)) {
            forget(body);
        }
    }

    private static int chunks(StoredMessage message) {
        return StoredMessage.chunks(message.message().bodyLength());
    }

    private void forget(long body) {
        context.open().delete(records.remove(body));
    }

    private void put(BodyRecord record) {
        records.put(record.body(), record);
        context.open().put(record);
    }
}
