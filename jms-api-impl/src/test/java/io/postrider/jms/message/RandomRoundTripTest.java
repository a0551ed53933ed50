package io.postrider.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.jms.JmsDestination;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.WireOutput;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random messages through their wire form; a failure names the seed, which alone decides the message. */
@Timeout(120)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RandomRoundTripTest {
    private static final int MESSAGES = 3_000;

    @Test
    void any_message_arrives_as_it_was_sent_also_when_it_is_sent_on() throws JMSException {
        for (long seed = 1; seed <= MESSAGES; seed++) {
            Random random = new Random(seed);
            JmsMessage sent = message(random);
            JmsMessage received = Wire.received(sent);
            check(sent, received, "seed " + seed);
            check(sent, Wire.received(Wire.received(sent)), "sent on, seed " + seed);
            check(sent, Wire.received(received), "sent on after it was read, seed " + seed);
        }
    }

    @Test
    void damaged_bytes_are_a_format_error_and_nothing_else() throws JMSException {
        for (long seed = 1; seed <= MESSAGES; seed++) {
            Random random = new Random(seed);
            WireOutput out = new WireOutput(64);
            message(random).encode(Wire.SENT).message().write(out);
            byte[] bytes = out.toByteArray();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                WireMessage read = WireMessage.read(new WireInput(bytes), false);
                JmsMessage received = JmsMessages.decode(read, null, Wire.DELIVERED, ObjectAllowList.DEFAULT);
                readAll(received);
            } catch (WireFormatException | JMSException e) {
                assertTrue(e.getMessage() != null, "seed " + seed);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void readAll(JmsMessage message) throws JMSException {
        message.getJMSMessageID();
        for (String name : Collections.list(message.getPropertyNames())) {
            message.getStringProperty(name);
        }
        if (message instanceof JmsStreamMessage stream) {
            while (true) {
                stream.readObject();
            }
        }
        message.getBody(Object.class);
    }

    private static JmsMessage message(Random random) throws JMSException {
        JmsMessage message = switch (random.nextInt(6)) {
            case 0 -> new JmsMessage();
            case 1 -> new JmsTextMessage(random.nextInt(10) == 0 ? null : text(random, true));
            case 2 -> bytes(random);
            case 3 -> map(random);
            case 4 -> stream(random);
            default -> object(random);
        };
        for (int i = random.nextInt(6); i > 0; i--) {
            Object value = value(random, false);
            message.setObjectProperty("p" + i, value instanceof byte[] || value instanceof Character ? null : value);
        }
        switch (random.nextInt(3)) {
            case 0 -> message.setJMSCorrelationID(text(random, false));
            case 1 -> message.setJMSCorrelationIDAsBytes(array(random, 20));
            default -> {
            }
        }
        if (random.nextBoolean()) {
            message.setJMSType(text(random, false));
        }
        if (random.nextBoolean()) {
            DestinationName.Kind[] kinds = DestinationName.Kind.values();
            message.setJMSReplyTo(JmsDestination.of(new DestinationName(kinds[random.nextInt(kinds.length)], "r" + random.nextInt())));
        }
        return message;
    }

    private static JmsBytesMessage bytes(Random random) throws JMSException {
        JmsBytesMessage message = new JmsBytesMessage();
        message.writeBytes(array(random, random.nextInt(20) == 0 ? 400_000 : 300));
        if (random.nextBoolean()) {
            message.reset();
        }
        return message;
    }

    private static JmsMapMessage map(Random random) throws JMSException {
        JmsMapMessage message = new JmsMapMessage();
        for (int i = random.nextInt(10); i > 0; i--) {
            message.setObject(text(random, true) + i, value(random, true));
        }
        return message;
    }

    private static JmsStreamMessage stream(Random random) throws JMSException {
        JmsStreamMessage message = new JmsStreamMessage();
        for (int i = random.nextInt(10); i > 0; i--) {
            message.writeObject(value(random, true));
        }
        if (random.nextBoolean()) {
            message.reset();
        }
        return message;
    }

    private static JmsObjectMessage object(Random random) throws JMSException {
        JmsObjectMessage message = new JmsObjectMessage();
        ArrayList<Object> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Object value = value(random, true);
            list.add(value instanceof byte[] ? null : value);
        }
        message.setObject(list);
        return message;
    }

    private static Object value(Random random, boolean anyText) {
        return switch (random.nextInt(11)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (byte) random.nextInt();
            case 3 -> (short) random.nextInt();
            case 4 -> (char) random.nextInt();
            case 5 -> random.nextInt();
            case 6 -> random.nextLong();
            case 7 -> random.nextFloat();
            case 8 -> random.nextDouble();
            case 9 -> array(random, 20);
            default -> text(random, anyText);
        };
    }

    private static byte[] array(Random random, int lengthMax) {
        byte[] bytes = new byte[random.nextInt(lengthMax)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Any chars, so often with unpaired surrogates; or code points that are none. */
    private static String text(Random random, boolean any) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(50) == 0 ? 5_000 : 20); i > 0; i--) {
            if (any && random.nextInt(20) == 0) {
                text.append((char) (Character.MIN_SURROGATE + random.nextInt(2048)));
            } else {
                int c = random.nextInt(4) == 0 ? random.nextInt(Character.MAX_CODE_POINT + 1) : random.nextInt(300);
                text.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 'x' : c);
            }
        }
        return text.toString();
    }

    private static void check(JmsMessage sent, JmsMessage received, String seed) throws JMSException {
        assertEquals(sent.getClass(), received.getClass(), seed);
        assertEquals(sent.getJMSCorrelationID(), received.getJMSCorrelationID(), seed);
        assertArrayEquals(sent.getJMSCorrelationIDAsBytes(), received.getJMSCorrelationIDAsBytes(), seed);
        assertEquals(sent.getJMSType(), received.getJMSType(), seed);
        assertEquals(sent.getJMSReplyTo(), received.getJMSReplyTo(), seed);
        Map<String, Object> properties = properties(received);
        assertEquals(1, properties.remove("JMSXDeliveryCount"), seed);
        Map<String, Object> expected = properties(sent);
        expected.remove("JMSXDeliveryCount");
        assertEquals(expected, properties, seed);
        if (sent instanceof JmsStreamMessage stream) {
            List<Object> values = values(stream);
            List<Object> arrived = values((JmsStreamMessage) received);
            assertEquals(values.size(), arrived.size(), seed);
            for (int i = 0; i < values.size(); i++) {
                same(values.get(i), arrived.get(i), seed);
            }
        } else if (sent instanceof JmsMapMessage map) {
            List<String> names = Collections.list(map.getMapNames());
            assertEquals(names, Collections.list(((JmsMapMessage) received).getMapNames()), seed);
            for (String name : names) {
                same(map.getObject(name), ((JmsMapMessage) received).getObject(name), seed);
            }
        } else {
            same(sent.getBody(Object.class), received.getBody(Object.class), seed);
        }
    }

    private static List<Object> values(JmsStreamMessage message) throws JMSException {
        List<Object> values = new ArrayList<>();
        message.reset();
        try {
            while (true) {
                values.add(message.readObject());
            }
        } catch (jakarta.jms.MessageEOFException e) {
            message.reset();
            return values;
        }
    }

    private static Map<String, Object> properties(JmsMessage message) throws JMSException {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name : Collections.list(message.getPropertyNames())) {
            properties.put(name, message.getObjectProperty(name));
        }
        return properties;
    }

    private static void same(Object expected, Object actual, String seed) {
        if (expected instanceof byte[] bytes) {
            assertArrayEquals(bytes, (byte[]) actual, seed);
        } else {
            assertEquals(expected, actual, seed);
        }
    }
}
