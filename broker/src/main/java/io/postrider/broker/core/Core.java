package io.postrider.broker.core;

import io.postrider.broker.selector.InvalidSelector;
import io.postrider.broker.selector.Selector;
import io.postrider.broker.store.BitmapRecord;
import io.postrider.broker.store.BodyRecord;
import io.postrider.broker.store.BranchPartRecord;
import io.postrider.broker.store.BranchRecord;
import io.postrider.broker.store.ConnectionRecord;
import io.postrider.broker.store.DestinationRecord;
import io.postrider.broker.store.FloorRecord;
import io.postrider.broker.store.LaneRecord;
import io.postrider.broker.store.MarkRecord;
import io.postrider.broker.store.SessionRecord;
import io.postrider.broker.store.StateRecord;
import io.postrider.broker.store.SubscriptionRecord;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The broker without sockets and disk: commands in, write sets, frames, read requests and the time of the next timer out.
 * Single-threaded and deterministic; everything that it says to a client and that depends on a write set leaves after that is
 * durable. {@link CoreThread} runs it; the simulation drives it directly.
 */
public final class Core {
    private static final long TIDY_EVERY_MS = 1000;

    final CoreContext context;
    final Destinations destinations;
    final Connections connections;
    private final Consumers consumers;
    private final Delayed delayed;
    private final FrameHandler frames;
    private final Branches branches;
    private final PreparedBranches prepared;
    /** Commands that came while no numbers were reserved: they wait, they do not fail. */
    private final Deque<Command> held = new ArrayDeque<>();
    private long nextTidyMs;
    private boolean stopped;

    /**
     * Loads; nothing is read but what {@code loaded} has.
     *
     * @param store    what outlives the process
     * @param overflow what has no room in memory; empty
     * @param nowMs    broker time
     */
    public Core(CoreSettings settings, LoadedCore loaded, CoreStore store, CoreStore overflow, long nowMs) {
        this(settings, Bounds.NORMAL, loaded, store, overflow, nowMs);
    }

    Core(CoreSettings settings, Bounds bounds, LoadedCore loaded, CoreStore store, CoreStore overflow, long nowMs) {
        context = new CoreContext(settings, bounds, loaded, store, overflow, nowMs);
        destinations = new Destinations(context);
        Redelivery redelivery = new Redelivery(context, destinations);
        consumers = new Consumers(context, destinations, redelivery);
        delayed = new Delayed(context, destinations);
        Transactions transactions = new Transactions(context, delayed, redelivery);
        Branches branches = new Branches(context, transactions, redelivery);
        Acknowledgements acknowledgements = new Acknowledgements(context, destinations, redelivery);
        Sends sends = new Sends(context, destinations, delayed);
        connections = new Connections(context, destinations, consumers, redelivery, transactions, branches, acknowledgements, sends);
        prepared = new PreparedBranches(context, destinations, connections, transactions, branches);
        frames = new FrameHandler(context, destinations, connections, consumers, redelivery, transactions, branches, acknowledgements, sends);
        this.branches = branches;
        load(loaded);
        nextTidyMs = nowMs + TIDY_EVERY_MS;
    }

    private void load(LoadedCore loaded) {
        Map<Long, Long> queueSubscriptions = new HashMap<>();
        for (StateRecord record : loaded.records()) {
            if (record instanceof SubscriptionRecord subscription && subscription.form() == SubscriptionRecord.Form.QUEUE) {
                queueSubscriptions.put(subscription.destination(), subscription.id());
            }
        }
        loaded.records().forEach(record -> loadFirst(record, queueSubscriptions));
        loaded.records().forEach(this::loadSecond);
        loaded.records().forEach(this::loadThird);
        prepared.loaded();
        context.loaded();
    }

    /** What others refer to. */
    private void loadFirst(StateRecord record, Map<Long, Long> queueSubscriptions) {
        if (record instanceof DestinationRecord destination) {
            if (destination.name().kind().isTopic()) {
                destinations.load(new TopicDestination(context, destination.id(), destination.name(), null));
            } else {
                destinations.load(new QueueDestination(context, destination.id(), destination.name(), null, queueSubscriptions.get(destination.id())));
            }
        } else if (record instanceof ConnectionRecord connection) {
            connections.load(connection);
        } else if (record instanceof BodyRecord body) {
            context.bodies.load(body);
        }
    }

    private void loadSecond(StateRecord record) {
        if (record instanceof LaneRecord lane) {
            destinations.byId(lane.destination()).load(lane);
        } else if (record instanceof SessionRecord session) {
            connections.load(session);
        } else if (record instanceof SubscriptionRecord subscription && subscription.form() != SubscriptionRecord.Form.QUEUE) {
            consumers.load(subscription, parse(subscription.selector()));
        }
    }

    private void loadThird(StateRecord record) {
        if (record instanceof FloorRecord floor) {
            viewOf(floor.subscription(), floor.priority()).load(floor);
        } else if (record instanceof BitmapRecord bitmap) {
            ((FloorConsumption) viewOf(bitmap.subscription(), bitmap.priority()).consumption()).load(bitmap);
        } else if (record instanceof MarkRecord mark) {
            viewOf(mark.subscription(), mark.priority()).mark().load(mark);
        } else if (record instanceof BranchRecord branch) {
            prepared.load(branch);
        } else if (record instanceof BranchPartRecord part) {
            prepared.load(part);
        } else if (record instanceof LaneRecord lane && destinations.byId(lane.destination()) instanceof QueueDestination queue) {
            queue.subscription().lane(lane.priority());
        } else if (record instanceof LaneRecord lane && destinations.byId(lane.destination()) instanceof TopicDestination topic) {
            topic.subscriptions().forEach(subscription -> subscription.lane(lane.priority()));
        }
    }

