package io.postrider.broker.store;

import org.rocksdb.RocksDBException;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts what could not be read and logs each place once. Used by all readers of a store. */
final class Damage {
    /** A log line each; what is beyond is only counted. */
    private static final int PLACES_LOGGED_MAX = 1_000;
    private static final System.Logger LOG = System.getLogger(Damage.class.getName());

    private final Consumer<RocksDBException> unreadable;
    private final AtomicBoolean told = new AtomicBoolean();
    private final LongAdder count = new LongAdder();
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /** @param unreadable told once, at the first part of a file that cannot be read */
    Damage(Consumer<RocksDBException> unreadable) {
        this.unreadable = unreadable;
    }

    /** A record that is there and cannot be used: it stays where it is and is passed over. */
    void setAside(String place, Exception cause) {
        note(place, place + " is damaged and was set aside: " + cause.getMessage(), cause);
    }

    /** A part of a file that cannot be read: what lies in it is passed over, what lies behind goes on. */
    void fence(String from, String to, Exception cause) {
        note(from, "the store cannot read from " + from + " up to " + to + ", and passes it over: " + cause.getMessage()
                + ". Check the disk; a restored copy of the data folder has what lies there", cause);
    }

    long count() {
        return count.sum();
    }

    private void note(String place, String line, Exception cause) {
        count.increment();
        if (cause instanceof RocksDBException rocks && told.compareAndSet(false, true)) {
            unreadable.accept(rocks);
        }
        if (logged.size() < PLACES_LOGGED_MAX && logged.add(place)) {
            LOG.log(System.Logger.Level.ERROR, line, cause);
        }
    }
}
