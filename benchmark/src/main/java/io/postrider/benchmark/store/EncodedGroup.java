package io.postrider.benchmark.store;

import org.rocksdb.WriteBatch;

/** A group that crosses JNI once, as one array. */
final class EncodedGroup implements Group {

    private final Store store;
    private final BatchBytes batch = new BatchBytes();

    EncodedGroup(Store store) {
        this.store = store;
    }

    @Override
    public void put(Family family, byte[] key, byte[] value) {
        batch.put(store.id(family), store.key(family, key), value);
    }

    @Override
    public void remove(Family family, byte[] key) {
        switch (store.options().removal()) {
            case SINGLE_DELETE -> batch.singleDelete(store.id(family), store.key(family, key));
            case DELETE -> batch.delete(store.id(family), store.key(family, key));
        }
    }

    @Override
    public WriteBatch take() {
        WriteBatch taken = new WriteBatch(batch.toByteArray());
        batch.clear();
        return taken;
    }
}
