package io.postrider.torture.load;

import io.postrider.torture.log.Event.Mode;
import java.util.List;

/** Messages that are sent in transactions to one queue, moved in transactions to another and consumed in transactions there. */
final class TransactedLoad implements Load {
    @Override
    public String name() {
        return "transacted";
    }

    @Override
    public String meaning() {
        return "sent in transactions, moved from queue to queue in transactions, each exactly once";
    }

    @Override
    public List<Actor> actors() {
        Source from = Source.queue("torture-transacted-from");
        Source to = Source.queue("torture-transacted-to");
        return List.of(
                new ProducingInTransactions("transacted-producer-1", Outline.of(from.destination())),
                new ProducingInTransactions("transacted-producer-2", Outline.of(from.destination())),
                new Moving("transacted-mover-1", from, Outline.of(to.destination())),
                new Moving("transacted-mover-2", from, Outline.of(to.destination())),
                new Consuming("transacted-consumer", to, Mode.TRANSACTED));
    }
}
