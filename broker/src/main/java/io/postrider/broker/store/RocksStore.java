package io.postrider.broker.store;

import io.postrider.transport.message.WireFormatException;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The store on disk. Owned by the broker's process, which opens it, loads it once, takes the committer and the readers from it
 * and closes it; closing ends those two first. No method is called by the core's thread.
 *
 * <p>The package documentation draws what lies where, and says what a start makes of each kind of damage.
 */
public final class RocksStore implements AutoCloseable {
    /** How long a close waits for what the committer has taken. */
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(30);
    /** The hint is only a check, so a little old is as good. */
    private static final long HINT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final byte[] NODE_ID_KEY = {'V'};
    /** There while a broker runs: at a start it says that the last one was not stopped in order. */
    private static final byte[] IN_USE_KEY = {'U'};
    private static final int NODE_ID_BYTES = 12;
    private static final System.Logger LOG = System.getLogger(RocksStore.class.getName());

    private final StoreSettings settings;
    private final DataFolder folder;
    private final Database database;
    private final SyncedWal syncedWal;
    private final String nodeId;
    private final boolean cleanStop;
    private final long lostWriteSets;
    private final long loadedNumber;
    private final GroupLog groups = new Groups();
    private final WriteOptions unsynced = new WriteOptions();
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private volatile long applied;
    private volatile boolean failed;
    private RocksCommitter committer;
    private StoreReaders readers;
    private boolean closed;

    private RocksStore(StoreSettings settings, DataFolder folder, Database database, SyncedWal syncedWal, long knownDurable)
            throws RocksDBException {
        this.settings = settings;
        this.folder = folder;
        this.database = database;
        this.syncedWal = syncedWal;
        byte[] record = database.get(Family.STATE, AppliedRecord.KEY);
        this.loadedNumber = record == null ? 0 : AppliedRecord.read(record).number();
        this.applied = loadedNumber;
        this.lostWriteSets = Math.max(0, knownDurable - loadedNumber);
        this.cleanStop = database.get(Family.STATE, IN_USE_KEY) == null;
        this.nodeId = markInUse();
        if (lostWriteSets > 0) {
            LOG.log(System.Logger.Level.WARNING, "The store in " + folder.path() + " has lost at least " + lostWriteSets
                    + " write sets: it ends with number " + loadedNumber + ", and " + knownDurable + " was durable. Messages that were"
                    + " confirmed to their senders may be missing. Check the disk, and whether it keeps what it says is synced.");
        }
        folder.writeHintDurably(new DataFolder.Hint(loadedNumber, false));
        LOG.log(System.Logger.Level.INFO, "The store in " + folder.path() + " is open, with write sets up to " + loadedNumber
                + (cleanStop ? "" : ", after a stop that was not a clean one"));
    }

    /**
     * Opens the store of a data folder, which is made if it does not exist.
     *
     * @throws StoreException if the folder cannot be used, is in use, has a newer format or is damaged
     */
    public static RocksStore open(StoreSettings settings) {
        DataFolder folder = DataFolder.open(settings.folder());
        Database database = null;
        try {
            long knownDurable = knownDurable(folder, settings);
            SyncedWal syncedWal = settings.noteSyncedWal() ? new SyncedWal(folder) : null;
            database = Database.open(folder.database(), settings, syncedWal == null ? null : syncedWal.events(), use(folder));
            return new RocksStore(settings, folder, database, syncedWal, knownDurable);
        } catch (RocksDBException e) {
            close(database, folder);
            throw damaged(folder, e);
        } catch (IOException e) {
            close(database, folder);
            throw new StoreException("The store in " + folder.path() + " cannot be read: " + e.getMessage() + ". Check the disk.", e);
        } catch (RuntimeException e) {
            close(database, folder);
            throw e;
        }
    }

    /** Whether a folder has a store. */
    public static boolean isThere(Path folder) {
        return DataFolder.isThere(folder);
    }

    /**
     * Looks whether a folder could be opened as far as others are concerned. Not while this process itself has it open.
     *
     * @throws StoreException if another process has it open, naming that
     */
    public static void requireFree(Path folder) {
        DataFolder.requireFree(folder);
    }

