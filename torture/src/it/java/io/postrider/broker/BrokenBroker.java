package io.postrider.broker;

import io.postrider.broker.store.Committer;
import io.postrider.broker.store.Family;
import io.postrider.broker.store.SyncGate;
import io.postrider.broker.store.WriteSet;
import io.postrider.transport.message.WireInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Brokers that are broken on purpose, to show that the torture notices. Each nested class is a main class in place of
 * {@link TortureBroker}. What is to be stored is changed where it lies, so that sizes and counts stay as they were.
 */
public final class BrokenBroker {
    private static final int LATE_MS = 30;

    private BrokenBroker() {
    }

    /** Answers before the sync, and never syncs. */
    public static final class Unsynced {
        public static void main(String[] settings) throws IOException {
            TortureBroker.run(settings, new UnsteadyDisk(), () -> false, UnaryOperator.identity());
        }
    }

    /**
     * Stores a session's record as if nothing had been sent, so that it takes again what is sent again. Its disk answers late, so that
     * a kill meets what is on the disk and not confirmed yet.
     */
    public static final class WithoutSessionRecord {
        public static void main(String[] settings) throws IOException {
            run(settings, new LateAnswers(LATE_MS), (bytes, tag, family, key, value) -> {
                if (family == Family.STATE && tag == WriteSet.TAG_PUT && bytes[key] == 'N') {
                    lower(bytes, value + varintLength(bytes, value));
                }
            });
        }
    }

    /** Confirms acknowledgements and does not remove what was acknowledged. */
    public static final class WithoutRemoval {
        public static void main(String[] settings) throws IOException {
            run(settings, (bytes, tag, family, key, value) -> {
                if (family == Family.MESSAGES && tag == WriteSet.TAG_SINGLE_DELETE) {
                    bytes[key] = 'q';
                } else if (family == Family.STATE && tag == WriteSet.TAG_PUT && bytes[key] == 'L') {
                    // where a scan of that lane starts
                    lower(bytes, value);
                }
            });
        }
    }

    /** Does not know after a crash what it had delivered, and flags nothing. */
    public static final class WithoutRedeliveryMark {
        public static void main(String[] settings) throws IOException {
            run(settings, (bytes, tag, family, key, value) -> {
                if (family == Family.STATE && tag == WriteSet.TAG_PUT && bytes[key] == 'M') {
                    lower(bytes, value);
                }
            });
        }
    }

    /** Confirms messages that it does not store. */
    public static final class WithoutMessages {
        public static void main(String[] settings) throws IOException {
            run(settings, (bytes, tag, family, key, value) -> {
                if (family == Family.MESSAGES && tag != WriteSet.TAG_DELETE_RANGE && bytes[key] == 'm') {
                    bytes[key] = 'q';
                }
            });
        }
    }

    /** Answers prepares that it does not store. Late, so that a kill meets a branch between its prepare and its commit. */
    public static final class WithoutPreparedBranches {
        public static void main(String[] settings) throws IOException {
            run(settings, new LateAnswers(LATE_MS), (bytes, tag, family, key, value) -> {
                if (family == Family.STATE && tag == WriteSet.TAG_PUT && (bytes[key] == 'X' || bytes[key] == 'Y')) {
                    // there where a start does not look
                    bytes[key] = 'A';
                }
            });
        }
    }

    /** Rolls back, at its start, the prepared branches that it finds, since it knows nobody who would end them. */
    public static final class RollingBackWhatItDoesNotKnow {
        public static void main(String[] settings) throws IOException {
            for (String setting : settings) {
                if (setting.startsWith("data=")) {
                    rollBackBranches(Path.of(setting.substring(5), "store"));
                }
            }
            run(settings, new LateAnswers(LATE_MS), (bytes, tag, family, key, value) -> { });
        }

        private static void rollBackBranches(Path store) throws IOException {
            if (!Files.exists(store)) {
                return;
            }
            List<ColumnFamilyDescriptor> families = new ArrayList<>(List.of(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY)));
            for (Family family : Family.values()) {
                families.add(new ColumnFamilyDescriptor(family.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII)));
            }
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            try (DBOptions options = new DBOptions(); RocksDB database = RocksDB.open(options, store.toString(), families, handles);
                    RocksIterator at = database.newIterator(handles.get(1 + Family.STATE.ordinal()))) {
                for (at.seek(new byte[] {'X'}); at.isValid() && (at.key()[0] == 'X' || at.key()[0] == 'Y'); at.next()) {
                    database.delete(handles.get(1 + Family.STATE.ordinal()), at.key());
                }
            } catch (RocksDBException e) {
                throw new IOException("the store " + store, e);
            }
        }
    }

    private interface Edit {
        void operation(byte[] bytes, int tag, Family family, int keyAt, int valueAt);
    }

    private record LateAnswers(int ms) implements SyncGate {
        @Override
        public boolean before() {
            return true;
        }

        @Override
        public void after() throws IOException {
            try {
                TimeUnit.MILLISECONDS.sleep(ms);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private static void run(String[] settings, Edit edit) throws IOException {
        run(settings, SyncGate.OPEN, edit);
    }

    private static void run(String[] settings, SyncGate syncs, Edit edit) throws IOException {
        TortureBroker.run(settings, new UnsteadyDisk(), syncs, committer -> editing(committer, edit));
    }

    private static Committer editing(Committer committer, Edit edit) {
        return set -> {
            WireInput in = new WireInput(set.array(), 0, set.bytes());
            while (in.remaining() > 0) {
                int tag = in.readByte();
                Family family = Family.ofId(in.readVarint(Family.CHUNKS.id(), "family"));
                int keyAt = in.skip(in.readLength("key"));
                int valueAt = tag == WriteSet.TAG_PUT || tag == WriteSet.TAG_DELETE_RANGE ? in.skip(in.readLength("value")) : 0;
                edit.operation(set.array(), tag, family, keyAt, valueAt);
            }
            committer.commit(set);
        };
    }

    /** Makes the number there the lowest one of the same length. */
    private static void lower(byte[] bytes, int at) {
        int length = varintLength(bytes, at);
        for (int i = 0; i < length - 1; i++) {
            bytes[at + i] = (byte) 0x80;
        }
        bytes[at + length - 1] = (byte) (length == 1 ? 0 : 1);
    }

    private static int varintLength(byte[] bytes, int at) {
        int length = 1;
        while ((bytes[at + length - 1] & 0x80) != 0) {
            length++;
        }
        return length;
    }
}
