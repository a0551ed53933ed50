package io.postrider.tck.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Connections that break, again and again: whatever pools and brokers hold is given back. */
class PoolHealthIT extends ServerCase {
    private static final int COUNT = Integer.getInteger("server.poolTransactions", 500);
    private static final int CALLERS = 4;
    /** One transaction in so many meets a broken connection. */
    private static final int CUT_EVERY = 25;
    private static final int HOURS_MAX = 3;
    private static final Duration MOST = Duration.ofMinutes(4);
    /** Beside what grows with use and not with failures: workers of the server, threads that are about to end. */
    private static final int MORE_THREADS_MAX = 15;
    private static final int BROKERS = 2;
    private static final String QUEUE = "pool";

    private final Set<String> committed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failed = new AtomicInteger();

    @Test
    @org.junit.jupiter.api.Timeout(value = HOURS_MAX, unit = TimeUnit.HOURS)
    void transactions_over_connections_that_break_leave_nothing_behind() throws Exception {
        transactions("first", COUNT / 2, true);
        calm("calm");
        int connectionsBefore = count("connectionCount");
        int sessionsBefore = count("sessionCount");
        int threadsBefore = threads();
        transactions("second", COUNT - COUNT / 2, true);
        calm("still");
        assertTrue(committed.size() > COUNT / 2, () -> "only " + committed.size() + " of " + COUNT + " transactions were committed, and " + failed + " failed");
        Waiting.until(MOST, () -> "branches are left at the brokers: " + open(first()) + open(second()), () -> open(first()).isEmpty() && open(second()).isEmpty());
        // one more of recovery, with its session, may be there for a moment at each broker
        Waiting.until(MOST, () -> "connections are left at the brokers: there were " + connectionsBefore + ", and there are " + count("connectionCount"),
                () -> count("connectionCount") <= connectionsBefore + BROKERS);
        Waiting.until(MOST, () -> "sessions are left at the brokers: there were " + sessionsBefore + ", and there are " + count("sessionCount"),
                () -> count("sessionCount") <= sessionsBefore + BROKERS);
        Waiting.until(MOST, () -> "threads are left in the server: there were " + threadsBefore + ", and there are " + threadsText(),
                () -> threads() <= threadsBefore + MORE_THREADS_MAX);
        assertAtomic();
    }

    /** A time without failures, in which pools drop what is broken. */
    private void calm(String name) throws Exception {
        int before = failed.get();
        transactions(name + " one", CALLERS * 10, false); // may still meet what is broken
        Waiting.until(MOST, () -> "transactions still fail though no connection breaks", () -> {
            int failedBefore = failed.get();
            transactions(name + " " + System.nanoTime(), CALLERS * 5, false);
            return failed.get() == failedBefore;
        });
        assertTrue(failed.get() >= before);
    }

    private void transactions(String name, int count, boolean cut) throws Exception {
        Random random = new Random(count);
        AtomicInteger next = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        for (int i = 0; i < CALLERS; i++) {
            callers.execute(() -> {
                for (int k = next.getAndIncrement(); k < count; k = next.getAndIncrement()) {
                    transaction(name + "-" + k);
                    if (cut && random.nextInt(CUT_EVERY) == 0) {
                        cut(random.nextBoolean() ? first() : second());
                    }
                }
            });
        }
        callers.shutdown();
        assertTrue(callers.awaitTermination(HOURS_MAX, TimeUnit.HOURS));
    }

    private void transaction(String text) {
        try {
            application().call("sendToBoth", "queue", QUEUE, "text", text, "rollback", "false");
            committed.add(text);
        } catch (IOException expected) {
            failed.incrementAndGet();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void cut(ServerBroker broker) {
        try {
            broker.gate().cut();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was committed is at both brokers once; what failed is at both or at none. */
    private void assertAtomic() throws Exception {
        List<String> one = atFirst.receiveAll(QUEUE);
        List<String> two = atSecond.receiveAll(QUEUE);
        assertEquals(new HashSet<>(one), new HashSet<>(two));
        assertEquals(one.size(), new HashSet<>(one).size(), "doubled at the first broker");
        assertEquals(two.size(), new HashSet<>(two).size(), "doubled at the second broker");
        assertTrue(new HashSet<>(one).containsAll(committed), "what was committed is missing");
    }

    /** Branches that somebody still has to end; one that the broker has rolled back by itself is but remembered for a while. */
    private static List<String> open(ServerBroker broker) {
        try {
            List<String> open = new ArrayList<>();
            for (JsonNode each : broker.transactions()) {
                if (!each.path("state").asText().equals("ROLLBACK_ONLY")) {
                    open.add(each.toString());
                }
            }
            return open;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With a link; what a broker keeps of others, so that they may be resumed, goes by itself. */
    private int count(String what) {
        try {
            return first().status().path(what).asInt() + second().status().path(what).asInt();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int threads() throws Exception {
        return threadsText().lines().mapToInt(line -> Integer.parseInt(line.substring(0, line.indexOf(' ')))).sum();
    }

    private String threadsText() {
        try {
            return application().call("threads");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
