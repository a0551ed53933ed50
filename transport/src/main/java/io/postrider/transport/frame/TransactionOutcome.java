package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;

/** What became of a transaction. Wire code: the ordinal. */
public enum TransactionOutcome {
    COMMITTED, ROLLED_BACK, UNKNOWN;

    private static final TransactionOutcome[] VALUES = values();

    static TransactionOutcome read(WireInput in) {
        return VALUES[in.readVarint(VALUES.length - 1, "transaction outcome")];
    }
}
