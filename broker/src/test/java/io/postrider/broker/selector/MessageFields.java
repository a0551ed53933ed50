package io.postrider.broker.selector;

import java.util.HashMap;
import java.util.Map;

/** The fields of one message, written down in a test. */
record MessageFields(Map<String, Object> values) implements Fields {

    static MessageFields of(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            values.put((String) namesAndValues[index], namesAndValues[index + 1]);
        }
        return new MessageFields(values);
    }

    @Override
    public Object value(String identifier) {
        return values.get(identifier);
    }

    Truth truthOf(String selector) throws InvalidSelector {
        Truth truth = new Parser(new Tokenizer(selector)).selector().truth(this);
        if (Selector.parse(selector).matches(this) != (truth == Truth.TRUE)) {
            throw new AssertionError(selector + " is " + truth + " and matches does not say so");
        }
        return truth;
    }
}
