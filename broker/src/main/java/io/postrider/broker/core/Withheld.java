package io.postrider.broker.core;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

import java.util.ArrayList;
import java.util.List;

/**
 * Positions of a lane that a transaction of an earlier boot has acknowledged, and that are still being fetched for it. Meanwhile nothing
 * of the lane is read for anybody, so that nobody else gets them. Owned by the core's thread.
 */
final class Withheld {
    private final LongOpenHashSet positions = new LongOpenHashSet();
    private final List<Runnable> waiting = new ArrayList<>();

    boolean isEmpty() {
        return positions.isEmpty();
    }

    void add(long position) {
        positions.add(position);
    }

    boolean has(long position) {
        return positions.contains(position);
    }

    /** It is held in memory now, or gone. */
    void remove(long position) {
        positions.remove(position);
        if (positions.isEmpty()) {
            List<Runnable> then = List.copyOf(waiting);
            waiting.clear();
            then.forEach(Runnable::run);
        }
    }

    /** Runs {@code action} now, or when nothing is withheld any more. */
    void whenNothing(Runnable action) {
        if (positions.isEmpty()) {
            action.run();
        } else {
            waiting.add(action);
        }
    }
}
