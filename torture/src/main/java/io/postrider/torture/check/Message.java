package io.postrider.torture.check;

import io.postrider.torture.log.Event;
import io.postrider.torture.log.Outcome;
import java.util.ArrayList;
import java.util.List;

/** One message at one destination, and each attempt to bring it there: more than one if it is moved in transactions. Used by one thread. */
final class Message {
    /** Priority, persistence and delay are part of what order and loss are judged by. */
    private final Event.Sent sent;
    private final List<Attempt> attempts = new ArrayList<>(1);

    /** One send of it. */
    static final class Attempt {
        final long nanos;
        final String unit;
        final String actor;
        /** Of a send in no unit; what the unit came to counts otherwise. */
        private Outcome own = Outcome.UNKNOWN;

        private Attempt(long nanos, String unit, String actor) {
            this.nanos = nanos;
            this.unit = unit;
            this.actor = actor;
        }
    }

    Message(Event.Sent sent) {
        this.sent = sent;
    }

    Event.Sent sent() {
        return sent;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    void attempted(long nanos, String unit, String actor) {
        attempts.add(new Attempt(nanos, unit, actor));
    }

    /** The last attempt, which belongs to no unit, has ended. */
    void ended(Outcome outcome) {
        attempts.get(attempts.size() - 1).own = outcome;
    }

    Outcome outcome(Attempt attempt, Units units) {
        return attempt.unit.equals(Event.NONE) ? attempt.own : units.outcome(attempt.unit);
    }

    long count(Outcome outcome, Units units) {
        return attempts.stream().filter(attempt -> outcome(attempt, units) == outcome).count();
    }

    boolean isConfirmed(Units units) {
        return count(Outcome.DONE, units) > 0;
    }

    /** When it was first sent. */
    long nanos() {
        return attempts.get(0).nanos;
    }

    /** Whether its sender is the one that gave it its id, so that ids tell the order. */
    boolean isFromItsSession() {
        return attempts.size() == 1 && sent.id().startsWith(attempts.get(0).actor + ".");
    }

    /** Sender's session, priority and delivery mode: within these, order is promised. */
    String series() {
        return sent.id().substring(0, sent.id().lastIndexOf('-')) + " " + sent.priority() + " " + sent.persistent();
    }

    long number() {
        return Long.parseLong(sent.id().substring(sent.id().lastIndexOf('-') + 1));
    }
}
