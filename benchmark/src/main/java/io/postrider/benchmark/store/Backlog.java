package io.postrider.benchmark.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * A queue that is filled, restarted, drained by half, looked at, restarted and drained: the fill and drain rates, how long an open takes
 * until the first message is read, and what a seek costs where a million messages were removed.
 */
final class Backlog {

    private static final int GROUP = 100;
    private static final int SESSIONS = 64;
    private static final int BODY_BYTES = 1024;
    private static final long DESTINATION = 7;
    private static final int SEEKS = 2_000;
    private static final int SEEKS_FROM_START = 5;

    private final Settings settings;
    private final Path parent;
    private final PrintStream out;
    private final Payloads payloads = new Payloads(1024, BODY_BYTES, 2);

    Backlog(Settings settings, Path parent, PrintStream out) {
        this.settings = settings;
        this.parent = parent;
        this.out = out;
    }

    void run() throws IOException, RocksDBException, InterruptedException {
        Map<String, List<Run>> runs = new LinkedHashMap<>();
        for (int round = 0; round < settings.longRounds(); round++) {
            for (StoreOptions candidate : settings.chosen(Candidates.backlog())) {
                out.println("backlog: round " + (round + 1) + " " + candidate.name());
                try (Folder folder = Folder.in(parent, "backlog-")) {
                    runs.computeIfAbsent(candidate.name(), name -> new ArrayList<>()).add(measure(candidate, folder));
                }
            }
        }
        Table table = new Table("Backlog of " + settings.messages() + " messages of 1 KiB in synced groups of " + GROUP + " (medians of "
                + settings.longRounds() + " rounds)", "", "fill/s", "drain/s", "CPU us/message", "written per body byte", "GB when full",
                "restart when full, ms", "half drained, ms", "seek from remembered, p50 us", "p99 us", "from lane start, p50 us");
        runs.forEach((name, all) -> table.row(Stream.concat(Stream.of(name), Run.medians(all)).toArray()));
        table.print(out);
    }

    private Run measure(StoreOptions candidate, Folder folder) throws IOException, RocksDBException, InterruptedException {
        Cost before = Cost.now();
        double fill;
        try (Store store = new Store(candidate, folder.path())) {
            fill = fill(store);
        }
        double full = folder.bytes() / 1e9;
        long half = settings.messages() / 2;
        Restart first = restart(candidate, folder.path(), 0);
        Cost began = Cost.now();
        Cost firstHalf;
        Histogram seeks;
        Histogram fromStart;
        try (Store store = first.store) {
            drain(store, 0, half);
            firstHalf = Cost.now().since(began);
            seeks = seeks(store, half, SEEKS);
            fromStart = seeks(store, 0, SEEKS_FROM_START);
        }
        Restart second = restart(candidate, folder.path(), half);
        began = Cost.now();
        Cost secondHalf;
        try (Store store = second.store) {
            drain(store, half, settings.messages());
            secondHalf = Cost.now().since(began);
        }
        Cost total = Cost.now().since(before);
        return new Run(fill, settings.messages() / (firstHalf.seconds() + secondHalf.seconds()), total.cpuMicrosEach(settings.messages()),
                total.writtenBytes() / (double) settings.messages() / BODY_BYTES, full, first.millis, second.millis,
                seeks.getValueAtPercentile(50) / 1e3, seeks.getValueAtPercentile(99) / 1e3, fromStart.getValueAtPercentile(50) / 1e3);
    }

    private double fill(Store store) throws RocksDBException, InterruptedException {
        Group group = Group.of(store);
        Cost before = Cost.now();
        try (Committer committer = Committer.of(store)) {
            for (long position = 0; position < settings.messages(); position += GROUP) {
                for (long each = position; each < position + GROUP; each++) {
                    group.put(Family.MESSAGES, Keys.message(DESTINATION, each), payloads.get(each));
                }
                state(group, position);
                committer.commit(group.take());
            }
        }
        return Cost.now().since(before).perSecond(settings.messages());
    }

    /** A new iterator for each group, as in the store, where none may grow old. */
    private void drain(Store store, long from, long to) throws RocksDBException, InterruptedException {
        Group group = Group.of(store);
        try (Committer committer = Committer.of(store)) {
            long position = from;
            while (position < to) {
                long taken = 0;
                try (RocksIterator messages = store.iterator(Family.MESSAGES)) {
                    messages.seek(store.key(Family.MESSAGES, Keys.message(DESTINATION, position)));
                    for (; taken < GROUP && position < to && messages.isValid(); taken++, messages.next()) {
                        position = expect(position, messages) + 1;
                        group.remove(Family.MESSAGES, Keys.message(DESTINATION, position - 1));
                    }
                }
                state(group, position);
                committer.commit(group.take());
                if (taken == 0) {
                    throw new IllegalStateException("nothing found at position " + position + " of " + to);
                }
            }
        }
    }

    private static long expect(long position, RocksIterator messages) {
        long found = Keys.position(messages.key());
        if (found != position || messages.value().length != BODY_BYTES) {
            throw new IllegalStateException("found position " + found + " instead of " + position);
        }
        return found;
    }

    private static void state(Group group, long number) throws RocksDBException {
        group.put(Family.STATE, Keys.lane(DESTINATION), Flow.state(number));
        for (int session = 0; session < SESSIONS; session++) {
            group.put(Family.STATE, Keys.session(session), Flow.state(number));
        }
    }

    private Restart restart(StoreOptions candidate, Path folder, long position) throws RocksDBException {
        Cost before = Cost.now();
        Store store = new Store(candidate, folder);
        try (RocksIterator messages = store.iterator(Family.MESSAGES)) {
            messages.seek(store.key(Family.MESSAGES, Keys.message(DESTINATION, position)));
            expect(position, messages);
        }
        return new Restart(store, Cost.now().since(before).nanos() / 1e6);
    }

    private Histogram seeks(Store store, long position, int count) {
        Histogram nanos = new Histogram(3);
        byte[] key = store.key(Family.MESSAGES, Keys.message(DESTINATION, position));
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            try (RocksIterator messages = store.iterator(Family.MESSAGES)) {
                messages.seek(key);
                if (!messages.isValid()) {
                    throw new IllegalStateException("the lane is empty");
                }
            }
            nanos.recordValue(System.nanoTime() - start);
        }
        return nanos;
    }

    /**
     * A store opened again.
     *
     * @param store open
     * @param millis from the open until the first message was read
     */
    private record Restart(Store store, double millis) {
    }

    /** The figures in the order of the table's columns. */
    private record Run(double fill, double drain, double cpu, double written, double full, double restart, double restartHalf,
            double seek, double seekWorst, double seekFromStart) {

        static Stream<String> medians(List<Run> runs) {
            return Stream.<ToDoubleFunction<Run>>of(Run::fill, Run::drain, Run::cpu, Run::written, Run::full, Run::restart,
                    Run::restartHalf, Run::seek, Run::seekWorst, Run::seekFromStart)
                    .map(figure -> Table.number(Table.median(runs.stream().map(figure::applyAsDouble).toList())));
        }
    }
}
