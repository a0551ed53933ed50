package io.postrider.broker.core;

import io.postrider.transport.message.DestinationName;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Sends to temporary destinations that went with the last boot, and that their owner makes anew when it resumes: they wait for it a
 * moment, or each request under way at a restart would end with a refused reply. A producer that is opened there waits likewise, since
 * a client opens one on each link before it sends. Whatever its session does behind that waits with it. An owner is waited for but
 * once, and a session waits but once, however many owners do not come back. Owned by the core's thread.
 */
final class Replies {
    /** How long an owner is waited for. */
    static final long WAIT_MS = 5000;
    /** Of one session. Their bytes are within the credit of the connection, which comes back only when they are taken. */
    private static final int HELD_MAX = 1000;

    /** @param bytes of its message, 0 without one */
    private record Turn(Runnable action, long bytes) {
    }

    private static final class Held {
        private final DestinationName awaited;
        private final long untilMs;
        private final Deque<Turn> behind = new ArrayDeque<>();

        private Held(DestinationName awaited, long untilMs) {
            this.awaited = awaited;
            this.untilMs = untilMs;
        }
    }

    private final CoreContext context;
    private final Destinations destinations;
    private final Connections connections;
    private final Map<ServerSession, Held> held = new LinkedHashMap<>();

    Replies(CoreContext context, Destinations destinations, Connections connections) {
        this.context = context;
        this.destinations = destinations;
        this.connections = connections;
    }

    /**
     * Runs what needs a destination, now or in its turn.
     *
     * @param bytes of the message that comes with it, which stay in memory meanwhile; 0 without one
     */
    void toward(ServerSession session, DestinationName destination, long bytes, Runnable action) {
        Held waiting = held.get(session);
        if (waiting == null) {
            long untilMs = awaitedUntilMs(session, destination);
            if (untilMs <= context.nowMs()) {
                action.run();
                return;
            }
            waiting = new Held(destination, untilMs);
            held.put(session, waiting);
        }
        // what follows may wait for another owner in its turn
        hold(session, waiting, new Turn(() -> toward(session, destination, bytes, action), bytes));
    }

    /** Runs what must not overtake a send of its session. */
    void inOrder(ServerSession session, Runnable action) {
        Held waiting = held.get(session);
        if (waiting == null) {
            action.run();
        } else {
            hold(session, waiting, new Turn(() -> inOrder(session, action), 0));
        }
    }

    /** The same for all sessions of a connection. */
    void inOrder(Iterator<ServerSession> sessions, Runnable action) {
        if (sessions.hasNext()) {
            inOrder(sessions.next(), () -> inOrder(sessions, action));
        } else {
            action.run();
        }
    }

    /** A temporary destination is there again. */
    void made(DestinationName name) {
        goOn(waiting -> waiting.awaited.equals(name));
    }

    /** Broker time at which the first of them has waited long enough. */
    long nextMs() {
        long next = Long.MAX_VALUE;
        for (Held each : held.values()) {
            next = Math.min(next, each.untilMs);
        }
        return next;
    }

    /** Lets go on what has waited long enough. */
    void look() {
        goOn(waiting -> waiting.untilMs <= context.nowMs());
    }

    /** The client says again what its lost link did not bring to an end. */
    void lost(ServerSession session) {
        Held waiting = held.remove(session);
        if (waiting != null) {
            drop(waiting);
        }
    }

    private void drop(Held waiting) {
        waiting.behind.forEach(turn -> context.memory.holds(-turn.bytes));
    }

    private void hold(ServerSession session, Held waiting, Turn turn) {
        waiting.behind.addLast(turn);
        context.memory.holds(turn.bytes);
        if (waiting.behind.size() >= HELD_MAX) {
            session.waitNoMore();
            run(session);
        }
    }

    private void goOn(Predicate<Held> which) {
        List<ServerSession> sessions = new ArrayList<>();
        held.forEach((session, waiting) -> {
            if (which.test(waiting)) {
                sessions.add(session);
            }
        });
        sessions.forEach(this::run);
    }

    /** In order, until one of them waits again: it takes those behind it along. */
    private void run(ServerSession session) {
        Held waiting = held.remove(session);
        while (waiting != null && !waiting.behind.isEmpty()) {
            Turn next = waiting.behind.removeFirst();
            context.memory.holds(-next.bytes);
            try {
                next.action.run();
            } catch (Refusal refusal) {
                drop(waiting);
                connections.end(session.connection(), refusal);
                return;
            }
            Held again = held.get(session);
            if (again != null) {
                again.behind.addAll(waiting.behind);
                return;
            }
        }
    }

    private long awaitedUntilMs(ServerSession session, DestinationName name) {
        if (!name.kind().isTemporary() || destinations.isKnown(name)) {
            return 0;
        }
        ServerConnection owner = connections.byId(Destinations.ownerOf(name));
        long ownerUntilMs = owner == null ? 0 : owner.returnAwaitedUntilMs(WAIT_MS);
        return ownerUntilMs <= context.nowMs() ? 0 : Math.min(ownerUntilMs, session.waitsUntilMs(WAIT_MS));
    }
}
