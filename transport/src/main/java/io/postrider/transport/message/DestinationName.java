package io.postrider.transport.message;

import java.nio.charset.StandardCharsets;

/**
 * What the wire and the store call a destination: its kind and its name. A queue and a topic of one name are two things.
 *
 * @param name 1 to {@value #MAX_BYTES} bytes of UTF-8, without ISO control characters and halves of surrogate pairs
 */
public record DestinationName(Kind kind, String name) {
    public static final int MAX_BYTES = 1024;

    /** Kinds by wire code, which is the ordinal. */
    public enum Kind {
        QUEUE, TOPIC, TEMPORARY_QUEUE, TEMPORARY_TOPIC;

        private static final Kind[] VALUES = values();

        public boolean isTopic() {
            return this == TOPIC || this == TEMPORARY_TOPIC;
        }

        public boolean isTemporary() {
            return this == TEMPORARY_QUEUE || this == TEMPORARY_TOPIC;
        }
    }

    public DestinationName {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("a destination needs a name of 1 to " + MAX_BYTES + " bytes; this one is " + (name == null ? "null" : "empty"));
        }
        if (name.length() > MAX_BYTES || name.length() > MAX_BYTES / 3 && name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("the destination name that starts '" + name.substring(0, 40) + "' has more than " + MAX_BYTES + " bytes");
        }
        for (int i = 0; i < name.length(); i++) {
            char each = name.charAt(i);
            if (Character.isISOControl(each)) {
                throw new IllegalArgumentException("the destination name '" + name.substring(0, i) + "...' has a control character at index " + i);
            }
            if (!Character.isSurrogate(each)) {
                continue;
            }
            if (!Character.isSurrogatePair(each, i + 1 < name.length() ? name.charAt(i + 1) : each)) {
                // UTF-8 has no form for it, and '?' would be the name of another one
                throw new IllegalArgumentException("the destination name '" + name.substring(0, i) + "...' has half a character at index " + i);
            }
            i++;
        }
    }

    public static DestinationName queue(String name) {
        return new DestinationName(Kind.QUEUE, name);
    }

    public static DestinationName topic(String name) {
        return new DestinationName(Kind.TOPIC, name);
    }

    public void write(WireOutput out) {
        out.writeByte(kind.ordinal());
        out.writeString(name);
    }

    /** @throws WireFormatException if no destination can have that name, too */
    public static DestinationName read(WireInput in) {
        Kind kind = Kind.VALUES[in.readVarint(Kind.VALUES.length - 1, "destination kind")];
        String name = in.readString();
        try {
            return new DestinationName(kind, name);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(e.getMessage());
        }
    }

    /** {@code queue orders}, {@code temporary topic x}: as people read it. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " " + name;
    }
}
