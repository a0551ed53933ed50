package io.postrider.examples.perf;

/**
 * Who sends and receives what, through one queue. Each producer and consumer has a connection of its own, as programs of their own would.
 *
 * @param producers      1 to 1,024, a thread each
 * @param consumers      1 to 1,024, a thread each
 * @param bodyBytes      of each message, a BytesMessage; at least {@value Stamp#BYTES}
 * @param perTransaction messages per commit, for {@link SendMode#TRANSACTED} only
 * @param inFlight       incomplete sends per producer at the most, for {@link SendMode#ASYNCHRONOUS} only
 */
public record Load(SendMode mode, int producers, int consumers, int bodyBytes, int perTransaction, int inFlight) {
    public static final Load DEFAULT = new Load(SendMode.PERSISTENT, 1, 1, 1024, 100, 1_000);

    private static final int CLIENTS_MAX = 1_024;
    private static final int BODY_BYTES_MAX = 256 * 1024 * 1024;
    private static final int AT_ONCE_MAX = 100_000;

    public Load {
        between("producers", producers, 1, CLIENTS_MAX);
        between("consumers", consumers, 1, CLIENTS_MAX);
        between("size", bodyBytes, Stamp.BYTES, BODY_BYTES_MAX);
        between("per-transaction", perTransaction, 1, AT_ONCE_MAX);
        between("in-flight", inFlight, 1, AT_ONCE_MAX);
    }

    /** Messages that one call waits for: those of a local transaction, otherwise one. */
    int messagesPerOperation() {
        return mode == SendMode.TRANSACTED ? perTransaction : 1;
    }

    static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " cannot be " + value + "; it is a number from " + least + " to " + most);
        }
    }
}
