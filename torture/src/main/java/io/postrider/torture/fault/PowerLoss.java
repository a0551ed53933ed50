package io.postrider.torture.fault;

import java.util.Random;

/** The broker is killed, and what was not synced is gone, or most of it. */
public final class PowerLoss implements Fault {
    public static final String NAME = "power-loss";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String meaning() {
        return "kill -9 of the broker, its write-ahead logs cut to what was synced, and a start";
    }

    @Override
    public Lane lane() {
        return Lane.BROKER;
    }

    @Override
    public Injection plan(Random random) {
        return new Loss(random.nextBoolean() ? 0 : random.nextDouble());
    }

    private record Loss(double kept) implements Injection {
        @Override
        public String text() {
            return kept == 0 ? "all unsynced bytes are gone" : "of the unsynced bytes " + Math.round(kept * 100) + " % are kept";
        }

        @Override
        public boolean inject(Arena arena) throws Exception {
            arena.broker().kill();
            UnsyncedBytes.cut(arena.broker().data(), kept);
            arena.broker().start();
            return true;
        }
    }
}
