package io.postrider.broker.store;

import org.rocksdb.AbstractEventListener;
import org.rocksdb.FlushJobInfo;
import org.rocksdb.RocksDB;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * For tests of power loss: notes how far each write-ahead log is synced, as lines {@code <log number> <bytes>} in the file
 * {@code synced-wal} of the data folder. What lies behind is what a loss of power may take.
 *
 * <p>A log's length says nothing, since recycled files are longer than what was written to them. So the records themselves are
 * followed: right after a sync, with one thread writing, the end of the valid ones is what was synced. RocksDB syncs a log that
 * it no longer writes to before it trusts files that were flushed from it, and tells nobody; so these are noted when a flush begins.
 *
 * <p>Called by the committer's thread and by RocksDB's flushing threads.
 */
final class SyncedWal {
    static final String FILE = "synced-wal";

    static {
        // A listener is native before a database is opened, and does not load the library itself.
        NativeLibrary.load();
    }

    private final Path database;
    private final Path notes;
    private final Map<Long, Long> syncedBytes = new HashMap<>();
    /** Logs below this one were noted to their end. */
    private long current;

    SyncedWal(DataFolder folder) throws IOException {
        this.database = folder.database();
        this.notes = folder.path().resolve(FILE);
        Files.deleteIfExists(notes);
    }

    /** Everything that was written is synced. */
    synchronized void synced() {
        note(Long.MAX_VALUE);
    }

    AbstractEventListener events() {
        return new AbstractEventListener(AbstractEventListener.EnabledEventCallback.ON_FLUSH_BEGIN) {
            @Override
            public void onFlushBegin(RocksDB rocks, FlushJobInfo flush) {
                closedLogsSynced();
            }
        };
    }

    private synchronized void closedLogsSynced() {
        try {
            WalFile.in(database).stream().mapToLong(WalFile::number).max().ifPresent(this::note);
        } catch (IOException e) {
            throw new StoreException("logs in " + database + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Notes the logs below that number. */
    private void note(long below) {
        StringBuilder lines = new StringBuilder();
        try {
            for (Path log : WalFile.in(database)) {
                long number = WalFile.number(log);
                long before = syncedBytes.getOrDefault(number, 0L);
                long end = number >= current && number < below ? end(log, before) : before;
                if (end > before) {
                    syncedBytes.put(number, end);
                    lines.append(number).append(' ').append(end).append('\n');
                }
            }
            current = syncedBytes.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
            Files.writeString(notes, lines, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StoreException("the synced part of logs in " + database + " cannot be noted: " + e.getMessage(), e);
        }
    }

    private static long end(Path log, long from) throws IOException {
        try {
            return WalFile.end(log, from);
        } catch (NoSuchFileException e) {
            // RocksDB needs it no more, and has deleted it or given it a new number meanwhile.
            return from;
        }
    }
}
