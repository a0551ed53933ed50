package io.postrider.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people write it: 500ms, 10s, 5min, 2h, 1d; a number alone is seconds. */
final class DurationOption implements ITypeConverter<DurationOption.Ms> {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,12}) ?([a-z]*)");

    /**
     * @param value milliseconds
     * @param text  as it was written
     */
    record Ms(long value, String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    @Override
    public Ms convert(String text) {
        Matcher written = WRITTEN.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!written.matches()) {
            throw refused(text);
        }
        long unitMs = switch (written.group(2)) {
            case "ms" -> 1;
            case "", "s" -> 1_000;
            case "m", "min" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            default -> throw refused(text);
        };
        return new Ms(Long.parseLong(written.group(1)) * unitMs, text.strip());
    }

    private static TypeConversionException refused(String text) {
        return new TypeConversionException("'" + text + "' is not a time; expected one such as 500ms, 10s, 5min or 2h");
    }
}
