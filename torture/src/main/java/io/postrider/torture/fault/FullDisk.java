package io.postrider.torture.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The disk has no room: the broker goes on with a copy of its data on a small file system, which is made as small as what is on it, and
 * comes back to its own disk. Short of room it refuses sends; without any it ends by itself. Where no file system may be mounted, the
 * broker is started with a reserve that no disk has, so that it refuses sends.
 */
final class FullDisk implements Fault {
    private static final long MIB = 1 << 20;
    /** What the broker keeps free there; it looks once a second. */
    private static final long RESERVE_MIB = 512;
    /** Beyond the data, so that all is well at first. */
    private static final long ROOM_MIB = 2 * RESERVE_MIB;
    /** Enough for the broker to write out what it has in memory. */
    private static final long SHORT_MIB = 400;
    private static final int BEFORE_MS = 500;
    private static final String NO_DISK_HAS = "diskReserveBytes=1048576 GiB";

    private final boolean mountable;

    /** @param mountable whether this user may mount */
    FullDisk(boolean mountable) {
        this.mountable = mountable;
    }

    @Override
    public String name() {
        return "full-disk";
    }

    @Override
    public String meaning() {
        return "the data moves to a small file system, which gets short of room or full, and back";
    }

    @Override
    public Lane lane() {
        return Lane.BROKER;
    }

    @Override
    public Injection plan(Random random) {
        boolean full = random.nextBoolean();
        int forMs = 1_500 + random.nextInt(3_500);
        long left = random.nextInt(256 * 1024);
        return mountable ? new Small(full, left, forMs) : new Reserve(forMs);
    }

    private record Small(boolean full, long leftBytes, int forMs) implements Injection {
        @Override
        public String text() {
            return full ? "full but for " + leftBytes + " bytes, for " + forMs + " ms" : "less than the reserve is free, for " + forMs + " ms";
        }

        @Override
        public boolean inject(Arena arena) throws Exception {
            TorturedBroker broker = arena.broker();
            broker.kill();
            long mib = DataFolders.bytes(broker.home()) / MIB + ROOM_MIB;
            try (SmallDisk disk = SmallDisk.mount(broker.home().resolveSibling("small-disk"), mib)) {
                Path there = disk.folder().resolve("data");
                move(broker, there);
                broker.start(List.of("diskReserveBytes=" + (full ? "0" : RESERVE_MIB + " MiB")));
                TimeUnit.MILLISECONDS.sleep(BEFORE_MS);
                if (full) {
                    broker.mayEnd();
                }
                disk.leave(full ? leftBytes : SHORT_MIB * MIB);
                boolean ended = false;
                if (full) {
                    ended = broker.awaitEnd(forMs);
                } else {
                    TimeUnit.MILLISECONDS.sleep(forMs);
                }
                disk.resize(mib);
                if (!ended) {
                    broker.kill();
                }
                move(broker, broker.home());
            }
            broker.start();
            return true;
        }

        private static void move(TorturedBroker broker, Path to) throws IOException {
            Path from = broker.data();
            DataFolders.copy(from, to);
            DataFolders.delete(from);
            broker.useData(to);
        }
    }

    private record Reserve(int forMs) implements Injection {
        @Override
        public String text() {
            return "a reserve that no disk has, for " + forMs + " ms";
        }

        @Override
        public boolean inject(Arena arena) throws Exception {
            arena.broker().kill();
            arena.broker().start(List.of(NO_DISK_HAS));
            TimeUnit.MILLISECONDS.sleep(forMs);
            arena.broker().kill();
            arena.broker().start();
            return true;
        }
    }
}
