package io.postrider.examples.perf;

import jakarta.jms.DeliveryMode;
import java.util.Arrays;
import java.util.Locale;

/** How messages are sent, and with it how they are received: in transactions if they are sent in transactions, else AUTO_ACKNOWLEDGE. */
public enum SendMode {
    /** Persistent, each send returns when the broker has it (specification 7.2). */
    PERSISTENT,
    /** Persistent, in transactions; producers and consumers commit after the same number of messages. */
    TRANSACTED,
    /** Non-persistent; what a send waits for is the provider's choice. */
    NON_PERSISTENT,
    /** Persistent with a CompletionListener (specification 7.3), a bounded number of them incomplete. */
    ASYNCHRONOUS,
    /** Persistent, each sent and each received in a global transaction of its own, which is prepared and then committed (specification 6.2.13). */
    XA;

    /** @throws IllegalArgumentException naming the value and what is allowed */
    public static SendMode of(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text().equals(text)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "mode cannot be " + text + "; it is one of " + String.join(", ", Arrays.stream(values()).map(SendMode::text).toList())));
    }

    /** As it is written on a command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a producer waits for the end of a transaction, and not for its sends. */
    boolean isTransacted() {
        return this == TRANSACTED || this == XA;
    }

    int deliveryMode() {
        return this == NON_PERSISTENT ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT;
    }
}
