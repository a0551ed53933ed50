package io.postrider.cli;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes messages to standard output: the text of each and a line feed, bytes as they are, maps and streams as JSON; or
 * everything as JSON. Unlike System.out it says when nobody reads any more. Used by one thread.
 */
final class MessageOutput {
    private static final int BUFFER_BYTES = 64 << 10;

    private final OutputStream out;
    private final boolean json;

    MessageOutput(OutputStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    static MessageOutput standard(boolean json) {
        return new MessageOutput(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES), json);
    }

    void write(Message message) throws JMSException {
        try {
            if (json) {
                line(Json.of(message).toString());
            } else if (message instanceof TextMessage text) {
                line(text.getText() == null ? "" : text.getText());
            } else if (message instanceof BytesMessage bytes) {
                out.write(Json.bytes(bytes));
            } else if (message instanceof MapMessage || message instanceof StreamMessage) {
                line(Json.of(message).path(message instanceof MapMessage ? "map" : "stream").toString());
            } else {
                throw new CommandFailure(ExitCode.FAILED, "message " + message.getJMSMessageID() + " has no text or bytes to show. Take it with --json, which shows its header.");
            }
        } catch (IOException e) {
            throw closed(e);
        }
    }

    /** When this returns, whoever reads has everything. */
    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw closed(e);
        }
    }

    private void line(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private static CommandFailure closed(IOException e) {
        return new CommandFailure(ExitCode.FAILED, "the output cannot be written (" + e.getMessage() + "). What was not acknowledged stays with the broker.", e);
    }
}
