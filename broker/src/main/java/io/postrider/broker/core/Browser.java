package io.postrider.broker.core;

import io.postrider.broker.selector.Selector;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Drained;

import java.util.TreeMap;

/**
 * Shows what is in a queue, in delivery order, without holding it (specification 6.3): what is in memory from there, the rest
 * by reads; then says that it is at the end. Owned by the core's thread.
 */
final class Browser {
    private final CoreContext context;
    private final ServerSession session;
    private final long id;
    private final Subscription subscription;
    private final Selector selector;
    private final long[] ends = new long[10];
    private int priority = 9;
    private long position = -1;
    private long creditMessages;
    private long creditBytes;
    private long lastWait;
    private boolean reading;
    private boolean ended;

    Browser(CoreContext context, ServerSession session, long id, Subscription subscription, Selector selector) {
        this.context = context;
        this.session = session;
        this.id = id;
        this.subscription = subscription;
        this.selector = selector;
        for (int each = 0; each < 10; each++) {
            SubscriptionLane lane = subscription.laneOrNull(each);
            ends[each] = lane == null ? -1 : lane.tail();
        }
    }

    void credit(int messages, long bytes) {
        creditMessages += messages;
        creditBytes += bytes;
        walk();
    }

    void close() {
        ended = true;
    }

    /** Goes on as far as credit, memory and one command's share allow. */
    void walk() {
        int steps = context.bounds.stepsMax();
        while (!ended && !reading && creditMessages > 0 && creditBytes > 0) {
            SubscriptionLane lane = priority < 0 ? null : subscription.laneOrNull(priority);
            if (priority < 0) {
                ended = true;
                context.outbox.send(session.connection().peer(), new Drained(id, 0), lastWait);
            } else if (lane == null || position >= ends[priority]) {
                nextLane();
            } else if (position < lane.coveredTo()) {
                Entry entry = lane.after(position);
                if (entry == null || entry.position > ends[priority]) {
                    position = Math.min(lane.coveredTo(), ends[priority]);
                } else {
                    position = entry.position;
                    show(entry.position, entry.message, entry.attempts);
                }
            } else {
                read(lane);
            }
            if (--steps == 0) {
                context.goOn(this::walk);
                return;
            }
        }
    }

    private void nextLane() {
        priority--;
        position = -1;
    }

    private void read(SubscriptionLane lane) {
        reading = true;
        long after = Math.max(position, lane.coveredTo());
        lane.scan(after, (int) Math.min(creditMessages, context.bounds.readMessagesMax()), new Scan(selector), run -> show(lane, after, run));
    }

    private void show(SubscriptionLane lane, long after, Brought.Run run) {
        reading = false;
        if (ended || subscription.isDeleted()) {
            return;
        }
        long coverage = Math.min(ends[priority], run.coverage());
        // what is only in memory, or came back there meanwhile, has its place among what was read
        TreeMap<Long, Entry> there = lane.inMemory(after, coverage);
        for (Brought found : run.found()) {
            boolean known = lane.find(found.position()) != null || lane.knows(found.position());
            if (!known && found.position() <= coverage) {
                there.put(found.position(), found.entry(lane));
            }
        }
        for (Entry entry : there.values()) {
            if (creditMessages <= 0 || creditBytes <= 0) {
                coverage = entry.position - 1;
                break;
            }
            show(entry.position, entry.message, entry.attempts);
        }
        if (coverage <= after) {
            // what is above is not applied yet: those few are not shown
            nextLane();
        } else {
            position = coverage;
        }
        walk();
    }

    private void show(long at, CachedMessage message, int attempts) {
        if (message.message().expiresAtMs() != 0 && message.message().expiresAtMs() <= context.nowMs()
                || selector != null && !selector.matches(message.fields())) {
            return;
        }
        boolean apart = message.message().message().isBodyApart();
        creditMessages--;
        creditBytes -= message.message().size();
        lastWait = Math.max(lastWait, message.writeSet());
        Deliver delivery = new Deliver(id, session.generation(), at, message.message().priority(), message.message().persistent(),
                attempts > 0, attempts + 1, apart ? session.connection().nextStream() : 0, message.message().message());
        context.outbox.deliver(session.connection().peer(), delivery, apart ? message.message().body() : 0, lastWait);
    }
}
