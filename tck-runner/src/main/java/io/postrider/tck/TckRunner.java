package io.postrider.tck;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The program: runs the parts of the TCK side by side and writes what came of it, for people. Ends with 0 if every test passed
 * or no jar was named, with 1 if one did not, and with 2 for a wrong argument.
 */
public final class TckRunner {
    static final String REPORT = "report.md";
    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENT = 2;

    private TckRunner() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(arguments, System.out));
    }

    static int run(String[] arguments, PrintStream out) throws IOException, InterruptedException {
        TckOptions options;
        try {
            options = TckOptions.of(arguments);
        } catch (IllegalArgumentException e) {
            out.println("tck: " + e.getMessage());
            return WRONG_ARGUMENT;
        }
        if (options.jar() == null) {
            out.println("tck: skipped; to run it, build jms-tck from github.com/jakartaee/platform-tck (mvn package -Dmaven.javadoc.skip=true in"
                    + " tcks/apis/messaging/messaging-outside-container) and add -Dtck.jar=FILE.");
            return PASSED;
        }
        Instant started = Instant.now();
        List<PartResult> results = runParts(options, new Progress(out));
        TckReport report = new TckReport(options, started, Instant.now(), results);
        Path file = options.folder().resolve(REPORT);
        Files.writeString(file, report.markdown());
        out.println("tck: " + report.sentence() + " Report: " + file);
        return report.isPassed() ? PASSED : FAILED;
    }

    private static List<PartResult> runParts(TckOptions options, Progress progress) throws InterruptedException, IOException {
        ExecutorService threads = Executors.newFixedThreadPool(options.parts().size());
        try {
            List<Future<PartResult>> running = new ArrayList<>();
            for (String part : options.parts()) {
                running.add(threads.submit(new PartRun(part, options, progress)));
            }
            List<PartResult> results = new ArrayList<>();
            for (Future<PartResult> part : running) {
                // bounded by the part itself, which gives up on tests that say nothing
                results.add(part.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IOException("a part of the TCK could not be run: " + e.getCause().getMessage(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
