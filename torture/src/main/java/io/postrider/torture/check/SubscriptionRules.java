package io.postrider.torture.check;

import io.postrider.torture.check.Subscription.Receipt;
import io.postrider.torture.log.Event.Mode;
import io.postrider.torture.log.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The rules for what comes from one subscription. What Jakarta Messaging leaves open is left open here: a message whose
 * acknowledgement is not known may come again, flagged (6.2.10); a non-persistent one may be lost with a fault (3.4.10); order is that of
 * one session, destination, priority and delivery mode (6.2.9). Used by one thread.
 */
final class SubscriptionRules {
    /** Without a fault within this time the acknowledgement of a listener is with the broker. */
    static final long AUTO_SETTLED_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A client that does not know that its connection is lost may hand over what others have long taken, up to three heartbeats. */
    static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(40);
    /** Clocks of milliseconds against one of nanoseconds. */
    private static final int CLOCK_MS = 20;

    private final String load;
    private final History history;
    private final Faults faults;
    private final Findings findings;
    private final Subscription subscription;
    private final Map<String, Message> messages;
    private final Units units;

    SubscriptionRules(String load, History history, Faults faults, Findings findings, Subscription subscription) {
        this.load = load;
        this.history = history;
        this.faults = faults;
        this.findings = findings;
        this.subscription = subscription;
        this.messages = history.messages(subscription.destination());
        this.units = history.units();
    }

    /** What came: whether it should have. */
    void checkReceived() {
        subscription.receipts().forEach((id, receipts) -> {
            Message message = messages.get(id);
            if (message == null) {
                find(Kind.PHANTOM, id, "it was never sent to " + subscription.destination());
            } else {
                receipts.sort(Comparator.comparingLong(Receipt::nanos));
                checkPhantom(id, message, receipts);
                checkDoubled(id, message, receipts);
                checkEarly(id, message, receipts.get(0));
            }
        });
        if (subscription.hasOneConsumer()) {
            checkOrder();
        }
    }

    /**
     * What did not come: whether it should have.
     *
     * @param stranded messages that another subscription was found to have kept, which is not said twice; added to
     */
    void checkMissing(Set<String> stranded) {
        expected().forEach((id, message) -> checkArrived(id, message, stranded));
    }

    private void checkPhantom(String id, Message message, List<Receipt> receipts) {
        if (message.count(Outcome.UNDONE, units) == message.attempts().size()) {
            find(Kind.PHANTOM, id, "its send was refused or rolled back");
        } else if (!subscription.asksFor(message)) {
            find(Kind.PHANTOM, id, "its key is " + message.sent().key() + ", which the selector does not ask for");
        } else if (receipts.stream().anyMatch(receipt -> !receipt.event().bodyRight())) {
            find(Kind.PHANTOM, id, "its body is not the one that was sent");
        }
    }

    private void checkDoubled(String id, Message message, List<Receipt> receipts) {
        long taken = receipts.stream().filter(receipt -> receipt.isTaken(units)).map(Receipt::taking).distinct().count();
        long unflagged = receipts.stream().filter(receipt -> !receipt.event().redelivered()).count();
        if (taken > 1) {
            find(Kind.DOUBLED, id, "it was acknowledged or committed " + taken + " times");
        } else if (unflagged > 1) {
            find(Kind.DOUBLED, id, "it came " + unflagged + " times without JMSRedelivered");
        } else if (receipts.size() > 1 && cameAgainAfterSettled(receipts)) {
            find(Kind.DOUBLED, id, "it came again long after it was acknowledged");
        } else if (message.count(Outcome.DONE, units) > 1) {
            find(Kind.DOUBLED, id, "it was moved to " + subscription.destination() + " by two transactions, both committed");
        }
    }

    private boolean cameAgainAfterSettled(List<Receipt> receipts) {
        long last = receipts.get(receipts.size() - 1).nanos();
        for (Receipt receipt : receipts) {
            boolean settled = receipt.mode() == Mode.AUTO ? !faults.disturbed(receipt.nanos(), receipt.nanos() + AUTO_SETTLED_NANOS)
                    : receipt.isTaken(units) && last - receipt.nanos() > STALE_NANOS;
            if (settled && last > receipt.nanos()) {
                return true;
            }
        }
        return false;
    }

    private void checkEarly(String id, Message message, Receipt first) {
        long waitedMs = TimeUnit.NANOSECONDS.toMillis(first.nanos() - message.nanos());
        long excusedMs = faults.earlyMs(message.nanos(), first.nanos()) + CLOCK_MS;
        if (waitedMs < message.sent().delayMs() - excusedMs) {
            find(Kind.EARLY, id, "it came after " + waitedMs + " ms, and its delay is " + message.sent().delayMs() + " ms");
        }
    }

    /** What has to get here: what was confirmed, here or where it is moved from. */
    private Map<String, Message> expected() {
        Map<String, Message> expected = new HashMap<>();
        messages.forEach((id, message) -> expected.put(id, message));
        history.linkedTo(subscription.destination()).forEach(message -> expected.put(message.sent().id(), message));
        expected.values().removeIf(message -> !subscription.has(message) || !mustArrive(message));
        return expected;
    }

    private boolean mustArrive(Message message) {
        return message.isConfirmed(units) && (message.sent().persistent() || message.nanos() > faults.lastEndNanos());
    }

    private void checkArrived(String id, Message message, Set<String> stranded) {
        List<Receipt> receipts = subscription.receipts(id);
        boolean taken = receipts.stream().anyMatch(receipt -> receipt.mode() != Mode.SWEEP && receipt.mayBeTaken(units));
        if (taken || stranded.contains(id)) {
            return;
        }
        stranded.add(id);
        if (receipts.stream().anyMatch(receipt -> receipt.mode() == Mode.SWEEP)) {
            find(Kind.STUCK, id, "nobody who waited for it got it, and at the end it was still there");
        } else {
            find(Kind.LOST, id, receipts.isEmpty() ? "nobody ever got it" : "it was given back by a rollback and never came again");
        }
    }

    private void checkOrder() {
        List<Receipt> firsts = new ArrayList<>();
        subscription.receipts().values().forEach(receipts -> firsts.add(receipts.get(0)));
        firsts.sort(Comparator.comparingLong(Receipt::nanos));
        Map<String, Message> last = new HashMap<>();
        for (Receipt receipt : firsts) {
            Message message = messages.get(receipt.event().id());
            if (receipt.mode() == Mode.SWEEP || message == null || message.sent().delayMs() > 0 || !message.isFromItsSession()) {
                continue;
            }
            Message before = last.put(message.series(), message);
            if (before != null && before.number() > message.number()) {
                find(Kind.REORDERED, message.sent().id(), "it came after " + before.sent().id());
            }
        }
    }

    private void find(Kind kind, String id, String text) {
        findings.add(new Finding(kind, load, subscription.name(), id, text, List.of()));
    }
}
