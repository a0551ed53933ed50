package io.postrider.cli;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A message property as people write it: {@code region=EU} is text, {@code amount:int=5} says another type. */
final class PropertyOption implements ITypeConverter<PropertyOption.Property> {
    /** @param value String, Boolean, Byte, Short, Integer, Long, Float or Double */
    record Property(String name, Object value) {
    }

    @Override
    public Property convert(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new TypeConversionException("'" + text + "' is not a property; expected name=value or name:type=value");
        }
        String name = text.substring(0, equals);
        String value = text.substring(equals + 1);
        int colon = name.indexOf(':');
        if (colon < 0) {
            return new Property(name, value);
        }
        String type = name.substring(colon + 1);
        try {
            return new Property(name.substring(0, colon), parser(text, type).apply(value));
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' is not a value of type " + type + " in the property '" + text + "'");
        }
    }

    private static Function<String, Object> parser(String text, String type) {
        return switch (type) {
            case "string" -> value -> value;
            case "boolean" -> value -> {
                if (!value.equals("true") && !value.equals("false")) {
                    throw new NumberFormatException(value);
                }
                return Boolean.valueOf(value);
            };
            case "byte" -> Byte::valueOf;
            case "short" -> Short::valueOf;
            case "int" -> Integer::valueOf;
            case "long" -> Long::valueOf;
            case "float" -> Float::valueOf;
            case "double" -> Double::valueOf;
            default -> throw new TypeConversionException("'" + type + "' is not a type of property in '" + text
                    + "'; expected string, boolean, byte, short, int, long, float or double");
        };
    }
}
