package io.postrider.broker.store;

import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** One pass over a range of keys; lives no longer than its request, since an old iterator keeps old files alive. */
final class Walk implements AutoCloseable {
    private final Slice end;
    private final ReadOptions options;
    private final RocksIterator entries;

    /** Stands at the first key at or above {@code from}; ends before {@code to}. */
    Walk(Database database, Family family, byte[] from, byte[] to) {
        end = new Slice(to);
        options = new ReadOptions().setIterateUpperBound(end);
        entries = database.iterator(family, options);
        entries.seek(from);
    }

    /** Whether there is an entry here. @throws RocksDBException if the walk stopped because something cannot be read */
    boolean isValid() throws RocksDBException {
        if (entries.isValid()) {
            return true;
        }
        entries.status();
        return false;
    }

    void next() {
        entries.next();
    }

    byte[] key() {
        return entries.key();
    }

    byte[] value() {
        return entries.value();
    }

    @Override
    public void close() {
        entries.close();
        options.close();
        end.close();
    }
}
