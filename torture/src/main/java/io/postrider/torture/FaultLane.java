package io.postrider.torture;

import io.postrider.torture.fault.Arena;
import io.postrider.torture.fault.Fault;
import io.postrider.torture.log.FaultLog;
import io.postrider.torture.log.FaultLog.Injected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Injects faults of one lane, one after the other, on a thread of its own. Which ones, with which numbers and pauses, follows from the
 * seed; when each begins depends on how long the ones before it took.
 */
final class FaultLane extends Thread {
    private final List<Fault> faults;
    private final Arena arena;
    private final FaultLog log;
    private final Random random;
    private final int pauseMsMin;
    private final int pauseMsMax;
    private final List<Fault> deck = new ArrayList<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile String current = "";
    private volatile Exception failure;

    FaultLane(String name, List<Fault> faults, Arena arena, FaultLog log, Random random, int pauseMsMin, int pauseMsMax) {
        super(name);
        setDaemon(true);
        this.faults = faults;
        this.arena = arena;
        this.log = log;
        this.random = random;
        this.pauseMsMin = pauseMsMin;
        this.pauseMsMax = pauseMsMax;
    }

    @Override
    public void run() {
        try {
            while (!over.await(pauseMsMin + random.nextInt(pauseMsMax - pauseMsMin), TimeUnit.MILLISECONDS)) {
                Fault fault = next();
                Fault.Injection injection = fault.plan(random);
                current = fault.name() + ": " + injection.text();
                long begin = System.nanoTime();
                if (injection.inject(arena)) {
                    log.write(new Injected(begin, System.nanoTime(), injection.jumpMs(), fault.name(), injection.text()));
                    counts.merge(fault.name(), 1, Integer::sum);
                }
                current = "";
            }
        } catch (Exception e) {
            failure = e;
        }
    }

    /** All of them before one comes again, in an order that changes. */
    private Fault next() {
        if (deck.isEmpty()) {
            deck.addAll(faults);
            Collections.shuffle(deck, random);
        }
        return deck.remove(deck.size() - 1);
    }

    /** No more of them; the one that is under way ends. */
    void end() {
        over.countDown();
    }

    Map<String, Integer> counts() {
        return counts;
    }

    /** What went wrong while injecting, or null. */
    String failure() {
        Exception e = failure;
        return e == null ? null : "injecting " + current + " failed: " + e;
    }
}
