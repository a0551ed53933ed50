package io.postrider.jms.message;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;

/** Java strings may hold unpaired surrogates, for which UTF-8 has no bytes; what becomes of them is decided here. */
final class Unicode {
    private Unicode() {
    }

    static boolean isWellFormed(String text) {
        return unpairedIndex(text) < 0;
    }

    /** @throws jakarta.jms.MessageFormatException if {@code text} is not null and has an unpaired surrogate, saying where */
    static void requireWellFormed(String text, String what) throws JMSException {
        int index = text == null ? -1 : unpairedIndex(text);
        if (index >= 0) {
            throw JmsErrors.messageFormat(what + " has an unpaired surrogate at index " + index
                    + ", which headers and properties cannot carry; put it into the body");
        }
    }

    /** Two bytes for each char, highest first, whatever the chars are; an encoder would replace what is unpaired. */
    static byte[] toUtf16(String text) {
        byte[] bytes = new byte[Math.multiplyExact(text.length(), 2)];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) (text.charAt(i) >>> 8);
            bytes[2 * i + 1] = (byte) text.charAt(i);
        }
        return bytes;
    }

    static String fromUtf16(byte[] bytes, int offset, int length) {
        char[] chars = new char[length / 2];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (bytes[offset + 2 * i] << 8 | bytes[offset + 2 * i + 1] & 0xFF);
        }
        return new String(chars);
    }

    static byte[] toUtf8(String wellFormed) {
        return wellFormed.getBytes(StandardCharsets.UTF_8);
    }

    private static int unpairedIndex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
