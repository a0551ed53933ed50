package io.postrider.cli;

import io.postrider.broker.store.RocksStore;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A broker in a process of its own, which outlives this one and the terminal. */
final class BackgroundBroker {
    /** A store that was not closed in order is repaired first; its log is bounded, and so is the time. */
    private static final int START_SECONDS_MAX = 120;
    private static final int LOOK_MS = 25;

    private final Path folder;
    private final Path log;

    BackgroundBroker(Path folder) {
        this.folder = folder;
        this.log = folder.resolve("broker.log");
    }

    int start(Path config, List<String> assignments, PrintWriter out) throws IOException, InterruptedException {
        RocksStore.requireFree(folder);
        boolean isNew = !Files.exists(folder);
        try {
            Files.createDirectories(folder);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(ExitCode.FAILED, "The data folder " + folder + " cannot be made by user " + System.getProperty("user.name")
                    + ". Give that user the folder above it, or name another one.", e);
        }
        long logged = Files.exists(log) ? Files.size(log) : 0;
        Process process = launch(config, assignments);
        long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
            Optional<RunningBroker> running = RunningBroker.of(folder).filter(broker -> broker.pid() == process.pid());
            if (running.isPresent()) {
                out.println("The broker listens at " + running.get().url() + " and keeps its messages in " + folder + ".");
                out.println("Its process is " + process.pid() + ", its log " + log + ". Stop it with: "
                        + System.getProperty("postrider.command", "postrider") + " stop --data " + folder);
                return ExitCode.DONE;
            }
            if (System.nanoTime() - untilNanos > 0) {
                throw new CommandFailure(ExitCode.FAILED, "the broker (process " + process.pid() + ") has not started within " + START_SECONDS_MAX
                        + " s; it goes on trying, and " + log + " says what it does.");
            }
        }
        int exitCode = process.exitValue() == 0 ? ExitCode.FAILED : process.exitValue();
        String reason = reason(logged).orElseThrow(() -> new CommandFailure(exitCode, "the broker ended without a word; its log is " + log + "."));
        if (logged == 0 && !RocksStore.isThere(folder)) {
            // all that the log has is what is said here
            Files.delete(log);
            if (isNew) {
                Files.delete(folder);
            }
        }
        throw new CommandFailure(exitCode, reason);
    }

    private Process launch(Path config, List<String> assignments) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("start"));
        if (config != null) {
            arguments.addAll(List.of("--config", config.toString()));
        }
        assignments.forEach(assignment -> arguments.addAll(List.of("--set", assignment)));
        List<String> command = new ArrayList<>(detached());
        command.addAll(JavaProcess.postrider(options(), arguments));
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true)
                .start();
    }

    /** Away from this terminal, whose ctrl-C and end are not meant for it. Both programs become the one they start. */
    private static List<String> detached() {
        for (String program : List.of("/usr/bin/setsid", "/bin/setsid", "/usr/bin/nohup")) {
            if (Files.isExecutable(Path.of(program))) {
                return List.of(program);
            }
        }
        return List.of();
    }

    private static List<String> options() {
        List<String> options = new ArrayList<>(List.of("-XX:+ExitOnOutOfMemoryError",
                "-Dpostrider.command=" + System.getProperty("postrider.command", "postrider")));
        String given = System.getenv("POSTRIDER_JAVA_OPTS");
        if (given != null && !given.isBlank()) {
            options.addAll(List.of(given.strip().split("\\s+")));
        }
        return options;
    }

    /** The sentence that the process ended with, if it had time for one. */
    private Optional<String> reason(long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.min(from, file.length()));
            byte[] rest = new byte[(int) Math.min(1 << 16, file.length() - file.getFilePointer())];
            file.readFully(rest);
            return new String(rest, StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("postrider: "))
                    .reduce((first, last) -> last).map(line -> line.substring("postrider: ".length()));
        }
    }
}
