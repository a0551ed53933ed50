package io.postrider.broker.selector;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Valid selectors over a few small values, and messages to try them on. */
record RandomSelector(Random random) {

    private static final String[] IDENTIFIERS = {"a", "b", "c", "d"};
    private static final Object[] VALUES = {0, 1L, (short) 1, 1.0, 0.0f, 1.5, "", "x", "xy", true, false, null, null};
    private static final String[] NUMBERS = {"0", "1", "-1", "1.0", "1.5", "0x1"};
    private static final String[] STRINGS = {"''", "'x'", "'xy'"};

    String condition(int depth) {
        if (depth == 0) {
            return predicate();
        }
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> parts(" AND ", depth);
            case 3 -> parts(" OR ", depth);
            case 4 -> "NOT (" + condition(depth - 1) + ")";
            default -> predicate();
        };
    }

    MessageFields message() {
        return MessageFields.of("a", one(VALUES), "b", one(VALUES), "c", one(VALUES), "d", one(VALUES));
    }

    private String parts(String operator, int depth) {
        return IntStream.range(0, 2 + random.nextInt(3)).mapToObj(part -> "(" + condition(depth - 1) + ")")
            .collect(Collectors.joining(operator));
    }

    private String predicate() {
        String identifier = one(IDENTIFIERS);
        String not = random.nextBoolean() ? " NOT" : "";
        return switch (random.nextInt(9)) {
            case 0 -> identifier + " = " + one(NUMBERS);
            case 1 -> one(STRINGS) + " = " + identifier;
            case 2 -> identifier + " = " + (random.nextBoolean() ? "TRUE" : "FALSE");
            case 3 -> identifier + one(new String[] {" < ", " >= ", " <> ", " = "}) + one(IDENTIFIERS) + " + " + one(NUMBERS);
            case 4 -> identifier + not + " IN ('x', '')";
            case 5 -> identifier + not + " LIKE 'x%'";
            case 6 -> identifier + not + " BETWEEN 0 AND " + one(IDENTIFIERS);
            case 7 -> identifier + " IS" + not + " NULL";
            default -> identifier;
        };
    }

    private <T> T one(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
