package io.postrider.torture.fault;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** SIGKILL to the broker. What it has written is with the system. */
final class BrokerKill implements Fault {
    static final int DOWN_MS_MAX = 1_500;

    @Override
    public String name() {
        return "broker-kill";
    }

    @Override
    public String meaning() {
        return "kill -9 of the broker, and a start on the same data";
    }

    @Override
    public Lane lane() {
        return Lane.BROKER;
    }

    @Override
    public Injection plan(Random random) {
        return new Kill(random.nextInt(DOWN_MS_MAX));
    }

    private record Kill(int downMs) implements Injection {
        @Override
        public String text() {
            return "killed, started " + downMs + " ms later";
        }

        @Override
        public boolean inject(Arena arena) throws Exception {
            arena.broker().kill();
            TimeUnit.MILLISECONDS.sleep(downMs);
            arena.broker().start();
            return true;
        }
    }
}
