package io.postrider.transport.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Lets the peer hear something at least once per interval and notices when the peer does not. Belongs to one link and its event
 * loop, whose clock it goes by. One timer is pending at a time; reading and writing only note the time.
 */
final class Heartbeat {
    /** Intervals without a byte of the peer that end a link. */
    static final int INTERVALS_SILENT_MAX = 3;

    private final EventLoop eventLoop;
    private final Runnable ping;
    private final LongConsumer missed;
    private long intervalNs;
    private long lastReadNs;
    private long lastWrittenNs;
    private Future<?> timer;

    /** @param missed gets the milliseconds without a byte */
    Heartbeat(EventLoop eventLoop, Runnable ping, LongConsumer missed) {
        this.eventLoop = eventLoop;
        this.ping = ping;
        this.missed = missed;
        this.lastReadNs = now();
        this.lastWrittenNs = lastReadNs;
    }

    /** @param intervalMs 0 stops it */
    void start(int intervalMs) {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        intervalNs = TimeUnit.MILLISECONDS.toNanos(intervalMs);
        if (intervalMs > 0) {
            lastReadNs = now();
            schedule();
        }
    }

    void read() {
        lastReadNs = now();
    }

    void written() {
        lastWrittenNs = now();
    }

    private void tick() {
        long now = now();
        long silentNs = now - lastReadNs;
        if (silentNs >= INTERVALS_SILENT_MAX * intervalNs) {
            missed.accept(TimeUnit.NANOSECONDS.toMillis(silentNs));
            return;
        }
        if (now - lastWrittenNs >= intervalNs) {
            // counts as written also while the socket takes nothing, or this would not end
            lastWrittenNs = now;
            ping.run();
        }
        schedule();
    }

    private void schedule() {
        long untilPingNs = lastWrittenNs + intervalNs - now();
        long untilMissedNs = lastReadNs + INTERVALS_SILENT_MAX * intervalNs - now();
        timer = eventLoop.schedule(this::tick, Math.max(0, Math.min(untilPingNs, untilMissedNs)), TimeUnit.NANOSECONDS);
    }

    private long now() {
        return eventLoop.ticker().nanoTime();
    }
}
