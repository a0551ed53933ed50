package io.postrider.transport.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The properties of a message (specification 3.5) in the order in which they were set, immutable.
 *
 * @param values by name: null, Boolean, Byte, Short, Integer, Long, Float, Double or String
 */
public record Properties(Map<String, Object> values) {
    public static final Properties NONE = new Properties(Map.of());

    public Properties {
        values = values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    void write(WireOutput out) {
        out.writeVarint(values.size());
        values.forEach((name, value) -> {
            out.writeString(name);
            Value.write(out, value);
        });
    }

    static Properties read(WireInput in) {
        int count = in.readCount(2, "properties");
        if (count == 0) {
            return NONE;
        }
        Map<String, Object> values = new LinkedHashMap<>(count * 2);
        for (int i = 0; i < count; i++) {
            String name = in.readString();
            Object value = Value.read(in);
            if (value instanceof byte[] || value instanceof Character) {
                throw new WireFormatException("property '" + name + "' of a type that properties cannot have");
            }
            if (values.containsKey(name)) {
                throw new WireFormatException("property '" + name + "' twice");
            }
            values.put(name, value);
        }
        return new Properties(values);
    }
}
