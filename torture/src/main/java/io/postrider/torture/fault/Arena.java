package io.postrider.torture.fault;

import java.util.List;

/**
 * What faults act on. Immutable; each part says who may use it.
 *
 * @param relays  one for each client process, in their order
 * @param clients kills and starts again
 */
public record Arena(TorturedBroker broker, List<Relay> relays, Clients clients) {
    public Arena {
        relays = List.copyOf(relays);
    }

    /** The client processes, as faults see them. */
    public interface Clients {
        /** SIGKILL to one of them. @return after it is gone */
        void kill(int process) throws InterruptedException;

        /** Starts the one that was killed, which goes on where its work is now. */
        void startAgain(int process) throws java.io.IOException;
    }

    /** One of the relays, or of the client processes: {@code share} of all, 0 to 1. */
    int process(double share) {
        return (int) (share * relays.size());
    }

    Relay relay(double share) {
        return relays.get(process(share));
    }
}
