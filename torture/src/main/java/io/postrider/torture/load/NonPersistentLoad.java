package io.postrider.torture.load;

import io.postrider.torture.log.Event.Mode;
import java.util.List;

/** Messages that may be lost with a fault, and never come twice unflagged. */
final class NonPersistentLoad implements Load {
    @Override
    public String name() {
        return "nonpersistent";
    }

    @Override
    public String meaning() {
        return "messages that a fault may lose, but not double";
    }

    @Override
    public List<Actor> actors() {
        Source one = Source.queue("torture-nonpersistent-one");
        Source two = Source.queue("torture-nonpersistent-two");
        return List.of(
                new Producing("nonpersistent-producer-1", Outline.of(one.destination()).notPersistent()),
                new Producing("nonpersistent-producer-2", Outline.of(two.destination()).notPersistent()),
                new Listening("nonpersistent-auto", one),
                new Consuming("nonpersistent-transacted", two, Mode.TRANSACTED));
    }
}
