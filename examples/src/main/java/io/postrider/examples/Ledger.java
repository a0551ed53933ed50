package io.postrider.examples;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What became of each message of the {@link Workload}, by its number. It counts what the API promised: sent when send or commit
 * returned, received when acknowledge or commit returned. Any thread.
 */
final class Ledger {
    /** What a thread can be in the middle of. */
    enum Call { SEND, COMMIT, ACKNOWLEDGE }

    private final AtomicIntegerArray sentTimes;
    private final AtomicIntegerArray receivedTimes;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger doubled = new AtomicInteger();
    private final AtomicInteger deliveredAfter = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    /** Messages in calls that have not returned, by kind of call. */
    private final AtomicIntegerArray inCalls = new AtomicIntegerArray(Call.values().length);
    private final AtomicLong lastReturnNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong longestPauseNanos = new AtomicLong();
    private final long startNanos = System.nanoTime();
    private volatile long endNanos;

    /** @param count messages have the numbers from 0 to below this */
    Ledger(int count) {
        sentTimes = new AtomicIntegerArray(count);
        receivedTimes = new AtomicIntegerArray(count);
    }

    int count() {
        return sentTimes.length();
    }

    /** A call begins that is to settle so many messages. */
    void begin(Call call, int messages) {
        inCalls.addAndGet(call.ordinal(), messages);
    }

    /** The call has returned or thrown. */
    void end(Call call, int messages) {
        inCalls.addAndGet(call.ordinal(), -messages);
        long now = System.nanoTime();
        longestPauseNanos.accumulateAndGet(now - lastReturnNanos.getAndSet(now), Math::max);
    }

    /** The API has promised that this message is with the broker. */
    void sent(int number) {
        sentTimes.incrementAndGet(number);
        sent.incrementAndGet();
    }

    /** The API has handed this message over, which is wrong once it has promised that it will not come again. */
    void delivered(int number) {
        if (receivedTimes.get(number) > 0) {
            deliveredAfter.incrementAndGet();
        }
    }

    /** The API has promised that this message will not come again: to two receivers, if it is the second time. */
    void received(int number) {
        if (receivedTimes.incrementAndGet(number) > 1) {
            doubled.incrementAndGet();
        } else if (received.incrementAndGet() == count()) {
            endNanos = System.nanoTime();
        }
    }

    /** A transaction was rolled back, or an acknowledgement refused: these messages come again, as they should. */
    void repeated(int messages) {
        repeated.addAndGet(messages);
    }

    boolean isEverythingReceived() {
        return received.get() == count();
    }

    boolean isEverythingSent() {
        return sent.get() == count();
    }

    boolean isRight() {
        return lost() == 0 && doubled.get() == 0 && deliveredAfter.get() == 0 && isEverythingSent();
    }

    int received() {
        return received.get();
    }

    /** Promised to be with the broker, and not received; while messages are on the way this is not 0. */
    private int lost() {
        int lost = 0;
        for (int number = 0; number < count(); number++) {
            lost += sentTimes.get(number) > 0 && receivedTimes.get(number) == 0 ? 1 : 0;
        }
        return lost;
    }

    /** One line, {@code name=number} each. */
    String line() {
        long end = endNanos == 0 ? System.nanoTime() : endNanos;
        return "sent=" + sent + " received=" + received + " unreceived=" + lost() + " doubled=" + doubled + " delivered-after=" + deliveredAfter + " repeated=" + repeated
                + " sending=" + inCalls.get(Call.SEND.ordinal()) + " committing=" + inCalls.get(Call.COMMIT.ordinal())
                + " acknowledging=" + inCalls.get(Call.ACKNOWLEDGE.ordinal())
                + " longest-pause-ms=" + longestPauseNanos.get() / 1_000_000 + " elapsed-ms=" + (end - startNanos) / 1_000_000;
    }
}
