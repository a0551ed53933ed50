package io.postrider.benchmark.store;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** What it costs to hand groups to RocksDB, without a log and without a disk: one array against a JNI call per record, taking turns. */
final class EncodingCost {

    private static final int[] GROUP_SIZES = {1, 16, 64, 256};
    private static final byte[] SMALL = new byte[100];
    private static final byte[] BODY = new byte[1024];

    private final Settings settings;
    private final Path folder;
    private final PrintStream out;

    EncodingCost(Settings settings, Path folder, PrintStream out) {
        this.settings = settings;
        this.folder = folder;
        this.out = out;
    }

    void run() throws RocksDBException {
        Table table = new Table("A put and a removal handed over, ns per message (medians of " + settings.rounds() + " rounds)", "",
                "N=1", "N=16", "N=64", "N=256");
        // RocksDB refuses a write without a log where logs are recycled.
        StoreOptions base = StoreOptions.base().withRecycledLogs(0);
        try (Store store = new Store(base, folder.resolve("array"));
                Store recordwise = new Store(base.with(StoreOptions.Encoding.PER_RECORD), folder.resolve("recordwise"))) {
            for (byte[] body : List.of(SMALL, BODY)) {
                String label = body.length + " bytes, ";
                row(table, label + "batch built: array, per record, ratio", store, recordwise, each -> built(each, body));
                row(table, label + "and written to the memtable", store, recordwise, each -> written(each, body));
            }
        }
        table.print(out);
    }

    private void row(Table table, String label, Store array, Store recordwise, ToDoubleFunction<Handover> cost) throws RocksDBException {
        Object[] row = new Object[1 + GROUP_SIZES.length];
        row[0] = label;
        for (int size = 0; size < GROUP_SIZES.length; size++) {
            Handover ours = new Handover(array, GROUP_SIZES[size]);
            Handover theirs = new Handover(recordwise, GROUP_SIZES[size]);
            List<Double> arrays = new ArrayList<>();
            List<Double> records = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            // The first round only warms up.
            for (int round = 0; round <= settings.rounds(); round++) {
                double arrayNanos = cost.applyAsDouble(ours);
                double recordNanos = cost.applyAsDouble(theirs);
                if (round > 0) {
                    arrays.add(arrayNanos);
                    records.add(recordNanos);
                    ratios.add(arrayNanos / recordNanos);
                }
            }
            row[1 + size] = Table.number(Table.median(arrays)) + ", " + Table.number(Table.median(records)) + " ("
                    + String.format("%.2f", Table.median(ratios)) + ")";
        }
        table.row(row);
    }

    private double built(Handover handover, byte[] body) {
        return handover.nanosPerMessage(settings.sliceMs(), body, batch -> { });
    }

    private double written(Handover handover, byte[] body) {
        try (WriteOptions unlogged = new WriteOptions().setDisableWAL(true)) {
            return handover.nanosPerMessage(settings.sliceMs(), body, batch -> handover.store.db().write(unlogged, batch));
        }
    }

    private interface Sink {
        void take(WriteBatch batch) throws RocksDBException;
    }

    private static final class Handover {

        private final Store store;
        private final Group group;
        private final int size;
        private long next;

        Handover(Store store, int size) {
            this.store = store;
            this.group = Group.of(store);
            this.size = size;
        }

        double nanosPerMessage(long millis, byte[] body, Sink sink) {
            long start = System.nanoTime();
            long end = start + millis * 1_000_000;
            long messages = 0;
            try {
                while (System.nanoTime() < end) {
                    for (int i = 0; i < size; i++, next++) {
                        byte[] key = Keys.message(size, next);
                        group.put(Family.MESSAGES, key, body);
                        group.remove(Family.MESSAGES, key);
                    }
                    messages += size;
                    try (WriteBatch batch = group.take()) {
                        sink.take(batch);
                    }
                }
            } catch (RocksDBException e) {
                throw new IllegalStateException("handing over a group of " + size, e);
            }
            return (System.nanoTime() - start) / (double) messages;
        }
    }
}
