package io.postrider.torture.fault;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The clock of the broker's machine goes forward or back, and comes back after some seconds. */
public final class ClockJump implements Fault {
    public static final String NAME = "clock-jump";
    /** A broker whose time never goes back stands still for as long, and holds delayed messages back. */
    public static final int JUMP_MS_MAX = 6_000;
    private static final int FOR_MS_MAX = 5_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String meaning() {
        return "the broker's clock goes up to " + JUMP_MS_MAX / 1_000 + " s forward or back, and returns after some seconds";
    }

    @Override
    public Lane lane() {
        return Lane.SURROUNDINGS;
    }

    @Override
    public Injection plan(Random random) {
        return new Jump(random.nextInt(2 * JUMP_MS_MAX + 1) - JUMP_MS_MAX, 500 + random.nextInt(FOR_MS_MAX - 500));
    }

    private record Jump(int ms, int forMs) implements Injection {
        @Override
        public String text() {
            return "the clock is " + Math.abs(ms) + " ms " + (ms < 0 ? "back" : "forward") + ", for " + forMs + " ms";
        }

        @Override
        public long jumpMs() {
            // one that goes back comes forward again at the end
            return Math.abs(ms);
        }

        @Override
        public boolean inject(Arena arena) throws Exception {
            arena.broker().offClock(ms);
            TimeUnit.MILLISECONDS.sleep(forMs);
            arena.broker().offClock(0);
            return true;
        }
    }
}
