package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;

/** How a session ends its work in a branch: TMSUCCESS, TMFAIL and TMSUSPEND of XA. Wire code: the ordinal. */
public enum EndFlag {
    SUCCESS, FAIL, SUSPEND;

    private static final EndFlag[] VALUES = values();

    static EndFlag read(WireInput in) {
        return VALUES[in.readVarint(VALUES.length - 1, "end flag")];
    }
}
