package io.postrider.broker.core;

import io.postrider.broker.selector.Selector;
import io.postrider.transport.frame.Drained;
import io.postrider.transport.frame.Recall;
import io.postrider.transport.frame.RedeliveryDelay;
import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongBidirectionalIterator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A consumer of a session: its credit and what it holds. Owned by the core's thread. */
final class ServerConsumer {
    /** Bytes waiting for its socket above which a consumer is given nothing more. */
    private static final long QUEUED_BYTES_MAX = 4 << 20;
    /** Messages that are compared with what another consumer selects. */
    private static final int COMPARED_MAX = 100;

    private final CoreContext context;
    private final ServerSession session;
    private final long id;
    private final Subscription subscription;
    private final Selector selector;
    private final RedeliveryDelay redeliveryDelay;
    /** By priority: where it looks next among the entries in memory. */
    private final long[] cursors = new long[10];
    /** By priority: up to here its scans have looked at what is only in the store. */
    private final long[] scanned = new long[10];
    private final boolean[] scanning = new boolean[10];
    /** What was delivered and neither acknowledged nor returned, in the order of delivery. */
    private final Long2ObjectLinkedOpenHashMap<Entry> held = new Long2ObjectLinkedOpenHashMap<>();
    private long creditMessages;
    private long creditBytes;
    private long deliveries;
    private long granted;
    private long firstGrant;
    /** What the last persistent and the last non-persistent delivery wait for. */
    private long lastWait;
    private long lastNonPersistentWait;
    private long drainNumber;
    private boolean draining;
    /** By priority: what left memory while a scan was under way, the lowest position of it. */
    private final long[] left = new long[10];
    private boolean recalled;
    private long grantedAtLook = -1;
    private boolean closed;

    /** @param selector of a queue's consumer, or null */
    ServerConsumer(CoreContext context, ServerSession session, long id, Subscription subscription, Selector selector, RedeliveryDelay redeliveryDelay) {
        this.context = context;
        this.session = session;
        this.id = id;
        this.subscription = subscription;
        this.selector = selector;
        this.redeliveryDelay = redeliveryDelay;
        Arrays.fill(left, Long.MAX_VALUE);
    }

    ServerSession session() {
        return session;
    }

    long id() {
        return id;
    }

    Subscription subscription() {
        return subscription;
    }

    Selector selector() {
        return selector;
    }

    /** Whether it takes only some of the messages, by a cursor of its own. */
    boolean selects() {
        return selector != null;
    }

    boolean isClosed() {
        return closed;
    }

    void credit(int messages, long bytes) {
        if (granted == 0) {
            firstGrant = messages;
        }
        granted += messages;
        creditMessages += messages;
        creditBytes += bytes;
        context.wake(subscription);
    }

    /** Credit starts anew after recover and rollback. */
    void resetCredit() {
        creditMessages = 0;
        creditBytes = 0;
        granted = 0;
        deliveries = 0;
        draining = false;
        recalled = false;
    }

    boolean canTake() {
        return creditMessages > 0 && creditBytes > 0 && !recalled && session.canTake() && session.connection().peer().queuedBytes() < QUEUED_BYTES_MAX;
    }

    /**
     * It has been given an entry.
     *
     * @param waitsFor what the entry waits for
     * @return what the delivery waits for: not less than the one before of its delivery mode, so that order holds
     */
    long took(Entry entry, long waitsFor) {
        entry.holder = session;
        entry.consumer = this;
        entry.delivery = ++deliveries;
        entry.redeliveryDelay = redeliveryDelay;
        held.put(entry.position, entry);
        session.holds(1);
        creditMessages--;
        creditBytes -= entry.message.message().size();
        if (entry.message.message().persistent()) {
            lastWait = Math.max(lastWait, waitsFor);
            return lastWait;
        }
        lastNonPersistentWait = Math.max(lastNonPersistentWait, waitsFor);
        return lastNonPersistentWait;
    }

    /** An entry was acknowledged or goes back. */
    void dropped(Entry entry) {
        held.remove(entry.position);
    }

