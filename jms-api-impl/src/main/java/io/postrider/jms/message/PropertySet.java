package io.postrider.jms.message;

import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.message.Properties;
import jakarta.jms.JMSException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Properties by name, with the rules of the specification for names and values (3.5): those of a message, and those that a
 * JMSProducer puts on what it sends. Used by one thread at a time.
 */
public final class PropertySet {
    public static final String GROUP_ID = "JMSXGroupID";
    public static final String GROUP_SEQUENCE = "JMSXGroupSeq";
    public static final String DELIVERY_COUNT = "JMSXDeliveryCount";

    /** What {@code ConnectionMetaData.getJMSXPropertyNames} lists. */
    public static final List<String> JMSX_NAMES = List.of(GROUP_ID, GROUP_SEQUENCE, DELIVERY_COUNT);

    /** What a selector could not name (3.8.1.1), in upper case. */
    private static final Set<String> RESERVED =
            Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");
    private static final int RESERVED_LENGTH_MAX = 7;

    private Map<String, Object> values;
    /** Whether the map is also that of an immutable {@link Properties}, to be copied before the first change. */
    private boolean shared = true;

    public PropertySet() {
        this(Properties.NONE);
    }

    PropertySet(Properties received) {
        values = received.values();
    }

    /**
     * Sets a property. JMSXGroupID must be a String, JMSXGroupSeq an int or what can be read as one; JMSXDeliveryCount is the
     * provider's to set, so that setting it does nothing (copying all properties of a received message is common and works).
     *
     * @param value null, Boolean, Byte, Short, Integer, Long, Float, Double or String
     * @throws IllegalArgumentException if the name is null, empty, not a Java identifier or a reserved word
     * @throws jakarta.jms.MessageFormatException for a value of any other class, or with an unpaired surrogate
     */
    public void set(String name, Object value) throws JMSException {
        requireName(name);
        Object checked = checked(name, value);
        if (name.equals(DELIVERY_COUNT)) {
            return;
        }
        if (shared) {
            values = new LinkedHashMap<>(values);
            shared = false;
        }
        values.put(name, checked);
    }

    /** The value, or null, which is also what a property has that is not there (3.5.8). */
    public Object get(String name) {
        return name == null ? null : values.get(name);
    }

    public boolean contains(String name) {
        return name != null && values.containsKey(name);
    }

    /** In the order in which they were first set; a view that must not be kept. */
    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    public void clear() {
        values = Properties.NONE.values();
        shared = true;
    }

    Properties toWire() {
        return values.isEmpty() ? Properties.NONE : new Properties(values);
    }

    /** @throws IllegalArgumentException if the name is null, empty, not a Java identifier or a reserved word */
    public static void requireName(String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("a property needs a name; this one is " + (name == null ? "null" : "empty"));
        }
        if (name.length() <= RESERVED_LENGTH_MAX && RESERVED.contains(name.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("'" + name + "' is a word of the selector language and cannot name a property");
        }
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            if (!(i == 0 ? Character.isJavaIdentifierStart(c) : Character.isJavaIdentifierPart(c))) {
                throw new IllegalArgumentException("'" + name + "' cannot name a property, since selectors could not: the character at index "
                        + i + " is not allowed there; expected a Java identifier");
            }
            i += Character.charCount(c);
        }
    }

    private static Object checked(String name, Object value) throws JMSException {
        if (value instanceof String text) {
            Unicode.requireWellFormed(text, "property " + name);
        } else if (value != null && !(value instanceof Integer) && !(value instanceof Long) && !(value instanceof Boolean)
                && !(value instanceof Double) && !(value instanceof Float) && !(value instanceof Short) && !(value instanceof Byte)) {
            throw JmsErrors.messageFormat("property " + name + " cannot be a " + value.getClass().getName()
                    + "; expected Boolean, Byte, Short, Integer, Long, Float, Double or String");
        }
        if (value != null && name.equals(GROUP_ID) && !(value instanceof String)) {
            throw JmsErrors.messageFormat(GROUP_ID + " cannot be a " + value.getClass().getName() + "; expected a String");
        }
        return value != null && name.equals(GROUP_SEQUENCE) ? (Object) groupSequence(value) : value;
    }

    private static Integer groupSequence(Object value) throws JMSException {
        try {
            return PropertyConversion.toInt(value, GROUP_SEQUENCE);
        } catch (NumberFormatException e) {
            throw JmsErrors.messageFormat(GROUP_SEQUENCE + " cannot be '" + value + "'; expected an int", e);
        }
    }
}
