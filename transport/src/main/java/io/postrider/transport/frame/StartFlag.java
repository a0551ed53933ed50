package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;

/** How a session begins to work in a branch: TMNOFLAGS, TMJOIN and TMRESUME of XA. Wire code: the ordinal. */
public enum StartFlag {
    NEW, JOIN, RESUME;

    private static final StartFlag[] VALUES = values();

    static StartFlag read(WireInput in) {
        return VALUES[in.readVarint(VALUES.length - 1, "start flag")];
    }
}
