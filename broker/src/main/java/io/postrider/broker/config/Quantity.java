package io.postrider.broker.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and durations as people write and read them. */
public final class Quantity {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18}) ?([A-Za-z]*)");

    private Quantity() {
    }

    /** {@code 65536}, {@code 64 KiB}, {@code 10 MiB}, {@code 2 GiB} as bytes; -1 if it is none of these. */
    static long bytes(String text) {
        return parsed(text, unit -> switch (unit) {
            case "" -> 1;
            case "kib" -> 1L << 10;
            case "mib" -> 1L << 20;
            case "gib" -> 1L << 30;
            case "tib" -> 1L << 40;
            default -> 0;
        });
    }

    /** {@code 1500}, {@code 1500 ms}, {@code 10 s}, {@code 5 min}, {@code 2 h} as milliseconds; -1 if it is none of these. */
    static long ms(String text) {
        return parsed(text, unit -> switch (unit) {
            case "", "ms" -> 1;
            case "s" -> 1_000;
            case "min" -> 60_000;
            case "h" -> 3_600_000;
            default -> 0;
        });
    }

    /** A plain number, at most 18 digits; -1 if it is none. */
    static long count(String text) {
        return parsed(text, unit -> unit.isEmpty() ? 1 : 0);
    }

    /** In the largest binary unit that divides it: {@code 64 KiB}. */
    public static String ofBytes(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
        long rest = bytes;
        int unit = 0;
        while (rest != 0 && rest % 1024 == 0 && unit < units.length - 1) {
            rest /= 1024;
            unit++;
        }
        return rest + " " + units[unit];
    }

    /** In the largest unit that divides it: {@code 10 s}. */
    public static String ofMs(long ms) {
        if (ms == 0 || ms % 1_000 != 0) {
            return ms + " ms";
        }
        return ms % 60_000 != 0 ? ms / 1_000 + " s" : ms / 60_000 + " min";
    }

    private interface Units {
        /** How much one of the unit is; 0 if there is no such unit. */
        long size(String unit);
    }

    private static long parsed(String text, Units units) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return -1;
        }
        long size = units.size(written.group(2).toLowerCase(Locale.ROOT));
        long number = Long.parseLong(written.group(1));
        return size == 0 || number > Long.MAX_VALUE / size ? -1 : number * size;
    }
}
