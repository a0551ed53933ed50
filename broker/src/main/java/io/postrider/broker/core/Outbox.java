package io.postrider.broker.core;

import io.postrider.broker.store.Committer;
import io.postrider.broker.store.WriteSet;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Frame;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;

import java.util.ArrayList;
import java.util.List;

/**
 * The open write set, and the frames that wait for it or for one before. Nothing that depends on a write set leaves before it
 * is durable: this is the one place where that is decided. Owned by the core's thread.
 */
final class Outbox {
    /** A frame that waits; {@code body} is 0 or names the body that follows a delivery. */
    private record Parked(Peer peer, Frame frame, long body) {
        void leave() {
            if (body == 0) {
                peer.send(frame);
            } else {
                peer.sendWithBody((Deliver) frame, body);
            }
        }
    }

    private final Committer committer;
    private final Reads reads;
    private final Long2ObjectOpenHashMap<List<Parked>> parked = new Long2ObjectOpenHashMap<>();
    private WriteSet open;
    private long durable;

    /** @param applied number of the last write set in the store */
    Outbox(Committer committer, Reads reads, long applied) {
        this.committer = committer;
        this.reads = reads;
        this.durable = applied;
        this.open = new WriteSet(applied + 1);
        reads.opened(open);
    }

    /** The write set that everything of this batch goes into. */
    WriteSet open() {
        return open;
    }

    /** Number of the open write set, for what depends on something put into it. */
    long openNumber() {
        return open.number();
    }

    boolean isDurable(long writeSet) {
        return writeSet <= durable;
    }

    long durable() {
        return durable;
    }

    /** Sends a frame that waits for nothing. */
    void send(Peer peer, Frame frame) {
        peer.send(frame);
    }

    /** Sends a frame when {@code writeSet} is durable, 0 = now; somebody waits for it, so it is synced at once. */
    void send(Peer peer, Frame frame, long writeSet) {
        if (writeSet == open.number()) {
            open.await();
        }
        sendUnawaited(peer, frame, writeSet);
    }

    /** As {@link #send(Peer, Frame, long)}, but nobody waits for it. */
    void sendUnawaited(Peer peer, Frame frame, long writeSet) {
        park(new Parked(peer, frame, 0), writeSet);
    }

    void deliver(Peer peer, Deliver delivery, long body, long writeSet) {
        if (writeSet == open.number()) {
            open.await();
        }
        park(new Parked(peer, delivery, body), writeSet);
    }

    private void park(Parked frame, long writeSet) {
        if (writeSet <= durable) {
            frame.leave();
        } else {
            parked.computeIfAbsent(writeSet, number -> new ArrayList<>()).add(frame);
        }
    }

    /** Hands the open write set to the committer and opens the next; what waits for an empty one waits for the one before. */
    void seal() {
        if (open.isEmpty()) {
            List<Parked> waiting = parked.remove(open.number());
            if (waiting != null) {
                waiting.forEach(frame -> park(frame, open.number() - 1));
            }
            return;
        }
        WriteSet sealed = open;
        open = new WriteSet(sealed.number() + 1);
        reads.sealed(sealed);
        reads.opened(open);
        committer.commit(sealed);
    }

    /** Lets go what waited for write sets up to {@code number}. */
    void durable(long number) {
        for (long next = durable + 1; next <= number; next++) {
            durable = next;
            List<Parked> waiting = parked.remove(next);
            if (waiting != null) {
                waiting.forEach(Parked::leave);
            }
        }
    }
}
