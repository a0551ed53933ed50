package io.postrider.cli;

import java.io.Console;
import java.util.Arrays;

/** Passwords from the variable {@value #VARIABLE} or the terminal: in an option, everybody on the machine could read them. */
final class Passwords {
    static final String VARIABLE = "POSTRIDER_PASSWORD";

    private Passwords() {
    }

    /** One to log in with. */
    static String known(String user) {
        String given = System.getenv(VARIABLE);
        return given != null ? given : new String(asked(user, "Password of " + user + ": "));
    }

    /** A new one, asked for twice. */
    static String chosen(String user) {
        String given = System.getenv(VARIABLE);
        if (given != null) {
            return given;
        }
        char[] first = asked(user, "New password of " + user + ": ");
        if (!Arrays.equals(first, asked(user, "Once more: "))) {
            throw new CommandFailure(ExitCode.USAGE, "the two passwords differ, and nothing was changed. Try again.");
        }
        return new String(first);
    }

    private static char[] asked(String user, String prompt) {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("%s", prompt);
        if (typed == null) {
            throw new CommandFailure(ExitCode.USAGE, "there is no password for user " + user + ", and no terminal to ask for it. Set the variable " + VARIABLE + ".");
        }
        return typed;
    }
}
