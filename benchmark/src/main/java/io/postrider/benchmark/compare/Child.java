package io.postrider.benchmark.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process of ours that says "ready PORT WHAT" when it runs and ends with its input. Used by one thread. */
final class Child implements AutoCloseable {
    private static final int STOP_SECONDS_MAX = 60;
    private static final int KILL_SECONDS_MAX = 10;

    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;
    private final Thread killAtExit;
    private final int port;
    private final String what;

    private Child(Process process, Path log) throws IOException {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.killAtExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killAtExit);
        String line = out.readLine();
        while (line != null && !line.startsWith("ready ")) {
            // Java itself says things here, such as that a recording has begun
            line = out.readLine();
        }
        if (line == null) {
            close();
            throw new IllegalStateException("a process did not start; " + log + " says why");
        }
        String[] words = line.split(" ", 3);
        this.port = Integer.parseInt(words[1]);
        this.what = words[2];
    }

    /**
     * @param jvm  options such as -Xmx1g
     * @param main class and arguments
     * @param log  takes what the process writes to its error output
     */
    static Child start(List<String> jvm, String classPath, List<String> main, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.add("-cp");
        command.add(classPath);
        command.addAll(main);
        return new Child(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    String what() {
        return what;
    }

    /** Sends a line and waits for the answer. */
    String ask(String line) throws IOException {
        in.println(line);
        String answer = out.readLine();
        if (answer == null) {
            throw new IOException("the process " + pid() + " has ended instead of answering " + line);
        }
        return answer;
    }

    /** Takes the processor away from it until {@link #resume}. */
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", name, Long.toString(pid())).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException("kill " + name + " " + pid() + " ended with " + exit);
        }
    }

    /** Ends its input, and the process itself if that is not enough. */
    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                resume();
                in.close();
                if (process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                    return;
                }
            }
            process.destroyForcibly().waitFor(KILL_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            forget();
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(killAtExit);
        } catch (IllegalStateException e) {
            // the hooks are running: this one will find the process ended
        }
    }
}
