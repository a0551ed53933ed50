package io.postrider.benchmark.crash;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one client thread saw, a line each, written before the thread goes on. Used by that thread and, for callbacks, by the
 * provider's: every method is synchronized.
 *
 * <p>Each line starts with {@link System#nanoTime}, so that those of several threads can be put in order:
 * <pre>
 *   s ID          a send begins          c ID   it returned, or its transaction's commit did
 *   x ID          it was refused or rolled back, surely          u ID   its outcome is not known
 *   r ID FLAG N   received, with JMSRedelivered (0 or 1) and JMSXDeliveryCount
 *   a ID          its acknowledge or commit returned
 * </pre>
 */
final class EventLog implements AutoCloseable {
    private final BufferedWriter out;

    EventLog(Path file) throws IOException {
        out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII);
    }

    synchronized void write(char event, String id) {
        line(event + " " + id);
    }

    synchronized void received(String id, boolean redelivered, int count) {
        line("r " + id + " " + (redelivered ? 1 : 0) + " " + count);
    }

    private void line(String text) {
        try {
            out.write(System.nanoTime() + " " + text);
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the harness cannot write its own log", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
