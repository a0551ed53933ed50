package io.postrider.torture.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a log line by line, in the order in which it was written. Used by one thread. */
public final class EventReader {
    private EventReader() {
    }

    /** Takes a line. */
    public interface Taker {
        void take(long nanos, Event event);
    }

    /**
     * All of it. A last line without an end is left out: its writer was killed before it went on.
     *
     * @throws IllegalArgumentException with the file and the line, if one is no event
     */
    public static void read(Path file, Taker taker) throws IOException {
        boolean whole = endsWithNewline(file);
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                String next = lines.readLine();
                if (next != null || whole) {
                    take(file, line, taker);
                }
                line = next;
            }
        }
    }

    private static void take(Path file, String line, Taker taker) {
        int space = line.indexOf(' ');
        try {
            taker.take(Long.parseLong(line.substring(0, Math.max(0, space))), Event.of(line.substring(space + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static boolean endsWithNewline(Path file) throws IOException {
        long size = Files.size(file);
        if (size == 0) {
            return true;
        }
        try (var channel = Files.newByteChannel(file)) {
            java.nio.ByteBuffer last = java.nio.ByteBuffer.allocate(1);
            channel.position(size - 1).read(last);
            return last.get(0) == '\n';
        }
    }
}
