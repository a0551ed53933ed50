package io.postrider.broker.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Non-persistent messages beyond memory: a database of its own without write-ahead log, which starts empty. Owned by the
 * broker's process, which opens it after the {@link RocksStore} and closes it before. Same keys and reads as there; write sets
 * are numbered in a series of their own, from 1.
 */
public final class OverflowStore implements AutoCloseable {
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(10);

    private final Path folder;
    private final Database database;
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
    private final RocksCommitter committer;
    private final StoreReaders readers;
    private volatile long applied;

    private OverflowStore(Path folder, Database database, CommitListener listener, Consumer<ReadResult> results) {
        this.folder = folder;
        this.database = database;
        this.readers = new StoreReaders("postrider-overflow-reader", database, this::applied, results,
                unreadable -> database.stopCompaction());
        this.committer = new RocksCommitter("postrider-overflow", new Unlogged(), 0, new AppliedOnly(listener));
    }

    /**
     * Deletes what an earlier broker left and opens an empty one.
     *
     * @param beside   the open store of the data folder, which holds the folder's lock
     * @param listener hears {@code applied} and {@code failed}; never {@code durable}
     * @param results  takes each result, on a reader's thread; must not block
     */
    public static OverflowStore open(RocksStore beside, CommitListener listener, Consumer<ReadResult> results) {
        Path folder = beside.folder().resolve(DataFolder.OVERFLOW);
        try {
            delete(folder);
            Files.createDirectories(folder);
            return new OverflowStore(folder, Database.open(folder, beside.settings(), null, Database.Use.OVERFLOW), listener, results);
        } catch (IOException | RocksDBException e) {
            throw new StoreException("The folder " + folder + " for non-persistent messages cannot be used: " + e.getMessage()
                    + ". Delete it, or check the disk.", e);
        }
    }

    /** Queues a write set of this series; {@code applied} tells when reads see it. */
    public void apply(WriteSet set) {
        committer.commit(set);
    }

    public StoreReaders readers() {
        return readers;
    }

    /** Number of the last write set of this series that reads see. Any thread. */
    public long applied() {
        return applied;
    }

    @Override
    public void close() {
        readers.close();
        committer.close(CLOSE_BOUND);
        if (!committer.isStopped()) {
            throw new StoreException("the disk of " + folder + " has not answered for " + CLOSE_BOUND.toSeconds() + " s");
        }
        database.close();
        unlogged.close();
        try {
            delete(folder);
        } catch (IOException e) {
            throw new StoreException("The folder " + folder + " cannot be deleted: " + e.getMessage() + ". The next start tries again.", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    private final class Unlogged implements GroupLog {
        @Override
        public void write(byte[] batch, long last, boolean sync) {
            try (WriteBatch encoded = new WriteBatch(batch)) {
                database.rocks().write(unlogged, encoded);
            } catch (RocksDBException e) {
                throw new StoreException("The folder " + folder + " for non-persistent messages cannot be written: " + e.getMessage()
                        + ". Free or check the disk.", e);
            }
            applied = last;
        }

        @Override
        public void sync(long last) {
            // Nothing here outlives the process.
        }
    }

    private record AppliedOnly(CommitListener listener) implements CommitListener {
        @Override
        public void applied(long number) {
            listener.applied(number);
        }

        @Override
        public void durable(long number) {
            // No meaning here.
        }

        @Override
        public void failed(Throwable cause) {
            listener.failed(cause);
        }
    }
}
