package io.postrider.transport.message;

/** The message types of the specification (3.11) by wire code, which is the ordinal. The broker never looks into a body. */
public enum BodyKind {
    NONE, TEXT, BYTES, MAP, STREAM, OBJECT;

    private static final BodyKind[] VALUES = values();

    static BodyKind read(WireInput in) {
        return VALUES[in.readVarint(VALUES.length - 1, "body kind")];
    }
}
