package io.postrider.broker.security;

import java.util.Locale;

/** What a user may do besides sending and receiving. In the file by its name in lower case. */
public enum Role {
    /** Nothing more. */
    USER,
    /** Inspects and manages the broker. */
    ADMINISTRATOR;

    /** As it stands in the file, or null. */
    static Role read(String text) {
        for (Role role : values()) {
            if (role.toString().equals(text)) {
                return role;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
