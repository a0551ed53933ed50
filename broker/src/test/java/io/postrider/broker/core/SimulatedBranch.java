package io.postrider.broker.core;

import io.postrider.broker.core.SimulatedConsumer.Delivery;
import io.postrider.transport.message.XidImpl;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The branch of a global transaction as its transaction manager knows it, which outlives brokers and connections. */
final class SimulatedBranch {
    enum State {
        /** Sessions work in it. */
        ACTIVE,
        IDLE,
        PREPARING,
        PREPARED,
        /** Its commit in two phases was asked for. */
        COMMITTING,
        /** Its commit in one phase was. */
        ONE_PHASE,
        ROLLING_BACK,
        /** An administrator has decided, and it is to be forgotten. */
        FORGETTING,
        OVER
    }

    final XidImpl xid;
    final long begunMs;
    /** Of the broker. */
    long number;
    State state = State.ACTIVE;
    /** Sessions that work in it, by their ids. */
    final Set<Long> working = new LinkedHashSet<>();
    final List<Sent> sends = new ArrayList<>();
    final List<Delivery> taken = new ArrayList<>();
    /** Whether a link was lost in it, which the broker may not know yet: until then it is ACTIVE there. */
    boolean orphaned;
    /** Whether the answer to an end was lost: what was done may be there or not, so that nobody may commit it. */
    boolean doomed;
    /** Sessions that are about to join. */
    int joining;
    /** Whether a request is on its way. */
    boolean asking;
    /** Whether an earlier link may have brought the last request. */
    boolean again;
    /** Of a commit in one phase: the session that keeps the outcome, null if it is nobody's, and the number. */
    SimulatedSession keeper;
    long onePhase;
    /** Boot of the broker that prepared it: what is not persistent may be lost with that. */
    int preparedIn;
    /** Whether an administrator may have decided. */
    boolean decided;

    SimulatedBranch(XidImpl xid, long begunMs) {
        this.xid = xid;
        this.begunMs = begunMs;
    }

    /** Its effects may take place from now on. */
    void mayCommit() {
        sends.forEach(message -> message.status = Sent.Status.COMMITTING);
        taken.forEach(delivery -> delivery.copy().maybe++);
    }

    /** @param boot in which it was committed, 0 if that is not known */
    void committed(int boot) {
        state = State.OVER;
        for (Sent message : sends) {
            message.status = Sent.Status.COMMITTED;
            message.boot = boot;
        }
        taken.forEach(delivery -> {
            delivery.copy().maybe--;
            delivery.copy().consumed = true;
            delivery.copy().heldByBranch = false;
        });
    }

    /** @param mightHave whether {@link #mayCommit} was said */
    void rolledBack(boolean mightHave) {
        state = State.OVER;
        sends.forEach(message -> message.status = Sent.Status.ROLLED_BACK);
        taken.forEach(delivery -> {
            delivery.copy().maybe -= mightHave ? 1 : 0;
            delivery.copy().heldByBranch = false;
        });
    }

    /** The broker has refused to end it, since it has not noticed a lost link. @param mightHave as above */
    void notYet(boolean mightHave) {
        state = State.IDLE;
        sends.forEach(message -> message.status = Sent.Status.STAGED);
        taken.forEach(delivery -> delivery.copy().maybe -= mightHave ? 1 : 0);
    }

    /** Nobody will ever know. */
    void unknown() {
        state = State.OVER;
        sends.forEach(message -> message.status = Sent.Status.UNKNOWN);
        taken.forEach(delivery -> delivery.copy().heldByBranch = false);
    }

    @Override
    public String toString() {
        return "branch " + xid + " " + state + (asking ? ", asking" : "") + (again ? ", again" : "");
    }
}