    int heldCount() {
        return held.size();
    }

    /** What it holds, in the order of delivery. */
    List<Entry> held() {
        return new ArrayList<>(held.values());
    }

    /** Whether its returned credit shows that the application took this delivery. */
    boolean wasTaken(Entry entry) {
        return entry.delivery <= granted - firstGrant;
    }

    /** All credit so far that did not come back with messages: grows when the application takes one. */
    long granted() {
        return granted;
    }

    /** What it holds and the application has not taken, as far as returned credit and acknowledgements show. */
    long untaken() {
        // a client may grant more, before anything was delivered for what it granted first
        return Math.max(0, Math.min(held.size(), deliveries - Math.max(0, granted - firstGrant)));
    }

    boolean hasTakenNothingSinceTheLastLook() {
        boolean nothing = granted == grantedAtLook;
        grantedAtLook = granted;
        return nothing;
    }

    /** Asks for what the application has not taken; nothing more is delivered until the answer, or what comes back would be late. */
    void recall() {
        recalled = true;
        context.outbox.send(session.connection().peer(), new Recall(id), Math.max(lastWait, lastNonPersistentWait));
    }

    boolean isRecalled() {
        return recalled;
    }

    /** The answer to a recall. */
    void answeredRecall() {
        recalled = false;
        context.wake(subscription);
    }

    /** Some of what it holds was never taken and goes back: it counts as neither delivered nor granted. */
    void returned(Set<Entry> entries) {
        int before = 0;
        for (Entry entry : entries) {
            before += entry.consumer == this ? 1 : 0;
        }
        if (before == 0) {
            return;
        }
        deliveries -= before;
        granted -= before;
        for (LongBidirectionalIterator keys = fromTheLast(); before > 0 && keys.hasPrevious(); ) {
            Entry entry = held.get(keys.previousLong());
            if (entries.contains(entry)) {
                before--;
            } else {
                entry.delivery -= before;
            }
        }
    }

    /** Whether something among the last that the application has not taken is for another consumer. */
    boolean holdsFor(ServerConsumer other) {
        if (!other.selects()) {
            return true;
        }
        int left = (int) Math.min(COMPARED_MAX, untaken());
        for (LongBidirectionalIterator keys = fromTheLast(); left > 0 && keys.hasPrevious(); left--) {
            if (other.selector.matches(held.get(keys.previousLong()).message.fields())) {
                return true;
            }
        }
        return false;
    }

    private LongBidirectionalIterator fromTheLast() {
        return held.keySet().iterator(held.lastLongKey());
    }

    long cursor(int priority) {
        return cursors[priority];
    }

    void cursor(int priority, long position) {
        cursors[priority] = position;
    }

    void stepBack(int priority, long position) {
        cursors[priority] = Math.min(cursors[priority], position);
    }

    long scannedTo(int priority) {
        return scanned[priority];
    }

    /** A scan got to a position; what left memory meanwhile has to be looked at again. */
    void scannedTo(int priority, long position) {
        scanned[priority] = Math.min(position, left[priority] - 1);
    }

    /** What is at a position has left memory. */
    void leftMemory(int priority, long position) {
        scanned[priority] = Math.min(scanned[priority], position - 1);
        left[priority] = Math.min(left[priority], position);
    }

    boolean isScanning(int priority) {
        return scanning[priority];
    }

    void scanning(int priority, boolean now) {
        scanning[priority] = now;
        if (now) {
            left[priority] = Long.MAX_VALUE;
        }
    }

    void drain(long number) {
        drainNumber = number;
        draining = true;
        context.wake(subscription);
    }

    boolean isDraining() {
        return draining;
    }

    /** Everything that could be delivered has been; says so behind the last delivery. */
    void drained() {
        draining = false;
        context.outbox.send(session.connection().peer(), new Drained(id, drainNumber), Math.max(lastWait, lastNonPersistentWait));
    }

    /** Ends it; what it holds is the caller's matter. */
    void close() {
        closed = true;
        subscription.remove(this);
    }
}
