package io.postrider.broker.core;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Removes what has expired where nobody comes to read it (specification 3.4.9): the lanes that may have something of that kind, and
 * the walks through those that are due. Where nothing has an expiry there is no lane here. Owned by the core's thread.
 */
final class Expiries {
    /** Walks under way, so that they never take all of the readers. */
    private static final int WALKS_MAX = 4;

    private final CoreContext context;
    private final Deque<LaneExpiry> lanes = new ArrayDeque<>();
    private final Deque<LaneExpiry> due = new ArrayDeque<>();
    /** Those whose walk can go on. */
    private final Deque<LaneExpiry> ready = new ArrayDeque<>();
    private int walks;
    private boolean queued;

    Expiries(CoreContext context) {
        this.context = context;
    }

    boolean isEmpty() {
        return lanes.isEmpty() && due.isEmpty() && walks == 0;
    }

    /** Something of a lane may expire. */
    void add(LaneExpiry lane) {
        lanes.addLast(lane);
    }

    /** Starts the walks that are due; called now and then. */
    void look() {
        for (int left = Math.min(context.bounds.stepsMax(), lanes.size()); left > 0; left--) {
            LaneExpiry lane = lanes.removeFirst();
            if (lane.isDue()) {
                due.addLast(lane);
            } else {
                keep(lane);
            }
        }
        goOn();
    }

    /** A walk can go on. */
    void goOn(LaneExpiry lane) {
        ready.addLast(lane);
        queue();
    }

    private void goOn() {
        int steps = context.bounds.stepsMax();
        while (steps > 0 && (!ready.isEmpty() || walks < WALKS_MAX && !due.isEmpty())) {
            if (ready.isEmpty()) {
                walks++;
                due.peekFirst().begin();
                ready.addLast(due.removeFirst());
            }
            steps = ready.removeFirst().walk(steps);
        }
        if (!ready.isEmpty() || walks < WALKS_MAX && !due.isEmpty()) {
            queue();
        }
    }

    private void queue() {
        if (!queued) {
            queued = true;
            context.goOn(() -> {
                queued = false;
                goOn();
            });
        }
    }

    /** A walk is at its end. */
    void ended(LaneExpiry lane) {
        walks--;
        keep(lane);
        if (!due.isEmpty()) {
            queue();
        }
    }

    private void keep(LaneExpiry lane) {
        if (lane.mayExpire()) {
            lanes.addLast(lane);
        } else {
            lane.left();
        }
    }
}
