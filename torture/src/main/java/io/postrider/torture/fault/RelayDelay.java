package io.postrider.torture.fault;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The way between one client process and the broker is slow. */
final class RelayDelay implements Fault {
    @Override
    public String name() {
        return "network-delay";
    }

    @Override
    public String meaning() {
        return "whatever passes between a client process and the broker waits up to a second, for some seconds";
    }

    @Override
    public Lane lane() {
        return Lane.SURROUNDINGS;
    }

    @Override
    public Injection plan(Random random) {
        return new Delay(random.nextDouble(), 5 + random.nextInt(random.nextBoolean() ? 50 : 995), 1_000 + random.nextInt(4_000));
    }

    private record Delay(double share, int ms, int forMs) implements Injection {
        @Override
        public String text() {
            return "each piece waits " + ms + " ms, for " + forMs + " ms";
        }

        @Override
        public boolean inject(Arena arena) throws Exception {
            Relay relay = arena.relay(share);
            relay.delay(ms);
            try {
                TimeUnit.MILLISECONDS.sleep(forMs);
            } finally {
                relay.delay(0);
            }
            return true;
        }
    }
}
