package io.postrider.broker.core;

import java.util.ArrayDeque;
import java.util.Deque;

/** What operators should read in the log. Owned by the core's thread. */
final class Notices {
    private static final int KEPT_MAX = 1000;

    private final Deque<String> sentences = new ArrayDeque<>();
    private long dropped;

    void say(String sentence) {
        if (sentences.size() < KEPT_MAX) {
            sentences.addLast(sentence);
        } else {
            dropped++;
        }
    }

    /** The next one, which is taken; null if there is none. */
    String take() {
        if (sentences.isEmpty() && dropped > 0) {
            long untold = dropped;
            dropped = 0;
            return untold + " more notices came at once and were not kept";
        }
        return sentences.pollFirst();
    }
}
