package io.postrider.broker.core;

import io.postrider.broker.selector.Selector;
import io.postrider.broker.store.SubscriptionRecord;
import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.SubscriptionKind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Opens and closes consumers and the subscriptions that they consume from (specification 8.3). Owned by the core's thread. */
final class Consumers {
    private final CoreContext context;
    private final Destinations destinations;
    private final Redelivery redelivery;
    /** Shared and unshared durable subscriptions share one set of names; shared ones in memory have another. */
    private final Map<Subscription.Identity, Subscription> durables = new HashMap<>();
    private final Map<Subscription.Identity, Subscription> shared = new HashMap<>();

    Consumers(CoreContext context, Destinations destinations, Redelivery redelivery) {
        this.context = context;
        this.destinations = destinations;
        this.redelivery = redelivery;
    }

    /** Takes in a durable subscription of an earlier boot. */
    void load(SubscriptionRecord record, Selector selector) {
        TopicDestination topic = (TopicDestination) destinations.byId(record.destination());
        Subscription.Form form = record.form() == SubscriptionRecord.Form.DURABLE ? Subscription.Form.DURABLE : Subscription.Form.SHARED_DURABLE;
        Subscription subscription = new Subscription(context, record.id(), form, topic, new Subscription.Identity(record.clientId(), record.name()),
                selector, record.noLocal(), record.from(), 0);
        durables.put(subscription.identity(), subscription);
        topic.add(subscription);
        destinations.add(subscription);
    }

    /** @return what it consumes from */
    Subscription open(ServerSession session, CreateConsumer request, Selector selector) {
        requireNew(session, request.consumer());
        Destination destination = destinations.resolve(request.destination());
        requireMayConsume(session, destination);
        boolean isTopic = destination instanceof TopicDestination;
        if (isTopic == (request.kind() == SubscriptionKind.QUEUE)) {
            throw new Refusal(ErrorCode.DESTINATION_INVALID, "a " + request.kind() + " consumer of the " + destination.name());
        }
        Subscription subscription = destination instanceof QueueDestination queue ? queue.subscription()
                : subscription(session, (TopicDestination) destination, request, selector);
        ServerConsumer consumer = new ServerConsumer(context, session, request.consumer(), subscription, isTopic ? null : selector, request.redeliveryDelay());
        session.consumers().put(request.consumer(), consumer);
        session.connection().consumers(1);
        subscription.add(consumer);
        return subscription;
    }

    void browse(ServerSession session, Browse request, Selector selector) {
        requireNew(session, request.consumer());
        Destination destination = destinations.resolve(request.destination());
        requireMayConsume(session, destination);
        if (!(destination instanceof QueueDestination queue)) {
            throw new Refusal(ErrorCode.DESTINATION_INVALID, "a browser of the " + destination.name() + "; only queues can be browsed");
        }
        for (int priority = 0; priority < 10; priority++) {
            if (queue.laneOrNull(priority) != null) {
                queue.subscription().lane(priority);
            }
        }
        session.browsers().put(request.consumer(), new Browser(context, session, request.consumer(), queue.subscription(), selector));
        session.connection().consumers(1);
    }

    private void requireNew(ServerSession session, long consumer) {
        if (isOpen(session.connection(), consumer)) {
            throw new Refusal(ErrorCode.PROTOCOL_ERROR, "consumer " + consumer + " of connection " + session.connection().id() + " twice");
        }
        if (session.connection().consumerCount() >= context.settings.consumersPerConnectionMax()) {
            throw new Refusal(ErrorCode.LIMIT_REACHED, "the connection has " + session.connection().consumerCount()
                    + " consumers, as many as it may; close some, or raise consumersPerConnectionMax");
        }
    }

    private static boolean isOpen(ServerConnection connection, long consumer) {
        for (ServerSession session : connection.sessions().values()) {
            if (session.consumers().containsKey(consumer) || session.browsers().containsKey(consumer)) {
                return true;
            }
        }
        return false;
    }

