package io.postrider.torture.load;

import io.postrider.torture.log.Event.Mode;
import java.util.List;

/** Messages that are sent in global transactions, and moved from queue to queue in them, by a transaction manager in each client process. */
final class XaLoad implements Load {
    @Override
    public String name() {
        return "xa";
    }

    @Override
    public String meaning() {
        return "sent and moved in global transactions of one or two branches, by a transaction manager that recovers";
    }

    @Override
    public List<Actor> actors() {
        Source from = Source.queue("torture-xa-from");
        Source to = Source.queue("torture-xa-to");
        return List.of(
                new ProducingGlobally("xa-producer-1", Outline.of(from.destination())),
                new ProducingGlobally("xa-producer-2", Outline.of(from.destination())),
                new MovingGlobally("xa-mover-1", from, Outline.of(to.destination())),
                new MovingGlobally("xa-mover-2", from, Outline.of(to.destination())),
                new Consuming("xa-consumer", to, Mode.TRANSACTED));
    }

    @Override
    public List<Actor> inEachProcess(int process) {
        return List.of(new Recovering("xa-recovery-" + process));
    }
}