    private SubscriptionLane viewOf(long subscription, int priority) {
        return destinations.subscription(subscription).lane(priority);
    }

    private static Selector parse(String text) {
        try {
            return text == null ? null : Selector.parse(text);
        } catch (InvalidSelector e) {
            throw new IllegalStateException("a stored selector does not parse any more: " + text, e);
        }
    }

    /**
     * Applies a command. The caller ends a batch of them by {@link #endBatch}.
     *
     * @param nowMs broker time; one that goes back is taken as the latest seen
     */
    public void apply(Command command, long nowMs) {
        context.advance(nowMs);
        if (!context.hasNumbers() && (command instanceof Command.FromClient || command instanceof Command.Attach) || !held.isEmpty() && isFromLink(command)) {
            held.addLast(command);
            return;
        }
        run(command);
    }

    private static boolean isFromLink(Command command) {
        return command instanceof Command.FromClient || command instanceof Command.Attach || command instanceof Command.Detach;
    }

    private void run(Command command) {
        if (command instanceof Command.FromClient client) {
            fromClient(client);
        } else if (command instanceof Command.Durable durable) {
            context.durable(durable.number());
            while (!held.isEmpty() && context.hasNumbers()) {
                run(held.removeFirst());
            }
        } else if (command instanceof Command.ReadDone read) {
            context.reads.answered(read.result());
        } else if (command instanceof Command.OverflowApplied applied) {
            context.overflow.applied(applied.number());
        } else if (command instanceof Command.OverflowRead read) {
            context.overflow.answered(read.result());
        } else if (command instanceof Command.Attach attach) {
            if (stopped) {
                attach.peer().close(ErrorCode.SHUTTING_DOWN, "the broker is stopping");
            } else {
                connections.attach(attach);
            }
        } else if (command instanceof Command.Detach detach) {
            connections.lost(detach.peer());
        } else if (command instanceof Command.Writable writable) {
            wake(writable.peer());
        } else if (command instanceof Command.DiskSpace disk) {
            context.diskLow(disk.low() ? disk.detail() : null);
        } else if (command instanceof Command.Tick) {
            tick();
        } else if (command instanceof Command.Stop) {
            stop();
        } else {
            throw new IllegalStateException("no handling for " + command);
        }
    }

    private void fromClient(Command.FromClient command) {
        ServerConnection connection = connections.of(command.peer());
        if (connection == null) {
            // the link was replaced: what it still had on the way is repeated over the new one
            return;
        }
        Frame frame = command.frame();
        try {
            frames.handle(connection, frame, command.selector());
        } catch (Refusal refusal) {
            connections.end(connection, refusal);
        }
    }

    private void wake(Peer peer) {
        ServerConnection connection = connections.of(peer);
        if (connection != null) {
            connection.sessions().values().forEach(session -> session.consumers().values().forEach(consumer -> context.wake(consumer.subscription())));
        }
    }

    private void tick() {
        delayed.fallDue();
        context.postponed.look();
        context.recalls.look();
        connections.closeSilent();
        connections.replies().look();
        if (context.nowMs() >= nextTidyMs) {
            nextTidyMs = context.nowMs() + TIDY_EVERY_MS;
            connections.expire();
            branches.look();
            context.expiries.look();
            for (Destination destination : destinations.all()) {
                if (destination instanceof TopicDestination topic) {
                    topic.reclaim();
                }
            }
        }
    }

    private void stop() {
        stopped = true;
        connections.stop("the broker is stopping; it answers again after its restart");
        for (Destination destination : destinations.all()) {
            if (destination instanceof QueueDestination queue) {
                queue.subscription().lowerMarks();
            } else if (destination instanceof TopicDestination topic) {
                topic.subscriptions().forEach(Subscription::lowerMarks);
            }
        }
    }

    /**
     * Ends a batch: delivers what can be delivered and hands the write set of the batch to the committer.
     *
     * @return whether there is more to do without waiting for another command
     */
    public boolean endBatch() {
        prepared.begin();
        boolean more = context.dispatch();
        if (context.memory.isTight()) {
            // senders that wait bring no more commands
            more |= destinations.shrink() && !context.memory.admits();
        }
        context.seal();
        return more;
    }

    /** Broker time at which a {@link Command.Tick} is due. */
    public long nextTimerMs() {
        long inDestinations = Math.min(Math.min(delayed.nextMs(), context.postponed.nextMs()), context.recalls.nextMs());
        long inConnections = Math.min(connections.clientIds().nextMs(), connections.replies().nextMs());
        return Math.min(Math.min(inDestinations, inConnections), nextTidyMs);
    }

    /** A sentence for the log, which is taken; null if there is none. */
    public String takeNotice() {
        return context.notices.take();
    }

    /** What an operator sees; bounded. */
    public StatusSnapshot status() {
        return StatusSnapshot.of(context, destinations, connections);
    }

    /** The transactions that an operator sees; bounded. */
    public TransactionsSnapshot transactions() {
        return TransactionsSnapshot.of(context, connections, branches);
    }

    /** Number of the write set that is being filled: all before were handed to the committer. */
    public long openWriteSet() {
        return context.outbox.openNumber();
    }
}
