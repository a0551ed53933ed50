package io.postrider.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 text from a stream, as it is: lines end with a line feed and keep everything before it, a carriage return too, so that
 * what is received again is the same file byte for byte. Used by one thread.
 */
final class TextLines {
    /** More is not a line but a file, and would fill the memory. */
    private static final int LINE_BYTES_MAX = 256 << 20;
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private long number;

    TextLines(InputStream in) {
        this.in = in;
    }

    /** The next line without its end, or null. */
    String next() throws IOException {
        ByteArrayOutputStream before = null;
        while (true) {
            if (start == end && !fill()) {
                return before == null ? null : text(before.toByteArray(), 0, before.size());
            }
            int feed = start;
            while (feed < end && buffer[feed] != '\n') {
                feed++;
            }
            int from = start;
            start = Math.min(feed + 1, end);
            if (feed < end && before == null) {
                return text(buffer, from, feed - from);
            }
            before = before == null ? new ByteArrayOutputStream() : before;
            before.write(buffer, from, feed - from);
            if (feed < end) {
                return text(before.toByteArray(), 0, before.size());
            }
            requireBound(before.size());
        }
    }

    /** Everything that is left. */
    String rest() throws IOException {
        byte[] all = in.readNBytes(LINE_BYTES_MAX + 1);
        requireBound(all.length);
        return text(all, 0, all.length);
    }

    private boolean fill() throws IOException {
        start = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private void requireBound(int bytes) {
        if (bytes > LINE_BYTES_MAX) {
            throw new CommandFailure(ExitCode.USAGE, "line " + (number + 1) + " of the input has more than " + (LINE_BYTES_MAX >> 20)
                    + " MiB. Send it as a file, with --file.");
        }
    }

    private String text(byte[] bytes, int from, int length) {
        number++;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length)).toString();
        } catch (CharacterCodingException e) {
            throw new CommandFailure(ExitCode.USAGE, "line " + number + " of the input is not UTF-8 text. Send the bytes as they are, with --file.", e);
        }
    }
}
