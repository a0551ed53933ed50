package io.postrider.conformance;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a value of each type reads as, by type; the values are at the edges of their types, so that a narrower one on the way would
 * show.
 */
final class ConversionTable {
    static final Map<Object, Map<Class<?>, Object>> ROWS = new LinkedHashMap<>();

    static {
        for (boolean value : new boolean[] {true, false}) {
            row(value, Map.of(Boolean.class, value, String.class, String.valueOf(value)));
        }
        for (byte value : new byte[] {Byte.MIN_VALUE, 5, Byte.MAX_VALUE}) {
            row(value, Map.of(Byte.class, value, Short.class, (short) value, Integer.class, (int) value, Long.class, (long) value,
                    String.class, String.valueOf(value)));
        }
        for (short value : new short[] {Short.MIN_VALUE, Short.MAX_VALUE}) {
            row(value, Map.of(Short.class, value, Integer.class, (int) value, Long.class, (long) value, String.class, String.valueOf(value)));
        }
        for (char value : new char[] {'c', '\u20ac', Character.MAX_VALUE}) {
            row(value, Map.of(Character.class, value, String.class, String.valueOf(value)));
        }
        for (int value : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            row(value, Map.of(Integer.class, value, Long.class, (long) value, String.class, String.valueOf(value)));
        }
        for (long value : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            row(value, Map.of(Long.class, value, String.class, String.valueOf(value)));
        }
        for (float value : new float[] {-0f, 1.1f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY}) {
            row(value, Map.of(Float.class, value, Double.class, (double) value, String.class, String.valueOf(value)));
        }
        for (double value : new double[] {1.1, Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY}) {
            row(value, Map.of(Double.class, value, String.class, String.valueOf(value)));
        }
        row("12", Map.of(Boolean.class, false, Byte.class, (byte) 12, Short.class, (short) 12, Integer.class, 12, Long.class, 12L, Float.class, 12f,
                Double.class, 12d, String.class, "12"));
        row("TRUE", Map.of(Boolean.class, true, String.class, "TRUE"));
        row("yes", Map.of(Boolean.class, false, String.class, "yes"));
        row("", Map.of(Boolean.class, false, String.class, ""));
        row("300", Map.of(Boolean.class, false, Short.class, (short) 300, Integer.class, 300, Long.class, 300L, Float.class, 300f, Double.class, 300d,
                String.class, "300"));
        row(new byte[] {-1, 0, 1}, Map.of(byte[].class, new byte[] {-1, 0, 1}));
    }

    private ConversionTable() {
    }

    private static void row(Object value, Map<Class<?>, Object> reads) {
        ROWS.put(value, reads);
    }
}
