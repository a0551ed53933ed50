package io.postrider.broker.net;

import io.postrider.broker.security.Authenticator;
import io.postrider.transport.frame.Limits;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What every connection of a broker shares.
 *
 * @param core          where commands go
 * @param authenticator who may come in
 * @param bodies        large bodies, read in parts
 * @param workers       bounded; for what takes milliseconds: logins, long selectors, JSON
 * @param later         runs a task after some milliseconds; the task is short
 * @param limits        what clients are told and held to
 * @param tokens        secrets of new connections, 16 random bytes each
 */
public record ConnectionContext(CommandSink core, Authenticator authenticator, BodySource bodies, Executor workers, Later later,
                                Limits limits, Supplier<byte[]> tokens) {

    /** Runs tasks after a while, or never if the broker is stopping. Any thread. */
    public interface Later {
        void run(Runnable task, int afterMs);
    }
}
