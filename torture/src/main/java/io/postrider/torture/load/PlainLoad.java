package io.postrider.torture.load;

import io.postrider.torture.log.Event.Mode;
import java.util.List;

/** Persistent messages, each send waiting for its answer; a queue for each way to acknowledge, and one with all of them. */
final class PlainLoad implements Load {
    @Override
    public String name() {
        return "plain";
    }

    @Override
    public String meaning() {
        return "persistent messages, one send after the other; listener, CLIENT_ACKNOWLEDGE and transacted consumers";
    }

    @Override
    public List<Actor> actors() {
        Source auto = Source.queue("torture-plain-auto");
        Source client = Source.queue("torture-plain-client");
        Source all = Source.queue("torture-plain-all");
        return List.of(
                new Producing("plain-producer-1", Outline.of(auto.destination()).withPriorities()),
                new Producing("plain-producer-2", Outline.of(client.destination())),
                new Producing("plain-producer-3", Outline.of(all.destination())),
                new Listening("plain-auto", auto),
                new Consuming("plain-client", client, Mode.CLIENT),
                new Listening("plain-all-auto", all),
                new Consuming("plain-all-client", all, Mode.CLIENT),
                new Consuming("plain-all-transacted", all, Mode.TRANSACTED));
    }
}
