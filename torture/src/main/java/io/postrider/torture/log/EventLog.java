package io.postrider.torture.log;

import java.io.IOException;
import java.nio.file.Path;

/** What one actor of one client process saw, each {@link Event} written before the actor goes on. Any thread. */
public final class EventLog implements AutoCloseable {
    private final LineFile lines;

    public EventLog(Path file) throws IOException {
        lines = new LineFile(file);
    }

    public void write(Event event) {
        lines.write(System.nanoTime() + " " + event.text());
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
