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
import java.util.HexFormat;

/**
 * Writes messages to standard output: the text of each and a line feed, maps and streams as JSON, bytes as they are or, for people, how
 * many they are and the first ones; or everything as JSON. Unlike System.out it says when nobody reads any more. Used by one thread.
 */
final class MessageOutput {
    private static final int BUFFER_BYTES = 64 << 10;
    /** As many as a line of a terminal has room for. */
    private static final int SHOWN_BYTES = 20;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final OutputStream out;
    private final Form form;

    /** How messages are written. */
    enum Form {
        /** Bytes as they are. */
        RAW,
        /** Nothing that a terminal would take for commands. */
        SHOWN,
        /** A JSON object of each. */
        JSON
    }

    MessageOutput(OutputStream out, Form form) {
        this.out = out;
        this.form = form;
    }

    static MessageOutput standard(Form form) {
        return new MessageOutput(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES), form);
    }

    void write(Message message) throws JMSException {
        try {
            if (form == Form.JSON) {
                line(Json.of(message).toString());
            } else if (message instanceof TextMessage text) {
                line(text.getText() == null ? "" : text.getText());
            } else if (message instanceof BytesMessage bytes) {
                write(Json.bytes(bytes));
            } else if (message instanceof MapMessage || message instanceof StreamMessage) {
                line(Json.of(message).path(message instanceof MapMessage ? "map" : "stream").toString());
            } else {
                throw new CommandFailure(ExitCode.FAILED, "message " + message.getJMSMessageID() + " has no text or bytes to show. Take it with --json, which shows its header.");
            }
        } catch (IOException e) {
            throw closed(e);
        }
    }

    private void write(byte[] bytes) throws IOException {
        if (form == Form.RAW) {
            out.write(bytes);
        } else {
            line("<" + bytes.length + (bytes.length == 1 ? " byte" : " bytes") + (bytes.length == 0 ? "" : ": ")
                    + HEX.formatHex(bytes, 0, Math.min(SHOWN_BYTES, bytes.length)) + (bytes.length > SHOWN_BYTES ? " ..." : "") + ">");
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