    private static void requireMayConsume(ServerSession session, Destination destination) {
        if (destination.isTemporary() && destination.owner() != session.connection()) {
            throw new Refusal(ErrorCode.DESTINATION_INVALID, "the " + destination.name() + " belongs to another connection, which alone may consume from it");
        }
    }

    private Subscription subscription(ServerSession session, TopicDestination topic, CreateConsumer request, Selector selector) {
        ServerConnection connection = session.connection();
        return switch (request.kind()) {
            case QUEUE -> throw new IllegalStateException("a queue has its own subscription");
            case NON_DURABLE -> nonDurable(connection, topic, request, selector);
            case SHARED -> sharedInMemory(connection, topic, request, selector);
            case DURABLE, SHARED_DURABLE -> durable(connection, topic, request, selector);
        };
    }

    private Subscription nonDurable(ServerConnection connection, TopicDestination topic, CreateConsumer request, Selector selector) {
        Subscription resumed = connection.ownSubscriptions().get(request.consumer());
        if (resumed != null) {
            return resumed;
        }
        Subscription.Identity owner = connection.clientId() == null ? null : new Subscription.Identity(connection.clientId(), "");
        Subscription made = make(Subscription.Form.NON_DURABLE, topic, owner, selector, request.noLocal(), connection);
        own(connection, request.consumer(), made);
        return made;
    }

    private Subscription sharedInMemory(ServerConnection connection, TopicDestination topic, CreateConsumer request, Selector selector) {
        Subscription resumed = connection.ownSubscriptions().get(request.consumer());
        if (resumed != null) {
            return resumed;
        }
        Subscription.Identity identity = new Subscription.Identity(connection.clientId(), request.subscriptionName());
        Subscription known = shared.get(identity);
        if (known != null && !isSame(known, topic, selector, request.noLocal())) {
            throw new Refusal(ErrorCode.SUBSCRIPTION_MISMATCH, "the shared subscription '" + request.subscriptionName()
                    + "' is in use with another topic or selector: it is a " + known);
        }
        Subscription used = known != null ? known : make(Subscription.Form.SHARED, topic, identity, selector, request.noLocal(), connection);
        shared.put(identity, used);
        own(connection, request.consumer(), used);
        return used;
    }

    private static void own(ServerConnection connection, long consumer, Subscription subscription) {
        connection.ownSubscriptions().put(consumer, subscription);
        subscription.owners++;
    }

    private Subscription durable(ServerConnection connection, TopicDestination topic, CreateConsumer request, Selector selector) {
        if (topic.isTemporary()) {
            throw new Refusal(ErrorCode.DESTINATION_INVALID, "a durable subscription of the " + topic.name() + ", which lives only as long as its connection");
        }
        boolean isShared = request.kind() == SubscriptionKind.SHARED_DURABLE;
        if (!isShared && connection.clientId() == null) {
            throw new Refusal(ErrorCode.CLIENT_ID_INVALID, "the durable subscription '" + request.subscriptionName() + "' needs a client id, and the connection has none");
        }
        Subscription.Identity identity = new Subscription.Identity(connection.clientId(), request.subscriptionName());
        Subscription known = durables.get(identity);
        if (known != null) {
            requireUsable(known, isShared, topic, selector, request);
            if (isSame(known, topic, selector, request.noLocal())) {
                return known;
            }
            delete(known);
        }
        Subscription made = make(isShared ? Subscription.Form.SHARED_DURABLE : Subscription.Form.DURABLE, topic, identity, selector, request.noLocal(), connection);
        durables.put(identity, made);
        made.madeIn = context.outbox.openNumber();
        context.open().put(made.toRecord());
        return made;
    }

    private static void requireUsable(Subscription known, boolean isShared, TopicDestination topic, Selector selector, CreateConsumer request) {
        if (known.form().isShared() != isShared) {
            throw new Refusal(ErrorCode.SUBSCRIPTION_MISMATCH, "the durable subscription '" + request.subscriptionName() + "' is "
                    + (isShared ? "not shared" : "shared") + "; unsubscribe it first");
        }
        if (!isShared && !known.consumers().isEmpty()) {
            throw new Refusal(ErrorCode.SUBSCRIPTION_IN_USE, "the durable subscription '" + request.subscriptionName() + "' has a consumer already");
        }
        if (!isSame(known, topic, selector, request.noLocal()) && (!known.consumers().isEmpty() || known.hasHeld())) {
            throw new Refusal(ErrorCode.SUBSCRIPTION_MISMATCH, "the durable subscription '" + request.subscriptionName()
                    + "' is in use with another topic or selector: it is a " + known);
        }
    }

