package io.postrider.cli;

import io.postrider.torture.Torture;
import io.postrider.torture.TortureOptions;
import io.postrider.torture.TortureReport;
import io.postrider.torture.fault.DataFolders;
import io.postrider.torture.fault.Faults;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts a broker under load and faults of many kinds, and follows every message; the work is {@link Torture}'s. */
@Command(name = "torture", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Put a broker of its own under a mixed load, inject faults of many kinds meanwhile, and follow every message.",
            "Reports what was lost, doubled, reordered, came without being sent, was stuck or came early, each with a timeline. Ends with 1 if anything was."})
final class TortureCommand implements Callable<Integer> {
    private static final int SEED_MAX = 1_000_000_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "5", description = "how long faults come, also parts such as 0.5 (default: ${DEFAULT-VALUE})")
    private double minutes;

    @Option(names = "--seed", paramLabel = "N", description = "the same faults and messages again (default: another one each time)")
    private Long seed;

    @Option(names = "--faults", paramLabel = "NAME", split = ",", completionCandidates = FaultNames.class,
            description = "only these, with commas, or none: ${COMPLETION-CANDIDATES} (default: all)")
    private List<String> faults;

    @Option(names = "--loads", paramLabel = "NAME", split = ",", completionCandidates = LoadNames.class,
            description = "only these, with commas: ${COMPLETION-CANDIDATES} (default: all)")
    private List<String> loads;

    @Option(names = "--directory", paramLabel = "FOLDER", description = "for data and logs; made, and must be empty (default: a temporary one on a disk)")
    private Path directory;

    @Option(names = "--json", paramLabel = "FILE", description = "write the report there too, as one JSON object")
    private Path json;

    @Option(names = "--keep", description = "keep data and logs also when all was well")
    private boolean keep;

    @Override
    public Integer call() throws IOException, InterruptedException {
        TortureOptions checked = options(directory == null ? Path.of("") : directory);
        requireUsable();
        Path folder = directory == null ? TemporaryFolder.onDisk("postrider-torture") : directory;
        boolean clean = false;
        try {
            clean = run(checked.in(folder)).isClean();
            return clean ? ExitCode.DONE : ExitCode.FAILED;
        } catch (IllegalStateException | IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "the torture could not be carried out: " + Failures.sentence(e.getMessage()), e);
        } finally {
            if (clean && !keep) {
                DataFolders.delete(folder);
            } else {
                spec.commandLine().getErr().println("postrider: data and logs are kept in " + folder + ".");
            }
        }
    }

    private TortureReport run(TortureOptions options) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.println("torture for " + minutes + " min, seed " + options.seed() + ", data and logs in " + options.directory());
        TortureReport report = new Torture(options, line -> out.println("  " + line)).run();
        out.println();
        out.print(report.text());
        out.flush();
        if (json != null) {
            Files.writeString(json, report.json() + "\n");
        }
        return report;
    }

    private TortureOptions options(Path folder) {
        if (!(minutes > 0 && minutes <= TortureOptions.DURATION_MAX.toMinutes())) {
            throw wrong("minutes is " + minutes + ", expected more than 0 and at most " + TortureOptions.DURATION_MAX.toMinutes());
        }
        long used = seed == null ? new SecureRandom().nextInt(SEED_MAX) : seed;
        List<String> usedFaults = faults == null ? TortureOptions.allFaults() : faults.equals(List.of("none")) ? List.of() : faults;
        try {
            return new TortureOptions(Duration.ofMillis(Math.round(minutes * 60_000)), used, usedFaults, loads == null ? TortureOptions.allLoads() : loads, folder);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    /** Before minutes of work whose data or result could not be written. */
    private void requireUsable() throws IOException {
        if (directory != null && Files.exists(directory)) {
            if (!Files.isDirectory(directory)) {
                throw wrong("directory is " + directory + ", which is no directory");
            }
            try (Stream<Path> entries = Files.list(directory)) {
                if (entries.findAny().isPresent()) {
                    throw wrong("directory is " + directory + ", which is not empty");
                }
            }
        }
        if (json != null && (Files.isDirectory(json) || !Files.isWritable(Files.exists(json) ? json : json.toAbsolutePath().getParent()))) {
            throw wrong("json is " + json + ", which cannot be written");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), "--" + message);
    }

    static final class FaultNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Faults.names().iterator();
        }
    }

    static final class LoadNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return TortureOptions.allLoads().iterator();
        }
    }
}
