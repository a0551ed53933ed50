package io.postrider.torture.fault;

import java.util.Random;

/** A connection ends in the middle of a frame. */
final class ConnectionCut implements Fault {
    private static final int BYTES_MAX = 20_000;
    /** One over which less passes is cut all the same. */
    private static final int WAIT_MS = 2_000;

    @Override
    public String name() {
        return "connection-cut";
    }

    @Override
    public String meaning() {
        return "a connection is cut at a random byte, in order or with a reset";
    }

    @Override
    public Lane lane() {
        return Lane.SURROUNDINGS;
    }

    @Override
    public Injection plan(Random random) {
        return new Cut(random.nextDouble(), random.nextDouble(), random.nextBoolean(), random.nextInt(BYTES_MAX), random.nextBoolean());
    }

    private record Cut(double relayShare, double connectionShare, boolean upwards, int bytes, boolean abruptly) implements Injection {
        @Override
        public String text() {
            return "after " + bytes + " bytes to the " + (upwards ? "broker" : "client") + (abruptly ? ", with a reset" : ", in order");
        }

        @Override
        public boolean inject(Arena arena) throws Exception {
            RelayedConnection connection = arena.relay(relayShare).connection(connectionShare);
            if (connection == null) {
                return false;
            }
            connection.cutAfter(upwards, bytes, abruptly);
            if (!connection.awaitEnd(WAIT_MS)) {
                connection.cut(abruptly);
            }
            return true;
        }
    }
}