    private static boolean isSame(Subscription known, TopicDestination topic, Selector selector, boolean noLocal) {
        return known.destination() == topic && known.noLocal() == noLocal
                && Objects.equals(known.selector() == null ? null : known.selector().text(), selector == null ? null : selector.text());
    }

    private Subscription make(Subscription.Form form, TopicDestination topic, Subscription.Identity identity, Selector selector,
                              boolean noLocal, ServerConnection connection) {
        Subscription made = new Subscription(context, context.ids.take(), form, topic, identity, selector, noLocal,
                context.positions.peek(), connection.id());
        topic.add(made);
        destinations.add(made);
        return made;
    }

    /** Closes a consumer or browser; what it holds goes back, but for {@code kept}. */
    void close(ServerSession session, long id, List<MessageRef> kept) {
        Browser browser = session.browsers().remove(id);
        if (browser != null) {
            browser.close();
            session.connection().consumers(-1);
            return;
        }
        ServerConsumer consumer = session.consumers().remove(id);
        if (consumer == null && session.connection().ownSubscriptions().containsKey(id) && !isOpen(session.connection(), id)) {
            // it went with a lost link and was not opened again; its subscription has waited for it
            disown(session.connection(), id);
            return;
        }
        if (consumer == null) {
            throw new Refusal(ErrorCode.CONSUMER_UNKNOWN, "consumer " + id + " of session " + session.id());
        }
        redelivery.close(consumer, kept);
        consumer.close();
        session.connection().consumers(-1);
        disown(session.connection(), id);
    }

    /** The link is lost: consumers end, subscriptions in memory wait for their return. */
    void lost(ServerSession session) {
        session.browsers().values().forEach(Browser::close);
        session.consumers().values().forEach(ServerConsumer::close);
        session.connection().consumers(-session.browsers().size() - session.consumers().size());
        session.browsers().clear();
        session.consumers().clear();
    }

    /** The connection will not come back to this consumer's subscription in memory. */
    void disown(ServerConnection connection, long consumer) {
        Subscription owned = connection.ownSubscriptions().remove(consumer);
        if (owned != null && --owned.owners == 0) {
            if (owned.form() == Subscription.Form.SHARED) {
                shared.remove(owned.identity());
            }
            drop(owned);
        }
    }

    /** A resumed client has not opened these consumers again: under other ids, or not at all. */
    void disownClosed(ServerConnection connection) {
        for (Long consumer : new ArrayList<>(connection.ownSubscriptions().keySet())) {
            if (!isOpen(connection, consumer)) {
                disown(connection, consumer);
            }
        }
    }

    void unsubscribe(ServerConnection connection, String name) {
        Subscription known = durables.get(new Subscription.Identity(connection.clientId(), name));
        if (known == null) {
            throw new Refusal(ErrorCode.SUBSCRIPTION_UNKNOWN, "no durable subscription '" + name + "' of "
                    + (connection.clientId() == null ? "connections without client id" : "client id '" + connection.clientId() + "'"));
        }
        if (!known.consumers().isEmpty() || known.hasHeld()) {
            throw new Refusal(ErrorCode.SUBSCRIPTION_IN_USE, "the durable subscription '" + name + "' has "
                    + (known.consumers().isEmpty() ? "messages that are not acknowledged" : "a consumer") + "; close it first");
        }
        delete(known);
    }

    private void delete(Subscription durable) {
        context.open().deleteSubscription(durable.toRecord());
        durables.remove(durable.identity());
        drop(durable);
    }

    private void drop(Subscription subscription) {
        ((TopicDestination) subscription.destination()).remove(subscription);
        destinations.remove(subscription);
        subscription.delete();
    }
}