    /** Reads all state. What it costs depends on destinations, subscriptions and sessions, not on messages. */
    public LoadedState load() {
        List<StateRecord> records = new ArrayList<>();
        try (ReadOptions options = new ReadOptions(); RocksIterator entries = database.iterator(Family.STATE, options)) {
            for (entries.seek(new byte[] {AttemptsRecord.TAG + 1}); entries.isValid(); entries.next()) {
                byte[] key = entries.key();
                if (key.length > 1) {
                    records.add(record(key, entries.value()));
                }
            }
            entries.status();
        } catch (RocksDBException e) {
            throw damaged(folder, e);
        }
        return new LoadedState(nodeId, loadedNumber, cleanStop, lostWriteSets, records);
    }

    /** Starts the committer, once. */
    public synchronized RocksCommitter committer(CommitListener listener) {
        if (committer != null) {
            throw new IllegalStateException("the store has its committer already");
        }
        committer = new RocksCommitter("postrider-committer", groups, loadedNumber, listener);
        return committer;
    }

    /** Starts the readers, once. @param results takes each result, on a reader's thread; must not block */
    public synchronized StoreReaders readers(Consumer<ReadResult> results) {
        if (readers != null) {
            throw new IllegalStateException("the store has its readers already");
        }
        readers = new StoreReaders("postrider-reader", database, this::applied, results, this::fence);
        return readers;
    }

    /** Number of the last write set that reads see. Any thread. */
    public long applied() {
        return applied;
    }

    StoreSettings settings() {
        return settings;
    }

    /** The data folder as an absolute path. */
    public Path folder() {
        return folder.path();
    }

