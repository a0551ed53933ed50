package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;

/** The numbered series of a session that the broker confirms in order. TRANSACTED numbers the sends within one transaction and is never confirmed, only refused. Wire code: the ordinal. */
public enum Series {
    PERSISTENT, NON_PERSISTENT, TRANSACTED, ACKNOWLEDGE;

    private static final Series[] VALUES = values();

    static Series read(WireInput in) {
        return VALUES[in.readVarint(VALUES.length - 1, "series")];
    }
}
