package io.postrider.broker.core;

import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.message.DestinationName;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** The destinations by name and id, and their subscriptions by id. Owned by the core's thread. */
final class Destinations {
    /** Destinations that give memory back in one batch. */
    private static final int SHRUNK_AT_ONCE = 4;

    private static final String TEMPORARY = "temp-";

    private final CoreContext context;
    private final Map<DestinationName, Destination> byName = new LinkedHashMap<>();
    private final Long2ObjectOpenHashMap<Destination> byId = new Long2ObjectOpenHashMap<>();
    private final Long2ObjectOpenHashMap<Subscription> subscriptions = new Long2ObjectOpenHashMap<>();

    private final Deque<Destination> toShrink = new ArrayDeque<>();

    Destinations(CoreContext context) {
        this.context = context;
    }

    /** Memory is full: a few destinations, in turn, give back what nobody takes now. @return whether others are still to come */
    boolean shrink() {
        if (toShrink.isEmpty()) {
            toShrink.addAll(byName.values());
        }
        for (int i = 0; i < SHRUNK_AT_ONCE && !toShrink.isEmpty(); i++) {
            toShrink.removeFirst().shrink();
        }
        return !toShrink.isEmpty();
    }

    Collection<Destination> all() {
        return byName.values();
    }

    Destination byId(long id) {
        return byId.get(id);
    }

    /** The subscription of that id, or null if there is none any more. */
    Subscription subscription(long id) {
        return subscriptions.get(id);
    }

    void add(Subscription subscription) {
        subscriptions.put(subscription.id(), subscription);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription.id());
    }

    /** Takes in a destination of an earlier boot. */
    void load(Destination destination) {
        byName.put(destination.name(), destination);
        byId.put(destination.id(), destination);
        if (destination instanceof QueueDestination queue) {
            add(queue.subscription());
        }
    }

    boolean isKnown(DestinationName name) {
        return byName.containsKey(name);
    }

    /** Id of the connection that a temporary destination of that name belongs to; 0 if its name is none that a connection may give. */
    static long ownerOf(DestinationName temporary) {
        String name = temporary.name();
        int end = name.lastIndexOf('-');
        try {
            return name.startsWith(TEMPORARY) && end > TEMPORARY.length() ? Long.parseLong(name, TEMPORARY.length(), end, 10) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The destination of a name; made now if that is allowed. @throws Refusal if it is not */
    Destination resolve(DestinationName name) {
        Destination known = byName.get(name);
        if (known != null) {
            return known;
        }
        if (name.kind().isTemporary()) {
            throw new Refusal(ErrorCode.DESTINATION_UNKNOWN, "the " + name + " does not exist (any more); it lives as long as the connection that made it");
        }
        if (!context.settings.createDestinations()) {
            throw new Refusal(ErrorCode.DESTINATION_UNKNOWN, "the " + name + " does not exist, and createDestinations is off; "
                    + "create it, or set createDestinations=true");
        }
        requireRoom(name);
        return create(name);
    }

    /** The destination of a name that the broker itself needs, which is made whatever the bound says: who asks could not be refused. */
    Destination resolveOrCreate(DestinationName name) {
        Destination known = byName.get(name);
        return known != null ? known : create(name);
    }

    /** Makes a durable destination. */
    private Destination create(DestinationName name) {
        Destination made = name.kind().isTopic() ? new TopicDestination(context, context.ids.take(), name, null)
                : new QueueDestination(context, context.ids.take(), name, null, context.ids.take());
        load(made);
        context.open().put(made.toRecord());
        if (made instanceof QueueDestination queue) {
            context.open().put(queue.subscription().toRecord());
        }
        return made;
    }

    /** Makes a temporary destination of a connection. */
    Destination createTemporary(DestinationName name, ServerConnection owner) {
        requireRoom(name);
        String prefix = TEMPORARY + owner.id() + "-";
        if (!name.kind().isTemporary() || !name.name().startsWith(prefix)) {
            throw new Refusal(ErrorCode.DESTINATION_INVALID, "'" + name + "' is no name of a temporary destination of this connection; expected " + prefix + "NUMBER");
        }
        if (byName.containsKey(name)) {
            throw new Refusal(ErrorCode.DESTINATION_IN_USE, "the " + name + " exists already");
        }
        Destination made = name.kind().isTopic() ? new TopicDestination(context, context.ids.take(), name, owner)
                : new QueueDestination(context, context.ids.take(), name, owner, context.ids.take());
        load(made);
        owner.temporaries().add(made);
        return made;
    }

    /** Forgets a temporary destination and what is in it. */
    void deleteTemporary(Destination destination) {
        byName.remove(destination.name());
        byId.remove(destination.id());
        if (destination instanceof QueueDestination queue) {
            remove(queue.subscription());
        } else if (destination instanceof TopicDestination topic) {
            topic.subscriptions().forEach(this::remove);
        }
        destination.delete();
        destination.owner().temporaries().remove(destination);
    }

    private void requireRoom(DestinationName name) {
        if (byName.size() >= context.settings.destinationsMax()) {
            throw new Refusal(ErrorCode.LIMIT_REACHED, "the " + name + " would be one more than the broker's " + context.settings.destinationsMax()
                    + " destinations; raise destinationsMax");
        }
    }
}
