package io.postrider.broker.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OrderTest {

    @Test
    void numbers_stand_to_each_other_as_their_exact_values_do() {
        Random random = new Random(20260101);
        for (int round = 0; round < 200_000; round++) {
            Number left = number(random);
            Number right = random.nextInt(4) == 0 ? near(left, random) : number(random);
            int expected = Integer.signum(exact(left).compareTo(exact(right)));
            assertEquals(expected < 0 ? Order.LESS : expected > 0 ? Order.GREATER : Order.EQUAL, Order.of(left, right),
                () -> left + " and " + right);
        }
    }

    @Test
    void infinities_are_beyond_all_others_and_nan_has_no_order() {
        for (Number number : new Number[] {0, Long.MAX_VALUE, Long.MIN_VALUE, 1e308, -1f}) {
            assertEquals(Order.LESS, Order.of(number, Double.POSITIVE_INFINITY));
            assertEquals(Order.GREATER, Order.of(number, Float.NEGATIVE_INFINITY));
            assertEquals(Order.NONE, Order.of(number, Double.NaN));
            assertEquals(Order.NONE, Order.of(Float.NaN, number));
        }
        assertEquals(Order.NONE, Order.of(Double.NaN, Double.NaN));
        assertEquals(Order.EQUAL, Order.of(Double.POSITIVE_INFINITY, Float.POSITIVE_INFINITY));
    }

    private static Number number(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> (byte) random.nextInt();
            case 1 -> (short) random.nextInt();
            case 2 -> random.nextInt();
            case 3 -> random.nextLong() >> random.nextInt(64);
            case 4 -> (float) (random.nextGaussian() * 100);
            case 5 -> random.nextGaussian() * 0x1p63;
            case 6 -> (double) (random.nextLong() >> random.nextInt(64));
            default -> random.nextInt(10) / 2.0;
        };
    }

    /** The same value as the other type, or one next to it. */
    private static Number near(Number number, Random random) {
        if (Order.isApproximate(number)) {
            return (long) number.doubleValue() + random.nextInt(3) - 1;
        }
        double same = number.longValue();
        return random.nextBoolean() ? same : random.nextBoolean() ? Math.nextUp(same) : Math.nextDown(same);
    }

    private static BigDecimal exact(Number number) {
        return Order.isApproximate(number) ? new BigDecimal(number.doubleValue()) : BigDecimal.valueOf(number.longValue());
    }
}
