package io.postrider.torture.load;

import io.postrider.torture.log.Event.Mode;
import java.util.List;

/** A queue whose messages each belong to one of three consumers, by their selectors. */
final class SelectorLoad implements Load {
    private static final String QUEUE = "torture-selectors";

    @Override
    public String name() {
        return "selectors";
    }

    @Override
    public String meaning() {
        return "a queue with three consumers, of which each selects a third";
    }

    @Override
    public List<Actor> actors() {
        return List.of(
                new Producing("selectors-producer", Outline.of("queue:" + QUEUE).withKeys(3)),
                new Listening("selectors-auto", Source.queue(QUEUE, "k0")),
                new Consuming("selectors-client", Source.queue(QUEUE, "k1"), Mode.CLIENT),
                new Consuming("selectors-transacted", Source.queue(QUEUE, "k2"), Mode.TRANSACTED));
    }
}
