package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.jms.message.JmsBytesMessage;
import jakarta.jms.JMSException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written of the body of a BytesMessage. */
@Timeout(20)
class MessageOutputTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private byte[] written(MessageOutput.Form form, byte... bytes) throws JMSException {
        JmsBytesMessage message = new JmsBytesMessage();
        message.writeBytes(bytes);
        message.reset();
        MessageOutput output = new MessageOutput(out, form);
        out.reset();
        output.write(message);
        output.flush();
        return out.toByteArray();
    }

    private String shown(byte... bytes) throws JMSException {
        return new String(written(MessageOutput.Form.SHOWN, bytes), StandardCharsets.UTF_8);
    }

    @Test
    void bytes_are_written_as_they_are() throws JMSException {
        byte[] bytes = {27, '[', 0, -1};
        assertArrayEquals(bytes, written(MessageOutput.Form.RAW, bytes));
    }

    @Test
    void people_are_shown_how_many_they_are_and_the_first_ones() throws JMSException {
        assertEquals("<0 bytes>\n", shown());
        assertEquals("<1 byte: 1b>\n", shown((byte) 27));
        assertEquals("<4 bytes: 1b 5b 00 ff>\n", shown((byte) 27, (byte) '[', (byte) 0, (byte) -1));
        assertEquals("<21 bytes: " + "00 ".repeat(20) + "...>\n", shown(new byte[21]));
    }
}
