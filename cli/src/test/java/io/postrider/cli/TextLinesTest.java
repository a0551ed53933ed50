package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TextLinesTest {
    @Test
    void only_a_line_feed_ends_a_line() throws IOException {
        assertEquals(List.of("one", "two\r", "", "f\u00fcnf \u2603", "last"), all("one\ntwo\r\n\nf\u00fcnf \u2603\nlast"));
    }

    @Test
    void a_line_feed_at_the_end_begins_no_further_line() throws IOException {
        assertEquals(List.of("one"), all("one\n"));
        assertEquals(List.of(""), all("\n"));
        assertEquals(List.of(), all(""));
    }

    @Test
    void a_line_may_be_longer_than_the_buffer() throws IOException {
        String line = "x".repeat(200_000);
        assertEquals(List.of(line, "y", line), all(line + "\ny\n" + line));
    }

    @Test
    void a_read_may_end_anywhere() throws IOException {
        TextLines lines = new TextLines(new InputStream() {
            private final byte[] bytes = "ab\u00fc\n\ncd".getBytes(StandardCharsets.UTF_8);
            private int next;

            @Override
            public int read() {
                return next < bytes.length ? bytes[next++] & 0xff : -1;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                int one = read();
                into[from] = (byte) one;
                return one < 0 ? -1 : 1;
            }
        });
        assertEquals(List.of("ab\u00fc", "", "cd"), all(lines));
    }

    @Test
    void what_is_not_utf_8_is_refused_by_its_line() {
        TextLines lines = new TextLines(new ByteArrayInputStream(new byte[] {'a', '\n', (byte) 0xff, '\n'}));
        CommandFailure failure = assertThrows(CommandFailure.class, () -> all(lines));
        assertEquals("line 2 of the input is not UTF-8 text. Send the bytes as they are, with --file.", failure.getMessage());
        assertEquals(ExitCode.USAGE, failure.exitCode());
    }

    @Test
    void the_rest_keeps_its_line_feeds() throws IOException {
        assertEquals("one\ntwo\n", new TextLines(new ByteArrayInputStream("one\ntwo\n".getBytes(StandardCharsets.UTF_8))).rest());
    }

    private static List<String> all(String text) throws IOException {
        return all(new TextLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static List<String> all(TextLines lines) throws IOException {
        List<String> all = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            all.add(line);
        }
        return all;
    }
}
