package io.postrider.torture.fault;

import java.util.Random;

/** The disk reports an error, after which the broker must answer nothing any more and end. */
final class FailingSync implements Fault {
    private static final long END_MS_MAX = 10_000;
    /** What the broker's process says when it comes to that sync. */
    private static final String SAID = "sync failed";

    @Override
    public String name() {
        return "failing-sync";
    }

    @Override
    public String meaning() {
        return "a sync that fails, after which the broker ends by itself, and a start";
    }

    @Override
    public Lane lane() {
        return Lane.BROKER;
    }

    @Override
    public Injection plan(Random random) {
        return new Failure(random.nextBoolean());
    }

    private record Failure(boolean written) implements Injection {
        @Override
        public String text() {
            return "a sync fails, its group is " + (written ? "on the disk" : "not written");
        }

        @Override
        public boolean inject(Arena arena) throws Exception {
            arena.broker().failNextSync(written ? "after" : "before");
            boolean ended = arena.broker().awaitEnd(END_MS_MAX);
            if (!ended && arena.broker().hasSaid(SAID)) {
                throw new IllegalStateException("the broker still ran up to " + END_MS_MAX + " ms after a sync had failed");
            }
            arena.broker().start();
            // otherwise nobody made it sync meanwhile
            return ended;
        }
    }
}
