package io.postrider.benchmark.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Bodies of 1 MiB in parts of 64 KiB, one body per synced group, with and without blob files: all put, then all read and removed, several
 * times over, because only the compactions of later turns free the room of the earlier ones.
 */
final class Chunks {

    private static final int PART_BYTES = 64 << 10;
    private static final int PARTS = 16;
    private static final int BODIES = 1024;
    private static final int TURNS = 3;

    private final Settings settings;
    private final Path parent;
    private final PrintStream out;
    private final byte[] part = new byte[PART_BYTES];

    Chunks(Settings settings, Path parent, PrintStream out) {
        this.settings = settings;
        this.parent = parent;
        this.out = out;
        new Random(3).nextBytes(part);
    }

    void run() throws IOException, RocksDBException, InterruptedException {
        Map<String, List<Run>> runs = new LinkedHashMap<>();
        for (int round = 0; round < settings.longRounds(); round++) {
            for (StoreOptions candidate : settings.chosen(Candidates.chunks())) {
                out.println("chunks: round " + (round + 1) + " " + candidate.name());
                try (Folder folder = Folder.in(parent, candidate.name())) {
                    runs.computeIfAbsent(candidate.name(), name -> new ArrayList<>()).add(measure(candidate, folder));
                }
            }
        }
        Table table = new Table(TURNS + " times " + BODIES + " bodies of 1 MiB in parts of 64 KiB (medians of " + settings.longRounds() + " rounds)", "",
                "fill MiB/s", "drain MiB/s", "written per body byte", "MiB left after the last drain", "CPU us per MiB");
        runs.forEach((name, all) -> table.row(name, median(all, 0), median(all, 1), median(all, 2), median(all, 3), median(all, 4)));
        table.print(out);
    }

    private Run measure(StoreOptions candidate, Folder folder) throws IOException, RocksDBException, InterruptedException {
        Cost before = Cost.now();
        try (Store store = new Store(candidate, folder.path()); Committer committer = Committer.of(store)) {
            Group group = Group.of(store);
            double fillSeconds = 0;
            double drainSeconds = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                Cost start = Cost.now();
                fill(group, committer, turn * BODIES);
                Cost full = Cost.now();
                drain(store, group, committer, turn * BODIES);
                fillSeconds += full.since(start).seconds();
                drainSeconds += Cost.now().since(full).seconds();
            }
            store.settle();
            Cost total = Cost.now().since(before);
            int bodies = TURNS * BODIES;
            return new Run(bodies / fillSeconds, bodies / drainSeconds, total.writtenBytes() / (double) bodies / PARTS / PART_BYTES,
                    folder.bytes() / 1048576.0, total.cpuMicrosEach(bodies));
        }
    }

    private void fill(Group group, Committer committer, int first) throws RocksDBException, InterruptedException {
        for (int body = first; body < first + BODIES; body++) {
            for (int index = 0; index < PARTS; index++) {
                group.put(Family.CHUNKS, Keys.chunk(body, index), part);
            }
            committer.commit(group.take());
        }
    }

    private static void drain(Store store, Group group, Committer committer, int first) throws RocksDBException, InterruptedException {
        for (int body = first; body < first + BODIES; body++) {
            removeWhenRead(store, group, body);
            committer.commit(group.take());
        }
    }

    private static void removeWhenRead(Store store, Group group, int body) throws RocksDBException {
        try (RocksIterator parts = store.iterator(Family.CHUNKS)) {
            parts.seek(Keys.chunk(body, 0));
            for (int index = 0; index < PARTS; index++, parts.next()) {
                if (!parts.isValid() || parts.value().length != PART_BYTES) {
                    throw new IllegalStateException("part " + index + " of body " + body + " is missing");
                }
                group.remove(Family.CHUNKS, Keys.chunk(body, index));
            }
        }
    }

    private static String median(List<Run> runs, int figure) {
        return Table.number(Table.median(runs.stream().map(run -> run.figure(figure)).toList()));
    }

    private record Run(double fill, double drain, double written, double left, double cpu) {
        double figure(int index) {
            return new double[] {fill, drain, written, left, cpu}[index];
        }
    }
}
