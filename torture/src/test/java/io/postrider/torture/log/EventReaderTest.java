package io.postrider.torture.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.torture.log.Event.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EventReaderTest {
    private static final List<Event> ALL = List.of(new Event.Sent("p.0.1-1", "queue:q", "k1", 5, 20, false, "u1"), new Event.Ended("p.0.1-1", Outcome.UNKNOWN),
            new Event.Opened("topic:t/s[k1]", "topic:t", "k1", Mode.AUTO), new Event.Received("topic:t/s", "p.0.1-1", true, 3, false, Event.NONE),
            new Event.UnitEnding("u1"), new Event.UnitEnded("u1", Outcome.DONE), new Event.Linked("queue:a", "queue:b"), new Event.Thrown("a sentence of it"));

    @TempDir
    private Path folder;

    @Test
    void each_event_is_read_as_it_was_written() throws IOException {
        Path file = folder.resolve("a.0.log");
        try (EventLog log = new EventLog(file)) {
            ALL.forEach(log::write);
        }
        assertEquals(ALL, read(file));
    }

    @Test
    void a_last_line_without_an_end_is_left_out() throws IOException {
        Path file = Files.writeString(folder.resolve("a.0.log"), "1 c p.0.1-1\n2 c p.0.1-1");
        assertEquals(List.of(new Event.Ended("p.0.1-1", Outcome.DONE)), read(file));
    }

    @Test
    void a_line_that_is_no_event_is_named_with_its_file() throws IOException {
        Path file = Files.writeString(folder.resolve("a.0.log"), "1 z p.0.1-1\n");
        String message = assertThrows(IllegalArgumentException.class, () -> read(file)).getMessage();
        assertTrue(message.contains("a.0.log") && message.contains("z p.0.1-1"), message);
    }

    private static List<Event> read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        EventReader.read(file, (nanos, event) -> events.add(event));
        return events;
    }
}
