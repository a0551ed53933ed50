package io.postrider.torture.fault;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** SIGKILL to a client process, in the middle of whatever its producers and consumers do. */
final class ClientKill implements Fault {
    private static final int DOWN_MS_MAX = 1_000;

    @Override
    public String name() {
        return "client-kill";
    }

    @Override
    public String meaning() {
        return "kill -9 of a client process, and a start of the next one";
    }

    @Override
    public Lane lane() {
        return Lane.SURROUNDINGS;
    }

    @Override
    public Injection plan(Random random) {
        return new Kill(random.nextDouble(), random.nextInt(DOWN_MS_MAX));
    }

    private record Kill(double share, int downMs) implements Injection {
        @Override
        public String text() {
            return "one is killed, the next one started " + downMs + " ms later";
        }

        @Override
        public boolean inject(Arena arena) throws Exception {
            int process = arena.process(share);
            arena.clients().kill(process);
            TimeUnit.MILLISECONDS.sleep(downMs);
            arena.clients().startAgain(process);
            return true;
        }
    }
}
