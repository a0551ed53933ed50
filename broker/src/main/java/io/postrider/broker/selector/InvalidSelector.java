package io.postrider.broker.selector;

/**
 * The text is no message selector; the message says where, what was found there and what was expected instead.
 */
public final class InvalidSelector extends Exception {

    private static final int FOUND_CHARACTERS_MAX = 60;

    /** In characters from 1. */
    private final int position;

    InvalidSelector(int position, String found, String expected) {
        super("at position " + position + ": found " + shortened(found) + ", expected " + expected);
        this.position = position;
    }

    /**
     * Where in the text the mistake is.
     *
     * @return counted in characters from 1; one more than the length if something is missing at the end
     */
    public int position() {
        return position;
    }

    private static String shortened(String found) {
        if (found.length() <= FOUND_CHARACTERS_MAX) {
            return found;
        }
        // a surrogate pair must not be cut in two, or the message cannot be encoded for the wire
        int end = FOUND_CHARACTERS_MAX - (Character.isHighSurrogate(found.charAt(FOUND_CHARACTERS_MAX - 1)) ? 1 : 0);
        return found.substring(0, end) + "...";
    }
}
