package io.postrider.benchmark.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.rocksdb.RocksDBException;

/** Every candidate in steady flow, taking turns; the order moves on by one with each round so that nobody always runs after the same. */
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
        Flow.Sample[][][] samples = new Flow.Sample[GROUP_SIZES.length][candidates.size()][settings.rounds()];
        List<Double> appends = new ArrayList<>();
        List<Double> overwrites = new ArrayList<>();
        Disk disk = new Disk(folder);
        for (int round = 0; round < settings.rounds(); round++) {
            out.println("flow: round " + (round + 1) + " of " + settings.rounds());
            appends.add(disk.appendsPerSecond(settings.sliceMs()));
            overwrites.add(disk.overwritesPerSecond(settings.sliceMs()));
            for (int size = 0; size < GROUP_SIZES.length; size++) {
                for (int turn = 0; turn < candidates.size(); turn++) {
                    int candidate = (turn + round) % candidates.size();
                    samples[size][candidate][round] = flows.get(candidate).run(GROUP_SIZES[size], settings.sliceMs());
                    stores.get(candidate).settle();
                }
            }
        }
        for (StoreOptions each : candidates) {
            InfoLog log = new InfoLog(folder.resolve(each.name()));
            out.println("flow: " + each.name() + " reused " + log.reused() + " of " + log.started() + " logs");
        }
        Table plain = new Table("The disk alone, 4 KiB and a sync", "", "per second, median", "of base with N=1");
        plain.row("appended", Table.number(Table.median(appends)), ratioToBase(appends, samples[0][0]));
        plain.row("over existing blocks", Table.number(Table.median(overwrites)), ratioToBase(overwrites, samples[0][0]));
        plain.print(out);
        print("Steady flow: messages per second, and the ratio to base", samples, Flow.Sample::perSecond);
        print("Steady flow: processor time per message in us, and the ratio to base", samples, Flow.Sample::cpuMicros);
    }

    private void print(String title, Flow.Sample[][][] samples, ToDoubleFunction<Flow.Sample> figure) {
        Table table = new Table(title + " (medians of " + settings.rounds() + " rounds)", "", "N=1", "N=16", "N=64", "N=256");
        for (int candidate = 0; candidate < candidates.size(); candidate++) {
            Object[] row = new Object[1 + GROUP_SIZES.length];
            row[0] = candidates.get(candidate).name();
            for (int size = 0; size < GROUP_SIZES.length; size++) {
                List<Double> values = new ArrayList<>();
                List<Double> ratios = new ArrayList<>();
                for (int round = 0; round < settings.rounds(); round++) {
                    double value = figure.applyAsDouble(samples[size][candidate][round]);
                    values.add(value);
                    ratios.add(value / figure.applyAsDouble(samples[size][0][round]));
                }
                row[1 + size] = Table.number(Table.median(values)) + " (" + String.format("%.2f", Table.median(ratios)) + ")";
            }
            table.row(row);
        }
        table.print(out);
    }

    private static String ratioToBase(List<Double> syncs, Flow.Sample[] base) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < base.length; round++) {
            ratios.add(syncs.get(round) / base[round].perSecond());
        }
        return String.format("%.2f", Table.median(ratios));
    }
}
