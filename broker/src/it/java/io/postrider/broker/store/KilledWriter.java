package io.postrider.broker.store;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Semaphore;

/** A process that writes until it is killed and prints what is durable. Arguments: data folder, seed, honest or dishonest. */
final class KilledWriter {
    /** So that groups stay small and many. */
    private static final int UNDER_WAY_MAX = 50;

    private KilledWriter() {
    }

    public static void main(String[] arguments) {
        Random random = new Random(Long.parseLong(arguments[1]));
        RocksStore store = RocksStore.open(StoreSettings.of(Path.of(arguments[0])).withMemtableBytes(256 * 1024).notingSyncedWal());
        GroupLog log = arguments[2].equals("honest") ? store.groups() : new Dishonest(store.groups());
        long loaded = store.load().applied();
        Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
        RocksCommitter committer = new RocksCommitter("killed-committer", log, loaded, new Printer(loaded, underWay));
        for (long number = loaded + 1; ; number++) {
            WriteSet set = new WriteSet(number);
            set.storeMessage(5, 4, number, Samples.message(number, new byte[random.nextInt(4_000)]));
            if (random.nextInt(4) == 0) {
                set.await();
            }
            underWay.acquireUninterruptibly();
            committer.commit(set);
        }
    }

    private static final class Printer implements CommitListener {
        private final Semaphore underWay;
        private long last;

        Printer(long loaded, Semaphore underWay) {
            this.last = loaded;
            this.underWay = underWay;
        }

        @Override
        public void applied(long number) {
            // Not what counts.
        }

        @Override
        public void durable(long number) {
            System.out.println(number);
            underWay.release((int) (number - last));
            last = number;
        }

        @Override
        public void failed(Throwable cause) {
            System.exit(3);
        }
    }
}
