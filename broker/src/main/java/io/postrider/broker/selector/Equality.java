package io.postrider.broker.selector;

/**
 * An equality that a message must fulfil to be selected: what an index over selectors is keyed by.
 *
 * @param identifier the header field or property
 * @param value      a String, Long or Boolean, in the form that {@link #key} gives
 */
public record Equality(String identifier, Object value) {

    /**
     * The form of a message's value in which equal values are {@code equals}, so that an index finds a selector on
     * {@code 5} for a message with the Short 5 or the Double 5.0.
     *
     * <p>Exact numbers become Long, and so do approximate ones that are whole and in the range of long (a negative zero
     * becomes 0); other approximate numbers become Double; strings, booleans and null stay as they are.
     *
     * @param value what {@link Fields#value} gave
     * @return a String, Long, Double, Boolean or null
     */
    public static Object key(Object value) {
        if (!(value instanceof Number number)) {
            return value;
        }
        if (!Order.isApproximate(number)) {
            return number.longValue();
        }
        double approximate = number.doubleValue();
        long whole = (long) approximate;
        return Order.of(whole, approximate) == Order.EQUAL ? (Object) whole : (Object) approximate;
    }
}
