package io.postrider.jms.client;

import io.postrider.transport.frame.MessageRef;
import java.util.ArrayList;
import java.util.List;

/** What a session does in its own transaction, or in a branch of a global one. Guarded by its {@link SessionState}. */
final class Transaction {
    /** Acknowledgements are collected up to this many, or until the commit. */
    static final int REFS_PENDING_MAX = 128;

    private final long number;
    private final List<MessageRef> pendingRefs = new ArrayList<>();
    private long sends;
    private boolean worked;
    private boolean committing;
    private boolean undone;
    private BrokerFailure doom;

    Transaction(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    long nextSend() {
        worked = true;
        return ++sends;
    }

    /** @return whether the collected ones should leave now */
    boolean acknowledge(MessageRef ref) {
        worked = true;
        pendingRefs.add(ref);
        return pendingRefs.size() >= REFS_PENDING_MAX;
    }

    List<MessageRef> takePendingRefs() {
        List<MessageRef> taken = List.copyOf(pendingRefs);
        pendingRefs.clear();
        return taken;
    }

    boolean hasPendingRefs() {
        return !pendingRefs.isEmpty();
    }

    /** Whether the broker has anything of it. */
    boolean hasWorked() {
        return worked;
    }

    /** From now on nothing but a rollback, for this reason; the first one stays. */
    void doom(BrokerFailure reason) {
        if (doom == null && !committing) {
            doom = reason;
        }
    }

    /** The link was lost, and with it what the broker had: there is nothing to be rolled back there, under this number. */
    void undone(BrokerFailure reason) {
        if (worked && !committing) {
            undone = true;
            doom(reason);
        }
    }

    /** The same for a branch, of which the broker knows from its beginning. */
    void lost(BrokerFailure reason) {
        undone = true;
        doom(reason);
    }

    boolean isUndone() {
        return undone;
    }

    /** Why it can only be rolled back, or null. */
    BrokerFailure doomed() {
        return doom;
    }

    void committing() {
        committing = true;
    }

    /** The broker has refused to commit it, and waits for the rollback. */
    void commitRefused(BrokerFailure reason) {
        committing = false;
        doom(reason);
    }
}
