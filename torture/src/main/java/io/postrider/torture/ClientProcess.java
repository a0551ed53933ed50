package io.postrider.torture;

import io.postrider.torture.fault.JavaProcess;
import io.postrider.torture.load.ClientMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One {@link ClientMain} process. Told by one thread; a thread of its own reads what it says. */
final class ClientProcess {
    private static final List<String> JVM = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
    private static final int KILL_SECONDS_MAX = 10;

    private final Process process;
    private final PrintStream in;
    private final Path errors;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    private volatile boolean ready;
    private volatile boolean drained;
    private volatile boolean ended;

    /** What it did of one load so far. */
    record Count(long sent, long received) {
        Count plus(Count other) {
            return new Count(sent + other.sent, received + other.received);
        }
    }

    private ClientProcess(Process process, Path errors, String name) {
        this.process = process;
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        this.errors = errors;
        Thread listening = new Thread(this::listen, "torture-" + name);
        listening.setDaemon(true);
        listening.start();
    }

    /** @param arguments as {@link ClientMain} takes them */
    static ClientProcess start(String name, List<String> arguments, Path folder) throws IOException {
        Path errors = folder.resolve(name + ".err");
        return new ClientProcess(new ProcessBuilder(JavaProcess.of(JVM, ClientMain.class.getName(), arguments))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())).start(), errors, name);
    }

    void tell(String line) {
        in.println(line);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(KILL_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the client process " + process.pid() + " is still there " + KILL_SECONDS_MAX + " s after its kill");
        }
    }

    boolean isReady() {
        return ready;
    }

    boolean isDrained() {
        return drained;
    }

    boolean hasEnded() {
        return ended;
    }

    /** It ended, and nobody wanted that. */
    boolean isBroken() {
        return !ended && !process.isAlive();
    }

    Map<String, Count> counts() {
        return counts;
    }

    Path errors() {
        return errors;
    }

    /** What its threads are doing, into a file beside its other output. */
    Path dump() throws IOException, InterruptedException {
        Path file = errors.resolveSibling(errors.getFileName() + ".threads");
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(process.pid()), "Thread.print")
                .redirectErrorStream(true).redirectOutput(file.toFile()).start();
        if (!jcmd.waitFor(KILL_SECONDS_MAX, TimeUnit.SECONDS)) {
            jcmd.destroyForcibly();
        }
        return file;
    }

    private void listen() {
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "ready" -> ready = true;
                    case "drained" -> drained = true;
                    case "ended" -> ended = true;
                    case "count" -> counts.put(words[1], new Count(Long.parseLong(words[2]), Long.parseLong(words[3])));
                    // Java itself says things here, when it is told to record
                    default -> { }
                }
            }
        } catch (IOException e) {
            // the process was killed
        }
    }
}
