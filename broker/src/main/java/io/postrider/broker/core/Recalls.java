package io.postrider.broker.core;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks consumers for what they have prefetched and do not take, where another consumer of the same subscription has credit and
 * nothing is left for it. Owned by the core's thread.
 *
 * <p>Two looks decide: who has taken nothing between them, and holds more than an equal share of what all of them hold, is asked
 * for all of it; what comes back is given out in turn, and so becomes equal shares. Then nobody is without, and nobody is asked,
 * but for messages that are fewer than consumers: those change hands at once, then after twice as long each time, until somebody
 * takes one.
 */
final class Recalls {
    /** Long enough for a consumer at work to show it, short enough for one that waits. */
    static final long LOOK_EVERY_MS = 100;
    private static final long PAUSE_MS_MAX = 10_000;
    /** Subscriptions in one look. */
    private static final int SUBSCRIPTIONS_MAX = 100;
    /** Consumers that one look asks, for one subscription. */
    private static final int ASKED_MAX = 8;

    /** What is known of a subscription where somebody has nothing. */
    private static final class Want {
        private long notBeforeMs;
        private long pauseMs = LOOK_EVERY_MS;
        /** All that its consumers have been granted, as an earlier look saw it. */
        private long granted = -1;
    }

    private final CoreContext context;
    private final Map<Subscription, Want> wants = new LinkedHashMap<>();
    private long nextLookMs;

    Recalls(CoreContext context) {
        this.context = context;
    }

    /** Everything there was is given out. */
    void givenOut(Subscription subscription) {
        if (!wants.containsKey(subscription) && isWorthALook(subscription)) {
            if (wants.isEmpty()) {
                nextLookMs = context.nowMs() + LOOK_EVERY_MS;
            }
            wants.put(subscription, new Want());
        }
    }

    private static boolean isWorthALook(Subscription subscription) {
        boolean wanting = false;
        boolean holding = false;
        for (ServerConsumer consumer : subscription.consumers()) {
            wanting |= consumer.untaken() == 0 && consumer.canTake();
            holding |= consumer.untaken() > 0;
        }
        return wanting && holding;
    }

    /** Broker time of the next look, {@link Long#MAX_VALUE} if nobody wants anything. */
    long nextMs() {
        return wants.isEmpty() ? Long.MAX_VALUE : nextLookMs;
    }

    void look() {
        if (context.nowMs() < nextMs()) {
            return;
        }
        nextLookMs = context.nowMs() + LOOK_EVERY_MS;
        for (int left = Math.min(SUBSCRIPTIONS_MAX, wants.size()); left > 0; left--) {
            Iterator<Map.Entry<Subscription, Want>> oldest = wants.entrySet().iterator();
            Map.Entry<Subscription, Want> next = oldest.next();
            Subscription subscription = next.getKey();
            Want want = next.getValue();
            oldest.remove();
            if (!subscription.isDeleted() && subscription.consumers().stream().anyMatch(each -> each.untaken() > 0)) {
                look(subscription, want);
                wants.put(subscription, want);
            }
        }
    }

    private void look(Subscription subscription, Want want) {
        List<ServerConsumer> consumers = subscription.consumers();
        long granted = 0;
        long untaken = 0;
        int sharing = 0;
        for (ServerConsumer consumer : consumers) {
            granted += consumer.granted();
            untaken += consumer.untaken();
            sharing += consumer.untaken() > 0 || consumer.canTake() ? 1 : 0;
        }
        if (granted != want.granted) {
            // a message was taken, or given back: things are on the move
            want.granted = granted;
            want.pauseMs = LOOK_EVERY_MS;
        }
        boolean may = context.nowMs() >= want.notBeforeMs;
        int asked = 0;
        for (ServerConsumer holder : consumers) {
            boolean still = holder.hasTakenNothingSinceTheLastLook();
            if (may && asked < ASKED_MAX && still && !holder.isRecalled() && holder.untaken() > untaken / sharing && isWanted(subscription, holder)) {
                holder.recall();
                asked++;
            }
        }
        if (asked > 0) {
            want.notBeforeMs = context.nowMs() + want.pauseMs;
            want.pauseMs = Math.min(PAUSE_MS_MAX, want.pauseMs * 2);
        }
    }

    /** Whether a consumer has nothing, and nothing to come, that could have something of what another holds. */
    private static boolean isWanted(Subscription subscription, ServerConsumer holder) {
        for (ServerConsumer consumer : subscription.consumers()) {
            if (consumer.untaken() == 0 && consumer.canTake() && !subscription.dispatcher().mayGetMore(consumer) && holder.holdsFor(consumer)) {
                return true;
            }
        }
        return false;
    }
}
