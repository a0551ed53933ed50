package io.postrider.cli;

/** What a command ends with, for scripts. A number never changes its meaning. */
final class ExitCode {
    static final int DONE = 0;
    /** The broker or the machine refused; the sentence says why. */
    static final int FAILED = 1;
    /** The command line itself is wrong: an option, a value, a URL, a setting, a selector. */
    static final int USAGE = 2;
    /** No broker answers, or none runs on that data folder. */
    static final int NO_BROKER = 3;
    /** User name or password is wrong, or the user may not do that. */
    static final int NOT_PERMITTED = 4;
    /** Fewer messages than asked for came in the time given. */
    static final int TIMED_OUT = 5;

    private ExitCode() {
    }
}
