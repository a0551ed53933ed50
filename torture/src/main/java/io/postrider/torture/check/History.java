package io.postrider.torture.check;

import io.postrider.torture.check.Subscription.Receipt;
import io.postrider.torture.log.Event;
import io.postrider.torture.log.EventReader;
import io.postrider.torture.log.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that happened in one load, by message and subscription. In memory as a whole: a few hundred bytes a message, so loads are read
 * one after the other. Used by one thread.
 */
final class History {
    private final Units units = new Units();
    private final Map<String, Map<String, Message>> messages = new LinkedHashMap<>();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final List<Event.Linked> links = new ArrayList<>();
    private final String[] names = new String[1 << 10];
    private long receiptCount;
    private long redeliveredCount;

    /** @param files named {@code ACTOR.INCARNATION.log} */
    static History of(List<Path> files) throws IOException {
        History history = new History();
        for (Path file : files) {
            history.read(file);
        }
        return history;
    }

    static String actor(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.indexOf('.'));
    }

    private void read(Path file) throws IOException {
        String actor = actor(file);
        Map<String, Event.Opened> open = new HashMap<>();
        Map<String, Message> last = new HashMap<>();
        EventReader.read(file, (nanos, event) -> {
            if (event instanceof Event.Sent read) {
                Event.Sent sent = new Event.Sent(read.id(), one(read.destination()), one(read.key()), read.priority(), read.delayMs(), read.persistent(), one(read.unit()));
                Message message = messages.computeIfAbsent(sent.destination(), none -> new HashMap<>()).computeIfAbsent(sent.id(), none -> new Message(sent));
                message.attempted(nanos, sent.unit(), actor);
                if (sent.unit().equals(Event.NONE)) {
                    last.put(sent.id(), message);
                }
            } else if (event instanceof Event.Ended ended) {
                last.remove(ended.id()).ended(ended.outcome());
            } else if (event instanceof Event.Opened opened) {
                open.put(opened.subscription(), opened);
                subscriptions.computeIfAbsent(opened.subscription(), none -> new Subscription(opened)).opened(nanos, actor, opened.mode());
            } else if (event instanceof Event.Received read) {
                Event.Received received = new Event.Received(one(read.subscription()), read.id(), read.redelivered(), read.count(), read.bodyRight(), one(read.unit()));
                receiptCount++;
                redeliveredCount += received.redelivered() ? 1 : 0;
                subscriptions.get(received.subscription()).received(new Receipt(nanos, received, open.get(received.subscription()).mode()));
            } else if (event instanceof Event.UnitEnding ending) {
                units.ending(ending.unit());
            } else if (event instanceof Event.UnitEnded ended) {
                units.ended(ended.unit(), ended.outcome());
            } else if (event instanceof Event.Linked linked && !links.contains(linked)) {
                links.add(linked);
            }
        });
    }

    /** Of names that come again and again one is kept: the one of before, if it comes again soon. */
    private String one(String name) {
        int slot = Math.floorMod(name.hashCode(), names.length);
        if (!name.equals(names[slot])) {
            names[slot] = name;
        }
        return names[slot];
    }

    Units units() {
        return units;
    }

    /** Those that messages are moved to come last, so that one that is stuck on its way is said to be there. */
    List<Subscription> subscriptions() {
        return subscriptions.values().stream().sorted(Comparator.comparing(subscription -> isLinkedTo(subscription.destination()))).toList();
    }

    private boolean isLinkedTo(String destination) {
        return links.stream().anyMatch(link -> link.to().equals(destination));
    }

    /** Messages that were sent to a destination, by id. */
    Map<String, Message> messages(String destination) {
        return messages.getOrDefault(destination, Map.of());
    }

    /** Messages that were sent to another destination and have to get to this one. */
    List<Message> linkedTo(String destination) {
        return links.stream().filter(link -> link.to().equals(destination)).flatMap(link -> messages(link.from()).values().stream()).toList();
    }

    /** Messages that were sent in a transaction which came to that. */
    List<Message> sent(Outcome outcome) {
        return messages.values().stream().flatMap(sent -> sent.values().stream()).filter(message -> message.count(outcome, units) > 0).toList();
    }

    LoadTally tally(String load) {
        long[] outcomes = new long[Outcome.values().length];
        for (Map<String, Message> sent : messages.values()) {
            for (Message message : sent.values()) {
                message.attempts().forEach(attempt -> outcomes[message.outcome(attempt, units).ordinal()]++);
            }
        }
        return new LoadTally(load, outcomes[Outcome.DONE.ordinal()], outcomes[Outcome.UNDONE.ordinal()],
                outcomes[Outcome.UNKNOWN.ordinal()] + outcomes[Outcome.MIXED.ordinal()], receiptCount, redeliveredCount, units.done());
    }
}
