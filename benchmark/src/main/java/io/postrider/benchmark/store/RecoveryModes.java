package io.postrider.benchmark.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;

/**
 * What each recovery mode makes of a crash and of damaged logs, with and without recycled logs. A store with tiny memtables writes
 * numbered groups; its folder is copied while it is open, which is what a crash leaves behind; the copy is damaged and opened.
 */
final class RecoveryModes {

    private static final int GROUPS = 3_000;
    private static final long MEMTABLE_BYTES = 256 << 10;

    private final Path folder;
    private final PrintStream out;

    RecoveryModes(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    void run() throws IOException, RocksDBException, InterruptedException {
        Table table = new Table("Recovery modes: groups of " + GROUPS + " found after a crash", "flush", "mode", "recycle asked", "in force",
                "logs reused", "crash", "last record cut short", "last record damaged", "newest log damaged in the middle",
                "log before it damaged");
        StoreOptions tiny = StoreOptions.base().withMemtableBytes(MEMTABLE_BYTES);
        for (StoreOptions.Flush flush : StoreOptions.Flush.values()) {
            for (WALRecoveryMode mode : WALRecoveryMode.values()) {
                for (int recycled : new int[] {0, 4}) {
                    table.row(measure(tiny.with(flush).with(mode).withRecycledLogs(recycled)));
                }
            }
        }
        table.print(out);
    }

    private Object[] measure(StoreOptions options) throws IOException, RocksDBException, InterruptedException {
        String name = options.flush() + "-" + options.recovery() + "-" + options.recycledLogs();
        out.println("recovery: " + name);
        Path live = Files.createDirectory(folder.resolve(name));
        Path image = folder.resolve(name + "-image");
        String inForce;
        try (Store store = new Store(options, live); Committer committer = Committer.of(store)) {
            NumberedGroups groups = new NumberedGroups(store);
            for (int number = 0; number < GROUPS; number++) {
                committer.commit(groups.next(number));
            }
            inForce = option(live, "recycle_log_file_num") + ", " + option(live, "wal_recovery_mode");
            copy(live, image);
        } catch (RocksDBException e) {
            return new Object[] {options.flush(), options.recovery(), options.recycledLogs(), "open refused: " + e.getMessage(),
                "", "", "", "", "", ""};
        }
        CrashImage crash = new CrashImage(image, GROUPS);
        int middle = crash.middleOfNewestLog();
        return new Object[] {options.flush(), options.recovery(), options.recycledLogs(), inForce, new InfoLog(live).reused(),
            after(options, image, trial -> { }),
            after(options, image, trial -> trial.cutShort(GROUPS - 1)), after(options, image, trial -> trial.damage(GROUPS - 1)),
            "at " + middle + ": " + after(options, image, trial -> trial.damage(middle)),
            logBeforeDamaged(options, image, crash)};
    }

    private String logBeforeDamaged(StoreOptions options, Path image, CrashImage crash) throws IOException {
        OptionalInt middle = crash.middleOfLogBefore();
        // Flushed together, only the newest log is live; older files are there to be recycled.
        if (options.flush() == StoreOptions.Flush.TOGETHER || middle.isEmpty()) {
            return "no other live log";
        }
        int before = middle.getAsInt();
        return "at " + before + ": " + after(options, image, trial -> trial.damage(before));
    }

    private String after(StoreOptions options, Path image, Accident accident) throws IOException {
        try (Folder trial = Folder.in(folder, "trial")) {
            copy(image, trial.path());
            accident.happen(new CrashImage(trial.path(), GROUPS));
            try (Store store = new Store(options, trial.path())) {
                return new NumberedGroups(store).found(GROUPS);
            } catch (RocksDBException e) {
                return "open refused: " + e.getMessage().replaceAll("/\\S*/", "");
            }
        }
    }

    private static String option(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path newest = files.filter(file -> file.getFileName().toString().startsWith("OPTIONS-")).sorted().reduce((a, b) -> b).orElseThrow();
            return Files.readAllLines(newest).stream().map(String::strip).filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1)).findFirst().orElse("?");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files = all.filter(file -> !file.getFileName().toString().equals("LOCK")).toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private interface Accident {
        void happen(CrashImage image) throws IOException;
    }
}
