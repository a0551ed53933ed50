package io.postrider.jms.message;

import io.postrider.transport.message.WireInput;
import java.util.Arrays;

/** A part of an array that nobody changes any more: a received body where it lies. */
record Slice(byte[] array, int offset, int length) {
    static final Slice EMPTY = new Slice(new byte[0], 0, 0);

    static Slice of(byte[] bytes) {
        return new Slice(bytes, 0, bytes.length);
    }

    /** A reader over it, from its start. */
    WireInput input() {
        return new WireInput(array, offset, length);
    }

    /** The bytes alone: the array itself where the slice is all of it, so not to be written to. */
    byte[] bytes() {
        return offset == 0 && length == array.length ? array : Arrays.copyOfRange(array, offset, offset + length);
    }
}
