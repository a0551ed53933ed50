package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;

/** What an operator makes of a prepared branch; FORGET is for one that was decided before. Wire code: the ordinal. */
public enum Decision {
    COMMIT, ROLLBACK, FORGET;

    private static final Decision[] VALUES = values();

    static Decision read(WireInput in) {
        return VALUES[in.readVarint(VALUES.length - 1, "decision")];
    }
}
