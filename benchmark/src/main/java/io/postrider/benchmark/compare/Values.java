package io.postrider.benchmark.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one run of the load said, by name; {@code json} is its own text. */
record Values(String json, Map<String, Double> numbers) {
    private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\":(-?[\\d.]+(?:E-?\\d+)?)[,}]");

    /** @param json one flat object */
    static Values parse(String json) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        Matcher matcher = NUMBER.matcher(json);
        while (matcher.find()) {
            numbers.put(matcher.group(1), Double.valueOf(matcher.group(2)));
        }
        return new Values(json, numbers);
    }

    double get(String name) {
        Double number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("no " + name + " in " + json);
        }
        return number;
    }
}
