package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;

/** Acknowledgement modes of a session (specification 6.2.10). Wire code: the ordinal. */
public enum AcknowledgeMode {
    AUTO, CLIENT, DUPS_OK, TRANSACTED;

    private static final AcknowledgeMode[] VALUES = values();

    static AcknowledgeMode read(WireInput in) {
        return VALUES[in.readVarint(VALUES.length - 1, "acknowledgement mode")];
    }
}
