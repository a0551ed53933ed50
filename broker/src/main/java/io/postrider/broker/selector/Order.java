package io.postrider.broker.selector;

/**
 * How one number stands to another by their mathematical values.
 *
 * <p>Section 3.8.1.1 has numbers compared by Java's numeric promotion. That differs from this only where a long cannot be
 * represented as a double, where it calls different numbers equal: then equality is not transitive and cannot be indexed.
 */
enum Order {
    LESS, EQUAL, GREATER,
    /** One of the two is not a number (NaN). */
    NONE;

    private static final double LONG_BEYOND_MAX = 0x1p63;

    static Order of(Number left, Number right) {
        if (isApproximate(left)) {
            return isApproximate(right)
                ? of(left.doubleValue(), right.doubleValue())
                : of(right.longValue(), left.doubleValue()).reversed();
        }
        return isApproximate(right)
            ? of(left.longValue(), right.doubleValue())
            : of(Long.compare(left.longValue(), right.longValue()));
    }

    static Order of(long left, double right) {
        if (Double.isNaN(right)) {
            return NONE;
        }
        if (right >= LONG_BEYOND_MAX) {
            return LESS;
        }
        if (right < -LONG_BEYOND_MAX) {
            return GREATER;
        }
        long whole = (long) right;
        // a double with a fraction is below 2^53, so its whole part and the difference are exact
        return left != whole ? of(Long.compare(left, whole)) : of((double) whole, right);
    }

    static boolean isApproximate(Number number) {
        return number instanceof Double || number instanceof Float;
    }

    private static Order of(double left, double right) {
        if (left < right) {
            return LESS;
        }
        if (left > right) {
            return GREATER;
        }
        return left == right ? EQUAL : NONE;
    }

    private static Order of(int comparison) {
        return comparison < 0 ? LESS : comparison > 0 ? GREATER : EQUAL;
    }

    private Order reversed() {
        return switch (this) {
            case LESS -> GREATER;
            case GREATER -> LESS;
            case EQUAL, NONE -> this;
        };
    }
}
