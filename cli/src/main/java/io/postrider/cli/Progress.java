package io.postrider.cli;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Says on standard error how far a command is, once it takes longer than a second: on a terminal one line that changes, elsewhere
 * a line every ten seconds. Made and closed by the command; writes on a thread of its own.
 */
final class Progress implements AutoCloseable {
    private static final int QUIET_MS = 1_000;
    private static final int TERMINAL_MS = 200;
    private static final int FILE_MS = 10_000;

    private final PrintWriter err;
    private final Supplier<String> text;
    private final boolean terminal;
    private final ScheduledExecutorService timer;
    private int width;

    private Progress(PrintWriter err, Supplier<String> text, boolean terminal) {
        this.err = err;
        this.text = text;
        this.terminal = terminal;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "postrider-progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @param text what to say at that moment; asked on another thread */
    static Progress on(PrintWriter err, Supplier<String> text) {
        return new Progress(err, text, isTerminal());
    }

    /** The work begins. */
    void start() {
        timer.scheduleAtFixedRate(this::show, terminal ? QUIET_MS : FILE_MS, terminal ? TERMINAL_MS : FILE_MS, TimeUnit.MILLISECONDS);
    }

    /** Whether somebody looks on: standard error itself cannot be asked in Java 17, so both must be a terminal or a variable says so. */
    private static boolean isTerminal() {
        String told = System.getProperty("postrider.terminal");
        return told == null ? System.console() != null : Boolean.parseBoolean(told);
    }

    private synchronized void show() {
        String line = text.get();
        if (terminal) {
            err.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            width = line.length();
        } else {
            err.println("postrider: " + line);
        }
        err.flush();
    }

    @Override
    public synchronized void close() {
        timer.shutdownNow();
        if (width > 0) {
            err.print("\r" + " ".repeat(width) + "\r");
            err.flush();
            width = 0;
        }
    }
}
