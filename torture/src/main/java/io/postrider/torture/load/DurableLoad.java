package io.postrider.torture.load;

import io.postrider.torture.log.Event.Mode;
import java.util.List;

/** A topic with durable subscriptions: of one client each, with a selector, and shared by two consumers. */
final class DurableLoad implements Load {
    private static final String TOPIC = "torture-durable";

    @Override
    public String name() {
        return "durable";
    }

    @Override
    public String meaning() {
        return "a topic with durable subscriptions, one with a selector, one shared";
    }

    @Override
    public List<Actor> actors() {
        Outline outline = Outline.of("topic:" + TOPIC).withKeys(3);
        return List.of(
                new Producing("durable-producer", outline),
                new ProducingInTransactions("durable-producer-transacted", outline),
                new Listening("durable-auto", Source.durable(TOPIC, "durable-auto", null)),
                new Consuming("durable-transacted", Source.durable(TOPIC, "durable-transacted", null), Mode.TRANSACTED),
                new Consuming("durable-selected", Source.durable(TOPIC, "durable-selected", "k1"), Mode.CLIENT),
                new Consuming("durable-shared-1", Source.shared(TOPIC, "durable-shared"), Mode.TRANSACTED),
                new Consuming("durable-shared-2", Source.shared(TOPIC, "durable-shared"), Mode.CLIENT));
    }
}
