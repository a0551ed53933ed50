package io.postrider.broker;

import io.postrider.broker.store.Committer;
import io.postrider.broker.store.Family;
import io.postrider.broker.store.SyncGate;
import io.postrider.broker.store.WriteSet;
import io.postrider.transport.message.WireInput;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Brokers that are broken on purpose, to show that the torture notices. Each nested class is a main class in place of
 * {@link TortureBroker}. What is to be stored is changed where it lies, so that sizes and counts stay as they were.
 */
public final class BrokenBroker {
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
        private static final int LATE_MS = 30;

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
