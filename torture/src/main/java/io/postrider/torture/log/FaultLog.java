package io.postrider.torture.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** When a run began, {@code start NANOS}, and its faults, a line each when it has ended: {@code BEGIN END JUMP KIND TEXT}. Any thread. */
public final class FaultLog implements AutoCloseable {
    private final LineFile lines;

    /**
     * A fault that was injected.
     *
     * @param beginNanos before anything was done
     * @param endNanos   when all was as before again
     * @param jumpMs     how far the broker's clock went forward at its beginning or its end, 0 if it did not
     * @param kind       the fault's name
     * @param text       what exactly
     */
    public record Injected(long beginNanos, long endNanos, long jumpMs, String kind, String text) {
    }

    public FaultLog(Path file) throws IOException {
        lines = new LineFile(file);
        lines.write("start " + System.nanoTime());
    }

    public void write(Injected fault) {
        lines.write(fault.beginNanos + " " + fault.endNanos + " " + fault.jumpMs + " " + fault.kind + " " + fault.text);
    }

    /** When the run began. */
    public static long startNanos(Path file) throws IOException {
        String first = Files.readAllLines(file, StandardCharsets.UTF_8).get(0);
        return Long.parseLong(first.substring(first.indexOf(' ') + 1));
    }

    public static List<Injected> read(Path file) throws IOException {
        List<Injected> faults = new ArrayList<>();
        List<String> written = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (String line : written.subList(1, written.size())) {
            String[] words = line.split(" ", 5);
            if (words.length < 5) {
                throw new IllegalArgumentException(file + ": '" + line + "' is no fault");
            }
            faults.add(new Injected(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), words[3], words[4]));
        }
        return faults;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
