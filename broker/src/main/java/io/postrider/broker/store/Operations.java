package io.postrider.broker.store;

import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireInput;

import java.util.Arrays;

/** Takes the encoded operations of a {@link WriteSet} apart again, for a store in memory and for tests. */
public final class Operations {
    private static final byte[] NO_VALUE = new byte[0];

    private Operations() {
    }

    /** Is told each operation in its order. */
    public interface Visitor {
        /**
         * @param tag   one of {@link WriteSet#TAG_PUT} and its like
         * @param value what is put; for a range the end of it, exclusive; otherwise empty
         */
        void operation(int tag, Family family, byte[] key, byte[] value);
    }

    /** Tells the operations of a write set. */
    public static void forEach(WriteSet set, Visitor visitor) {
        forEach(set.array(), 0, set.bytes(), visitor);
    }

    /** Tells the operations of a slice. @throws WireFormatException if it holds anything else */
    public static void forEach(byte[] bytes, int offset, int length, Visitor visitor) {
        WireInput in = new WireInput(bytes, offset, length);
        while (in.remaining() > 0) {
            int tag = in.readByte();
            Family family = family(in.readVarint(Family.CHUNKS.id(), "family"));
            byte[] key = in.readBytes();
            byte[] value = switch (tag) {
                case WriteSet.TAG_PUT, WriteSet.TAG_DELETE_RANGE -> value(in);
                case WriteSet.TAG_DELETE, WriteSet.TAG_SINGLE_DELETE -> NO_VALUE;
                default -> throw new WireFormatException("operation tag " + tag + ", expected 4, 5, 8 or 14");
            };
            visitor.operation(tag, family, key, value);
        }
    }

    private static Family family(int id) {
        if (id == 0) {
            throw new WireFormatException("operation in the default family, expected 1 to 3");
        }
        return Family.ofId(id);
    }

    private static byte[] value(WireInput in) {
        int length = in.readVarint(in.remaining(), "length of a value");
        int start = in.skip(length);
        return Arrays.copyOfRange(in.array(), start, start + length);
    }
}
