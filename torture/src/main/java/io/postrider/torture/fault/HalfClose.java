package io.postrider.torture.fault;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One direction of a connection ends or falls silent, the other goes on; after some seconds it is cut. */
final class HalfClose implements Fault {
    @Override
    public String name() {
        return "half-close";
    }

    @Override
    public String meaning() {
        return "one direction of a connection ends or falls silent while the other goes on, then it is cut";
    }

    @Override
    public Lane lane() {
        return Lane.SURROUNDINGS;
    }

    @Override
    public Injection plan(Random random) {
        return new Half(random.nextDouble(), random.nextDouble(), random.nextBoolean(), random.nextBoolean(), 200 + random.nextInt(4_800));
    }

    private record Half(double relayShare, double connectionShare, boolean upwards, boolean closed, int forMs) implements Injection {
        @Override
        public String text() {
            return "to the " + (upwards ? "broker" : "client") + " it " + (closed ? "ends" : "falls silent") + ", is cut after " + forMs + " ms";
        }

        @Override
        public boolean inject(Arena arena) throws Exception {
            RelayedConnection connection = arena.relay(relayShare).connection(connectionShare);
            if (connection == null) {
                return false;
            }
            connection.halve(upwards, closed);
            TimeUnit.MILLISECONDS.sleep(forMs);
            connection.cut(true);
            return true;
        }
    }
}
