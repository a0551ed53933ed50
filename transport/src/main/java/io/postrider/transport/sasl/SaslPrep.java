package io.postrider.transport.sasl;

import java.text.Normalizer;

/**
 * Makes one of the many ways to write a user name or password (RFC 4013, but for its table of unassigned code points): NFKC,
 * other spaces become a space, control characters are refused.
 */
final class SaslPrep {
    private SaslPrep() {
    }

    /**
     * @param what "user name" or "password", for the sentence
     * @throws SaslException without the value, which may be a password
     */
    static String normalise(String value, String what) throws SaslException {
        StringBuilder mapped = new StringBuilder(value.length());
        value.codePoints()
                .filter(c -> !isMappedToNothing(c))
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .forEach(mapped::appendCodePoint);
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        if (normal.isEmpty()) {
            throw new SaslException("the " + what + " is empty");
        }
        int prohibited = (int) normal.codePoints().filter(SaslPrep::isProhibited).count();
        if (prohibited > 0) {
            throw new SaslException("the " + what + " has a control character, or half of a character");
        }
        return normal;
    }

    /** RFC 3454 table B.1: soft hyphen, joiners, variation selectors, byte order mark. */
    private static boolean isMappedToNothing(int c) {
        return c == 0xAD || c == 0x34F || c == 0x1806 || c >= 0x180B && c <= 0x180D || c >= 0x200B && c <= 0x200D || c == 0x2060
                || c >= 0xFE00 && c <= 0xFE0F || c == 0xFEFF;
    }

    private static boolean isProhibited(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.SURROGATE || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
