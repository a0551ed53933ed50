package io.postrider.torture.load;

import io.postrider.torture.log.Event.Mode;
import java.util.List;

/** Messages with a delivery delay, sent one by one and in transactions. */
public final class DelayedLoad implements Load {
    public static final String NAME = "delayed";
    /** Longest delay; the end of a run waits at least that long. */
    public static final int DELAY_MS_MAX = 2_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String meaning() {
        return "persistent messages with delivery delays of up to " + DELAY_MS_MAX + " ms";
    }

    @Override
    public List<Actor> actors() {
        Source queue = Source.queue("torture-delayed");
        Outline outline = Outline.of(queue.destination()).withDelays(DELAY_MS_MAX);
        return List.of(
                new Producing("delayed-producer", outline),
                new ProducingInTransactions("delayed-producer-transacted", outline),
                new Consuming("delayed-client", queue, Mode.CLIENT),
                new Consuming("delayed-transacted", queue, Mode.TRANSACTED));
    }
}
