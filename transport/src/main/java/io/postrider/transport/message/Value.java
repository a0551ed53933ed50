package io.postrider.transport.message;

/**
 * Values with their type, as properties and the bodies of map and stream messages have them: null, Boolean, Byte, Short,
 * Character, Integer, Long, Float, Double, String, byte[].
 */
public final class Value {
    private Value() {
    }

    /** @throws IllegalArgumentException for any other type, naming it */
    public static void write(WireOutput out, Object value) {
        if (value == null) {
            out.writeByte(0);
        } else if (value instanceof Boolean b) {
            out.writeByte(b ? 2 : 1);
        } else if (value instanceof Byte b) {
            out.writeByte(3);
            out.writeByte(b);
        } else if (value instanceof Short s) {
            out.writeByte(4);
            out.writeSignedVarint(s);
        } else if (value instanceof Integer i) {
            out.writeByte(5);
            out.writeSignedVarint(i);
        } else if (value instanceof Long l) {
            out.writeByte(6);
            out.writeSignedVarint(l);
        } else if (value instanceof Float f) {
            out.writeByte(7);
            out.writeInt32(Float.floatToRawIntBits(f));
        } else if (value instanceof Double d) {
            out.writeByte(8);
            out.writeInt64(Double.doubleToRawLongBits(d));
        } else if (value instanceof String s) {
            out.writeByte(9);
            out.writeString(s);
        } else if (value instanceof byte[] raw) {
            out.writeByte(10);
            out.writeBytes(raw);
        } else if (value instanceof Character c) {
            out.writeByte(11);
            out.writeVarint(c);
        } else {
            throw new IllegalArgumentException("no wire form for a value of " + value.getClass().getName());
        }
    }

    public static Object read(WireInput in) {
        int tag = in.readByte();
        return switch (tag) {
            case 0 -> null;
            case 1 -> Boolean.FALSE;
            case 2 -> Boolean.TRUE;
            case 3 -> (byte) in.readByte();
            case 4 -> (short) bounded(in.readSignedVarint(), Short.MIN_VALUE, Short.MAX_VALUE);
            case 5 -> (int) bounded(in.readSignedVarint(), Integer.MIN_VALUE, Integer.MAX_VALUE);
            case 6 -> in.readSignedVarint();
            case 7 -> Float.intBitsToFloat(in.readInt32());
            case 8 -> Double.longBitsToDouble(in.readInt64());
            case 9 -> in.readString();
            case 10 -> in.readBytes();
            case 11 -> (char) in.readVarint(Character.MAX_VALUE, "character");
            default -> throw new WireFormatException("value tag " + tag + ", expected 0 to 11");
        };
    }

    private static long bounded(long value, long min, long max) {
        if (value < min || value > max) {
            throw new WireFormatException("value " + value + ", expected " + min + " to " + max);
        }
        return value;
    }
}
