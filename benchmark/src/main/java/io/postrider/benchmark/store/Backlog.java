package io.postrider.benchmark.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
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
        Table table = new Table("Backlog of " + settings.messages() + " messages of 1 KiB in synced groups of " + GROUP, "", "fill/s",
                "drain/s", "CPU us/message", "written per body byte", "GB on disk when full", "restart when full ms", "half drained ms",
                "seek from remembered p50 / p99 us", "from lane start us");
        for (StoreOptions candidate : settings.chosen(Candidates.backlog())) {
            out.println("backlog: " + candidate.name());
            try (Folder folder = Folder.in(parent, candidate.name())) {
                table.row(measure(candidate, folder));
            }
        }
        table.print(out);
    }

    private Object[] measure(StoreOptions candidate, Folder folder) throws IOException, RocksDBException, InterruptedException {
        Cost before = Cost.now();
        double fill;
        try (Store store = new Store(candidate, folder.path())) {
            fill = fill(store);
        }
        double full = folder.bytes() / 1e9;
        long half = settings.messages() / 2;
        Restart first = restart(candidate, folder.path(), 0);
        Cost started = Cost.now();
        String seeks;
        String fromStart;
        try (Store store = first.store) {
            drain(store, 0, half);
            started = Cost.now().since(started);
            seeks = seeks(store, half, SEEKS);
            fromStart = seeks(store, 0, SEEKS_FROM_START);
        }
        Restart second = restart(candidate, folder.path(), half);
        Cost rest = Cost.now();
        try (Store store = second.store) {
            drain(store, half, settings.messages());
            rest = Cost.now().since(rest);
        }
        Cost total = Cost.now().since(before);
        double drained = settings.messages() / (started.seconds() + rest.seconds());
        return new Object[] {candidate.name(), Table.number(fill), Table.number(drained),
            Table.number(total.cpuMicrosEach(settings.messages())),
            Table.number(total.writtenBytes() / (double) settings.messages() / BODY_BYTES), Table.number(full),
            Table.number(first.millis), Table.number(second.millis), seeks, fromStart};
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

    private String seeks(Store store, long position, int count) {
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
        return Table.number(nanos.getValueAtPercentile(50) / 1e3) + " / " + Table.number(nanos.getValueAtPercentile(99) / 1e3);
    }

    /**
     * A store opened again.
     *
     * @param store open
     * @param millis from the open until the first message was read
     */
    private record Restart(Store store, double millis) {
    }
}
