package io.postrider.broker.security;

import io.postrider.broker.core.Principal;
import io.postrider.transport.sasl.ScramCredentials;

/** One line of the file of users. */
public record User(String name, ScramCredentials credentials, Role role) {
    private static final int NAME_CHARACTERS_MAX = 128;

    /** Whether somebody may have this name: what looks alike, or could stand for something else in a file or command, is left out. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= NAME_CHARACTERS_MAX && !name.equals(Principal.ANONYMOUS)
                && name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._-@".indexOf(c) >= 0);
    }

    /** The rule of {@link #isName}, for people. */
    static String nameExpected() {
        return "1 to " + NAME_CHARACTERS_MAX + " of the characters a-z, A-Z, 0-9, '.', '_', '-' and '@', and not " + Principal.ANONYMOUS;
    }

    Principal principal() {
        return new Principal(name, role == Role.ADMINISTRATOR);
    }
}