    /**
     * Ends readers and committer, and closes the store. The stop is a clean one if everything that the committer took is
     * durable; then the memtables are written, so that the next start replays nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (readers != null) {
            readers.close();
        }
        boolean complete = committer == null || committer.close(CLOSE_BOUND);
        if (committer != null && !committer.isStopped()) {
            // Its thread is in a write that does not return: closing under it would crash the process.
            LOG.log(System.Logger.Level.ERROR, "The store in " + folder.path() + " was not closed: the disk has not answered for "
                    + CLOSE_BOUND.toSeconds() + " s.");
            return;
        }
        closed = true;
        try {
            if (complete && !failed) {
                stopClean();
            }
        } catch (RocksDBException e) {
            throw new StoreException("The store in " + folder.path() + " could not be closed in order: " + e.getMessage() + ". Check the disk.", e);
        } finally {
            unsynced.close();
            synced.close();
            close(database, folder);
        }
    }

    GroupLog groups() {
        return groups;
    }

    Database database() {
        return database;
    }

    private void stopClean() throws RocksDBException {
        database.rocks().delete(database.handle(Family.STATE), synced, IN_USE_KEY);
        database.flush();
        folder.writeHintDurably(new DataFolder.Hint(applied, true));
    }

    /** Notes durably that a broker runs here, and gives the node id, which is made at the first start. */
    private String markInUse() throws RocksDBException {
        byte[] known = database.get(Family.STATE, NODE_ID_KEY);
        byte[] id = known;
        if (id == null) {
            byte[] random = new byte[NODE_ID_BYTES];
            new SecureRandom().nextBytes(random);
            id = HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
        }
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(database.handle(Family.STATE), NODE_ID_KEY, id);
            batch.put(database.handle(Family.STATE), IN_USE_KEY, new byte[0]);
            database.rocks().write(synced, batch);
        }
        if (syncedWal != null) {
            syncedWal.synced();
        }
        return new String(id, StandardCharsets.US_ASCII);
    }

    private static Database.Use use(DataFolder folder) throws IOException {
        String fenced = folder.fenced();
        if (fenced != null) {
            LOG.log(System.Logger.Level.WARNING, "A part of the store in " + folder.path() + " cannot be read (" + fenced + "). What lies in it"
                    + " is passed over, and files are no longer compacted, so that the rest goes on; the store grows meanwhile. Check the disk"
                    + " and restore the folder from a copy. If the disk was at fault and the file is whole again, delete the file 'fenced' there.");
        }
        return fenced == null ? Database.Use.DURABLE : Database.Use.FENCED;
    }

    private void fence(RocksDBException cause) {
        folder.noteFenced(cause.getMessage());
        database.stopCompaction();
    }

    private StateRecord record(byte[] key, byte[] value) {
        try {
            return StateRecord.read(key, value);
        } catch (WireFormatException e) {
            throw new StoreException("The store in " + folder.path() + " has a damaged state record (key " + HexFormat.of().formatHex(key) + ", "
                    + e.getMessage() + "). Without it messages could be lost or delivered twice, so the broker does not start."
                    + " Keep a copy of the folder and restore a backup.", e);
        }
    }

    /** The last write set that was durable, as far as hint and logs tell; refuses a log that is damaged in its middle. */
    private static long knownDurable(DataFolder folder, StoreSettings settings) throws IOException, RocksDBException {
        DataFolder.Hint hint = folder.hint();
        long missing = hint.clean() ? 0 : WalCheck.missingWriteSet(folder.database());
        if (missing > 0 && !settings.acceptLoss()) {
            refuseLoss(folder, settings, missing);
        }
        return Math.max(hint.durable(), missing);
    }

    private static void refuseLoss(DataFolder folder, StoreSettings settings, long missing) throws RocksDBException {
        try (Database database = Database.open(folder.database(), settings, null, Database.Use.READ_ONLY)) {
            byte[] record = database.get(Family.STATE, AppliedRecord.KEY);
            long recovered = record == null ? 0 : AppliedRecord.read(record).number();
            if (recovered < missing) {
                throw new StoreException("The write-ahead log of the store in " + folder.path() + " is damaged in its middle: write sets up to "
                        + recovered + " can be read, and at least those up to " + missing + " were durable. Nothing was changed. Keep a copy of"
                        + " the folder; then restore a backup, or start once with acceptLoss to go on without write sets above " + recovered + ".");
            }
        }
    }

    private static StoreException damaged(DataFolder folder, RocksDBException cause) {
        return new StoreException("The store in " + folder.path() + " cannot be opened: " + cause.getMessage()
                + ". Keep a copy of the folder and check the disk; then restore a backup, or start with an empty data folder.", cause);
    }

    private static void close(Database database, DataFolder folder) {
        try (folder) {
            if (database != null) {
                database.close();
            }
        }
    }

    /** The committer's side of the store; its fields belong to the committer's thread. */
    private final class Groups implements GroupLog {
        private long hintedNanos = System.nanoTime() - HINT_INTERVAL_NANOS;

        @Override
        public void write(byte[] batch, long last, boolean sync) {
            boolean really = sync && passGate();
            try (WriteBatch encoded = new WriteBatch(batch)) {
                database.rocks().write(really ? synced : unsynced, encoded);
            } catch (RocksDBException e) {
                throw failure("written", e);
            }
            applied = last;
            if (sync) {
                noteSynced(last, really);
            }
        }

        @Override
        public void sync(long last) {
            boolean really = passGate();
            try {
                if (really) {
                    database.rocks().syncWal();
                }
            } catch (RocksDBException e) {
                throw failure("synced", e);
            }
            noteSynced(last, really);
        }

        private boolean passGate() {
            try {
                return settings.syncGate().before();
            } catch (IOException e) {
                throw failure("written", e);
            }
        }

        private void noteSynced(long last, boolean really) {
            if (syncedWal != null && really) {
                syncedWal.synced();
            }
            try {
                settings.syncGate().after();
            } catch (IOException e) {
                throw failure("synced", e);
            }
            long now = System.nanoTime();
            if (now - hintedNanos >= HINT_INTERVAL_NANOS) {
                hintedNanos = now;
                folder.writeHint(last);
            }
        }

        private StoreException failure(String what, Exception cause) {
            failed = true;
            if (cause instanceof RocksDBException refused && refused.getStatus() != null && refused.getStatus().getCode() == Status.Code.Corruption) {
                // A compaction came to a block that cannot be read; the next start leaves it alone.
                folder.noteFenced(cause.getMessage());
            }
            return new StoreException("The store in " + folder.path() + " cannot be " + what + ": " + cause.getMessage()
                    + ". The broker stops; free or check the disk and start it again.", cause);
        }
    }
}
