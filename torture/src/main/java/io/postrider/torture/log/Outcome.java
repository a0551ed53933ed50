package io.postrider.torture.log;

/** What a client knows of a send, a transaction or an acknowledgement of its own. */
public enum Outcome {
    /** It returned: sent, committed, acknowledged. */
    DONE('c'),
    /** It was refused or rolled back, surely. */
    UNDONE('x'),
    /** It threw something that leaves both open. */
    UNKNOWN('u'),
    /** Of a global transaction of several branches: its transaction manager says that they did not all end alike. */
    MIXED('m');

    private final char code;

    Outcome(char code) {
        this.code = code;
    }

    /** As it is written. */
    public char code() {
        return code;
    }

    /** @throws IllegalArgumentException if there is none with that code */
    public static Outcome of(String code) {
        for (Outcome outcome : values()) {
            if (code.length() == 1 && outcome.code == code.charAt(0)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("outcome '" + code + "', expected c, x, u or m");
    }
}
