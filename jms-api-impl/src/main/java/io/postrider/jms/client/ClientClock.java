package io.postrider.jms.client;

import java.util.function.LongSupplier;

/**
 * The two clocks of this process. Any thread.
 *
 * @param nanos   runs steadily; for how long something takes
 * @param epochMs milliseconds since 1970; for what people read
 */
public record ClientClock(LongSupplier nanos, LongSupplier epochMs) {
    /** The clocks of the machine: the only place in the client that asks them. */
    public static final ClientClock SYSTEM = new ClientClock(System::nanoTime, System::currentTimeMillis);

    public long nanosNow() {
        return nanos.getAsLong();
    }

    public long epochMsNow() {
        return epochMs.getAsLong();
    }
}
