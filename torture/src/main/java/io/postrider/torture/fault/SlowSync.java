package io.postrider.torture.fault;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Each sync takes its time. */
final class SlowSync implements Fault {
    @Override
    public String name() {
        return "slow-sync";
    }

    @Override
    public String meaning() {
        return "each sync takes up to half a second longer, for some seconds";
    }

    @Override
    public Lane lane() {
        return Lane.SURROUNDINGS;
    }

    @Override
    public Injection plan(Random random) {
        return new Slow(20 + random.nextInt(480), 1_000 + random.nextInt(4_000));
    }

    private record Slow(int ms, int forMs) implements Injection {
        @Override
        public String text() {
            return "each sync takes " + ms + " ms longer, for " + forMs + " ms";
        }

        @Override
        public boolean inject(Arena arena) throws Exception {
            arena.broker().slowSyncs(ms);
            TimeUnit.MILLISECONDS.sleep(forMs);
            arena.broker().slowSyncs(0);
            return true;
        }
    }
}
