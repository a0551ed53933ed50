package io.postrider.broker.selector;

import java.util.regex.Pattern;

/**
 * Numeric literals in the syntax of the Java Language Specification, sections 3.10.1 and 3.10.2, as section 3.8.1.1 asks.
 *
 * <p>Exact ones are in the range of long with or without the suffix L, so {@code 0xFFFFFFFF} is 4294967295 and not -1.
 */
final class Numeral {

    private static final String DIGITS = "[0-9](?:[0-9_]*[0-9])?";
    private static final String HEX_DIGITS = "[0-9a-fA-F](?:[0-9a-fA-F_]*[0-9a-fA-F])?";
    private static final String EXPONENT = "[eE][+-]?" + DIGITS;

    /** An integer literal: hexadecimal, binary, octal or decimal. */
    static final Pattern EXACT = Pattern.compile("(?:0[xX]" + HEX_DIGITS + "|0[bB][01](?:[01_]*[01])?|" + DIGITS + ")[lL]?");

    /** A floating-point literal: with a point, an exponent or a suffix. */
    static final Pattern APPROXIMATE = Pattern.compile(
        "(?:" + DIGITS + "\\.(?:" + DIGITS + ")?|\\." + DIGITS + ")(?:" + EXPONENT + ")?[fFdD]?"
            + "|" + DIGITS + "(?:" + EXPONENT + "[fFdD]?|[fFdD])"
            + "|0[xX](?:(?:" + HEX_DIGITS + ")?\\." + HEX_DIGITS + "|" + HEX_DIGITS + "\\.?)[pP][+-]?" + DIGITS + "[fFdD]?");

    private static final Pattern HEX_SIGNIFICAND = Pattern.compile("0[xX]|[pP].*");
    private static final Pattern DECIMAL_EXPONENT_AND_SUFFIX = Pattern.compile("[eE].*|[fFdD]");
    private static final Pattern ZERO = Pattern.compile("[0.]*");

    private Numeral() {
    }

    /**
     * The value of an integer literal.
     *
     * @param isNegative whether a minus sign stands before it; it is part of the value, since -9223372036854775808 is a long
     *                   and 9223372036854775808 is not
     */
    static Literal exact(Token token, boolean isNegative) throws InvalidSelector {
        String digits = token.text().replaceAll("[_lL]", "");
        int radix = radix(digits);
        if (radix == 8 && (digits.indexOf('8') >= 0 || digits.indexOf('9') >= 0)) {
            throw new InvalidSelector(token.position(), token.description(),
                "octal digits, 0 to 7, after a leading zero");
        }
        try {
            if (radix == 10) {
                return Literal.exact(Long.parseLong(isNegative ? "-" + digits : digits));
            }
            long value = Long.parseUnsignedLong(radix == 8 ? digits : digits.substring(2), radix);
            return Literal.exact(isNegative ? -value : value);
        } catch (NumberFormatException outOfRange) {
            throw new InvalidSelector(token.position(), token.description(), "a number in the range of long");
        }
    }

    /** The value of a floating-point literal; one with the suffix f is rounded to float first. */
    static Literal approximate(Token token) throws InvalidSelector {
        String digits = token.text().replace("_", "");
        boolean isHex = radix(digits) == 16;
        boolean isFloat = (digits.endsWith("f") || digits.endsWith("F"));
        double value = isFloat ? Float.parseFloat(digits) : Double.parseDouble(digits);
        String significand = (isHex ? HEX_SIGNIFICAND : DECIMAL_EXPONENT_AND_SUFFIX).matcher(digits).replaceAll("");
        if (Double.isInfinite(value) || value == 0 && !ZERO.matcher(significand).matches()) {
            throw new InvalidSelector(token.position(), token.description(),
                "a number in the range of " + (isFloat ? "float" : "double"));
        }
        return Literal.approximate(value);
    }

    private static int radix(String digits) {
        if (digits.length() == 1 || digits.charAt(0) != '0') {
            return 10;
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
        };
    }
}
