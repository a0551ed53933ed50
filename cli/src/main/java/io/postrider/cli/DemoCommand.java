package io.postrider.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows that nothing is lost: a program at work, and its broker killed in the middle of it. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Start a broker and a program that sends and receives persistent messages through it, kill the broker twice with SIGKILL"
            + " while work is in flight, and count.",
            "Ends with 1 if a message was lost or came twice, or if the kills met nothing that had to be sent again."})
final class DemoCommand implements Callable<Integer> {
    private static final int KILLS = 2;
    private static final int MESSAGES_MIN = 1_000;
    /** The next state is asked for at once when a kill is near, so that work is still in flight when the signal goes out. */
    private static final int LOOK_MS = 10;
    private static final int SHOW_MS = 200;
    private static final int SHOW_FILE_MS = 2_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--messages", paramLabel = "N", defaultValue = "20000", description = "how many (default: 20000)")
    private int messages;

    @Option(names = "--folder", paramLabel = "FOLDER", description = "where to make the temporary data folder (default: one that is on a disk)")
    private Path parent;

    @Option(names = "--keep", description = "keep the data folder and the broker's log")
    private boolean keep;

    private final List<Kill> kills = new ArrayList<>();
    private boolean terminal;
    private long shownNanos;

    /**
     * One kill, as the program said right before it.
     *
     * @param sending       messages in calls of send
     * @param committing    messages in calls of commit
     * @param acknowledging messages in calls of acknowledge
     * @param restartMs     from the signal to a broker that listens
     */
    record Kill(long sending, long committing, long acknowledging, long restartMs) {
        long inFlight() {
            return sending + committing + acknowledging;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (messages < MESSAGES_MIN) {
            throw new ParameterException(spec.commandLine(), "--messages is " + messages + ", expected at least " + MESSAGES_MIN + ", so that there is a middle to kill in");
        }
        terminal = System.console() != null;
        Path folder = temporaryFolder();
        boolean done = false;
        try {
            boolean right = run(folder);
            done = true;
            return right ? ExitCode.DONE : ExitCode.FAILED;
        } finally {
            if (done && !keep) {
                delete(folder);
            } else {
                spec.commandLine().getErr().println("postrider: the data folder and the broker's log are kept in " + folder + ".");
            }
        }
    }

    private boolean run(Path folder) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        DemoBroker broker = new DemoBroker(folder);
        DemoProgram program = null;
        // whatever ends this command ends its processes
        Thread end = new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly), "postrider-demo-end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            broker.start();
            say("broker started: process " + broker.pid() + ", " + broker.url() + ", data in " + folder);
            Path settings = Files.createDirectory(folder.resolve("program"));
            Files.writeString(settings.resolve("jndi.properties"), "connectionFactory.broker=" + broker.url() + "\n");
            program = DemoProgram.start(settings, messages);
            say("program started: " + String.format(Locale.ROOT, "%,d", messages) + " persistent messages, one by one and in transactions");
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitSent(program, (long) messages * kill / (KILLS + 1));
                killAndRestart(broker, program);
            }
            awaitSent(program, Long.MAX_VALUE);
            int exitCode = program.end();
            clearLine();
            broker.stop();
            DemoResult result = new DemoResult(messages, program.last(), kills, program.resentSends(), program.askedOutcomes(), exitCode);
            result.print(out);
            if (!result.isRight()) {
                boolean showLog = !result.isFinished();
                program.otherLines().stream().filter(line -> showLog || !line.startsWith(ResendCount.LOG_LINE))
                        .forEach(line -> spec.commandLine().getErr().println("  program: " + line));
            }
            return result.isRight();
        } finally {
            if (program != null && program.isAlive()) {
                program.kill();
            }
            broker.stop();
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }

    /** Until that many messages are sent, or the program has ended. */
    private void awaitSent(DemoProgram program, long sent) throws IOException, InterruptedException {
        Map<String, Long> now = program.ask();
        while (program.isAlive() && now.getOrDefault("sent", 0L) < sent) {
            show(program, now);
            Thread.sleep(LOOK_MS);
            now = program.ask();
        }
    }

    /** Only while at least one send is under way, since that is what has to be sent again. */
    private void killAndRestart(DemoBroker broker, DemoProgram program) throws IOException, InterruptedException {
        Map<String, Long> now = program.ask();
        while (program.isAlive() && now.getOrDefault("sending", 0L) == 0) {
            now = program.ask();
        }
        if (!program.isAlive()) {
            return;
        }
        long killed = broker.pid();
        long startNanos = System.nanoTime();
        broker.kill();
        Kill kill = new Kill(now.get("sending"), now.get("committing"), now.get("acknowledging"), 0);
        say("broker killed: SIGKILL to process " + killed + " with " + kill.inFlight() + " messages in flight, "
                + now.get("sent") + " sent and " + now.get("received") + " received");
        broker.start();
        long restartMs = (System.nanoTime() - startNanos) / 1_000_000;
        kills.add(new Kill(kill.sending, kill.committing, kill.acknowledging, restartMs));
        say("broker started again: process " + broker.pid() + ", listening " + restartMs + " ms after the kill");
    }

    private void show(DemoProgram program, Map<String, Long> now) {
        long nowNanos = System.nanoTime();
        if (nowNanos - shownNanos < (terminal ? SHOW_MS : SHOW_FILE_MS) * 1_000_000L || !now.containsKey("sent")) {
            return;
        }
        shownNanos = nowNanos;
        long inFlight = now.get("sending") + now.get("committing") + now.get("acknowledging");
        String line = String.format(Locale.ROOT, "  sent %,d  received %,d  in flight %d  sent again %d", now.get("sent"), now.get("received"), inFlight,
                program.resentSends());
        PrintWriter out = spec.commandLine().getOut();
        if (terminal) {
            out.print("\r" + line + "        ");
            out.flush();
        } else {
            out.println(line);
        }
    }

    private void say(String line) {
        clearLine();
        spec.commandLine().getOut().println(line);
    }

    private void clearLine() {
        if (terminal) {
            spec.commandLine().getOut().print("\r" + " ".repeat(78) + "\r");
        }
    }

    private Path temporaryFolder() throws IOException {
        return parent != null ? Files.createTempDirectory(Files.createDirectories(parent), "postrider-demo") : TemporaryFolder.onDisk("postrider-demo");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
