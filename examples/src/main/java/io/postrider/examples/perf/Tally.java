package io.postrider.examples.perf;

import java.util.BitSet;

/** Which messages were sent and received, exactly. Any thread. */
final class Tally {
    private final BitSet[] received;
    private final int[] sent;
    private long doubled;
    private long foreign;

    Tally(int producers) {
        received = new BitSet[producers];
        sent = new int[producers];
        for (int i = 0; i < producers; i++) {
            received[i] = new BitSet();
        }
    }

    /** The broker has said that it has all messages of this producer below that number. */
    void sentBelow(int producer, int number) {
        synchronized (received[producer]) {
            sent[producer] = number;
        }
    }

    /** Returns whether it is received for the first time. */
    boolean received(int producer, int number) {
        BitSet numbers = received[producer];
        synchronized (numbers) {
            if (!numbers.get(number)) {
                numbers.set(number);
                return true;
            }
        }
        synchronized (this) {
            doubled++;
        }
        return false;
    }

    synchronized void foreign() {
        foreign++;
    }

    /** After all threads have ended. */
    Counts counts(long notSent) {
        long sentCount = 0;
        long receivedCount = 0;
        long lost = 0;
        for (int i = 0; i < sent.length; i++) {
            synchronized (received[i]) {
                sentCount += sent[i];
                receivedCount += received[i].cardinality();
                lost += sent[i] - received[i].get(0, sent[i]).cardinality();
            }
        }
        synchronized (this) {
            return new Counts(sentCount, receivedCount, lost, doubled, foreign, notSent);
        }
    }
}
