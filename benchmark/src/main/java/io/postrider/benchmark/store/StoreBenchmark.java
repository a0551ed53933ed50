package io.postrider.benchmark.store;

import java.io.PrintStream;
import org.rocksdb.RocksDB;

/**
 * Measures the store's candidate options and prints tables. Run from the root of the project:
 *
 * <pre>mvn -q -pl benchmark -am -P store-benchmark process-classes -Dstore.arguments="-only=flow -rounds=9 -slice-ms=200"</pre>
 *
 * <p>The parts are {@code recovery} (what each recovery mode makes of damaged logs), {@code encoding} (a group handed over as one array or
 * record by record), {@code flow} (put and remove in synced groups), {@code chunks} (large bodies with and without blob files) and
 * {@code backlog} (fill, restart, seek, drain). Without arguments all of them run, which takes about half an hour.
 */
public final class StoreBenchmark {

    private StoreBenchmark() {
    }

    /**
     * Runs the parts asked for.
     *
     * @param arguments of the form {@code -name=value}: folder, only, candidates, rounds, slice-ms (milliseconds), messages
     * @throws Exception when the disk or RocksDB fails, which ends the run
     */
    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.of(arguments);
        PrintStream out = System.out;
        RocksDB.loadLibrary();
        out.printf("rocksdb %s, java %s, %d processors, %s%n", RocksDB.rocksdbVersion(), Runtime.version(),
                Runtime.getRuntime().availableProcessors(), settings);
        for (String part : settings.only()) {
            try (Folder folder = Folder.in(settings.folder(), "store-benchmark-")) {
                switch (part) {
                    case "recovery" -> new RecoveryModes(folder.path(), out).run();
                    case "encoding" -> new EncodingCost(settings, folder.path(), out).run();
                    case "flow" -> new SteadyFlow(settings, folder.path(), out).run();
                    case "chunks" -> new Chunks(settings, folder.path(), out).run();
                    case "backlog" -> new Backlog(settings, folder.path(), out).run();
                    default -> throw new IllegalArgumentException("no part " + part + ": recovery, encoding, flow, chunks, backlog");
                }
            }
        }
    }
}
