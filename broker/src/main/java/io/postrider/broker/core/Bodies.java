package io.postrider.broker.core;

import io.postrider.broker.store.BodyRecord;
import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireMessage;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;

/**
 * Bodies that lie in the store beside their messages, and who holds them: one message unless a record says otherwise. Owned by
 * the core's thread.
 */
final class Bodies {
    private final CoreContext context;
    /** Only what has a record: bodies being staged (0 holders) and bodies of several messages. */
    private final Long2ObjectOpenHashMap<BodyRecord> records = new Long2ObjectOpenHashMap<>();
    /** Further holders of bodies whose messages are not stored. */
    private final Long2IntOpenHashMap sharedInMemory = new Long2IntOpenHashMap();

    Bodies(CoreContext context) {
        this.context = context;
    }

    /** At a start: a body that was being staged belongs to nobody any more. */
    void load(BodyRecord record) {
        if (record.holders() == 0) {
            context.open().removeBody(record.body(), record.chunks());
            context.open().delete(record);
        } else {
            records.put(record.body(), record);
        }
    }

    /** Stores an inline body apart. @return its id */
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
        BodyRecord record = new BodyRecord(body, 0, index + 1);
        records.put(body, record);
        context.open().put(record);
    }

    /** A body that was stored whole and is not claimed yet. */
    void staged(long body, int chunks) {
        put(new BodyRecord(body, 0, chunks));
    }

    /** A message that is stored now holds the staged body. */
    void claim(long body) {
        BodyRecord record = records.get(body);
        if (record != null && record.holders() == 0) {
            forget(body);
        }
    }

    /** One more message holds the body of {@code message}. */
    void share(StoredMessage message) {
        if (message.body() == 0) {
            return;
        }
        BodyRecord record = records.get(message.body());
        if (record != null && record.holders() == 0) {
            // held by messages in memory only: a start removes it, whoever holds it until then
            sharedInMemory.addTo(message.body(), 1);
            return;
        }
        int holders = record == null ? 1 : record.holders();
        put(new BodyRecord(message.body(), holders + 1, StoredMessage.chunks(message.message().bodyLength())));
    }

    /** A message that held its body is removed. */
    void release(StoredMessage message) {
        if (message.body() == 0) {
            return;
        }
        if (sharedInMemory.get(message.body()) > 0) {
            sharedInMemory.addTo(message.body(), -1);
            return;
        }
        BodyRecord record = records.get(message.body());
        if (record == null || record.holders() <= 1) {
            drop(message.body(), StoredMessage.chunks(message.message().bodyLength()));
        } else {
            put(new BodyRecord(message.body(), record.holders() - 1, record.chunks()));
        }
    }

    /** Removes a body that nobody holds. */
    void drop(long body, int chunks) {
        context.open().removeBody(body, chunks);
        sharedInMemory.remove(body);
        if (records.containsKey(body)) {
            forget(body);
        }
    }

    private void forget(long body) {
        context.open().delete(records.remove(body));
    }

    private void put(BodyRecord record) {
        records.put(record.body(), record);
        context.open().put(record);
    }
}
