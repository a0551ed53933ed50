package io.postrider.benchmark.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.rocksdb.RocksDBException;

/**
 * Every candidate in steady flow, each in turn beside the base: a ratio compares two slices that follow each other at once, because
 * the disk of a shared machine changes from second to second. Base goes first in every other round.
 */
final class SteadyFlow {

    private static final int[] GROUP_SIZES = {1, 16, 64, 256};

    private final Settings settings;
    private final Path folder;
    private final PrintStream out;
    private final List<StoreOptions> candidates;

    SteadyFlow(Settings settings, Path folder, PrintStream out) {
        this.settings = settings;
        this.folder = folder;
        this.out = out;
        this.candidates = settings.chosen(Candidates.flow());
    }

    void run() throws IOException, RocksDBException, InterruptedException {
        List<Store> stores = new ArrayList<>();
        List<Flow> flows = new ArrayList<>();
        try {
            for (StoreOptions each : candidates) {
                out.println("flow: warming up " + each.name());
                Store store = new Store(each, Files.createDirectory(folder.resolve(each.name())));
                stores.add(store);
                Flow flow = new Flow(store);
                flow.warmUp();
                store.settle();
                flows.add(flow);
            }
            measure(stores, flows);
        } finally {
            stores.forEach(Store::close);
        }
    }

    private void measure(List<Store> stores, List<Flow> flows) throws IOException, RocksDBException, InterruptedException {
        Pair[][][] samples = new Pair[GROUP_SIZES.length][candidates.size()][settings.rounds()];
        List<Double> appends = new ArrayList<>();
        List<Double> overwrites = new ArrayList<>();
        Disk disk = new Disk(folder);
        for (int round = 0; round < settings.rounds(); round++) {
            out.println("flow: round " + (round + 1) + " of " + settings.rounds());
            appends.add(disk.appendsPerSecond(settings.sliceMs()));
            overwrites.add(disk.overwritesPerSecond(settings.sliceMs()));
            for (int size = 0; size < GROUP_SIZES.length; size++) {
                for (int candidate = 0; candidate < candidates.size(); candidate++) {
                    Flow.Sample first = slice(stores, flows, round % 2 == 0 ? 0 : candidate, GROUP_SIZES[size]);
                    Flow.Sample second = slice(stores, flows, round % 2 == 0 ? candidate : 0, GROUP_SIZES[size]);
                    samples[size][candidate][round] = round % 2 == 0 ? new Pair(first, second) : new Pair(second, first);
                }
            }
        }
        leftovers(stores, flows);
        Table plain = new Table("The disk alone, 4 KiB and a sync", "", "per second, median", "of base with N=1");
        plain.row("appended", Table.number(Table.median(appends)), ratioToBase(appends, samples[0][0]));
        plain.row("over existing blocks", Table.number(Table.median(overwrites)), ratioToBase(overwrites, samples[0][0]));
        plain.print(out);
        print("Steady flow: messages per second, and the ratio to base", samples, Flow.Sample::perSecond);
        print("Steady flow: processor time per message in us, and the ratio to base", samples, Flow.Sample::cpuMicros);
    }

    /** What is left of a flow in which every message was removed shortly after it came. */
    private void leftovers(List<Store> stores, List<Flow> flows) throws IOException, RocksDBException {
        Table table = new Table("Left by the flow", "", "logs reused", "of logs begun", "MiB in table files of messages",
                "of messages that passed, in millions");
        for (Store store : stores) {
            InfoLog log = new InfoLog(folder.resolve(store.options().name()));
            double tables = store.db().getLongProperty(store.handle(Family.MESSAGES), "rocksdb.total-sst-files-size") / 1048576.0;
            table.row(store.options().name(), log.reused(), log.started(), Table.number(tables),
                    Table.number(flows.get(stores.indexOf(store)).passed() / 1e6));
        }
        table.print(out);
    }

    private Flow.Sample slice(List<Store> stores, List<Flow> flows, int candidate, int size)
            throws RocksDBException, InterruptedException {
        stores.get(candidate).settle();
        return flows.get(candidate).run(size, settings.sliceMs());
    }

    private void print(String title, Pair[][][] samples, ToDoubleFunction<Flow.Sample> figure) {
        Table table = new Table(title + " (medians of " + settings.rounds() + " rounds)", "", "N=1", "N=16", "N=64", "N=256");
        for (int candidate = 0; candidate < candidates.size(); candidate++) {
            Object[] row = new Object[1 + GROUP_SIZES.length];
            row[0] = candidates.get(candidate).name();
            for (int size = 0; size < GROUP_SIZES.length; size++) {
                List<Double> values = new ArrayList<>();
                List<Double> ratios = new ArrayList<>();
                for (int round = 0; round < settings.rounds(); round++) {
                    Pair pair = samples[size][candidate][round];
                    values.add(figure.applyAsDouble(pair.candidate));
                    ratios.add(figure.applyAsDouble(pair.candidate) / figure.applyAsDouble(pair.base));
                }
                row[1 + size] = Table.number(Table.median(values)) + " (" + String.format("%.2f", Table.median(ratios)) + ")";
            }
            table.row(row);
        }
        table.print(out);
    }

    private static String ratioToBase(List<Double> syncs, Pair[] base) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < base.length; round++) {
            ratios.add(syncs.get(round) / base[round].base.perSecond());
        }
        return String.format("%.2f", Table.median(ratios));
    }

    private record Pair(Flow.Sample base, Flow.Sample candidate) {
    }
}
