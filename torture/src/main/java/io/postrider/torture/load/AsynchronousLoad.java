package io.postrider.torture.load;

import io.postrider.torture.log.Event.Mode;
import java.util.List;

/** Persistent messages that are sent ahead of their answers. */
final class AsynchronousLoad implements Load {
    @Override
    public String name() {
        return "asynchronous";
    }

    @Override
    public String meaning() {
        return "persistent messages sent with a CompletionListener, up to 50 ahead";
    }

    @Override
    public List<Actor> actors() {
        Source one = Source.queue("torture-asynchronous-one");
        Source two = Source.queue("torture-asynchronous-two");
        return List.of(
                new ProducingAsynchronously("asynchronous-producer-1", Outline.of(one.destination())),
                new ProducingAsynchronously("asynchronous-producer-2", Outline.of(two.destination())),
                new Consuming("asynchronous-client", one, Mode.CLIENT),
                new Listening("asynchronous-auto", two));
    }
}
