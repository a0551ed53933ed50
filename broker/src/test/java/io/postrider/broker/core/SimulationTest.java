package io.postrider.broker.core;

import io.postrider.transport.frame.FrameType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The core under histories that a seed makes. {@code -Dsimulation.seed=7} replays one, {@code -Dsimulation.seeds=20000} runs
 * more of them, {@code -Dsimulation.lines=100000} prints more of one; a failing seed is printed with its last steps.
 */
@Timeout(600)
class SimulationTest {
    private static final int STEPS = 2_000;
    private static final int FAILURES_MAX = 20;
    private static final int SEEDS_FOR_A_BUG = 300;
    /** What the network side deals with, before frames come to the core. */
    private static final Set<FrameType> NETWORK = EnumSet.of(FrameType.CONNECT, FrameType.SASL_CHALLENGE, FrameType.SASL_RESPONSE, FrameType.PING, FrameType.PONG);
    /** Bodies leave by {@link Peer#sendWithBody}. */
    private static final Set<FrameType> NOT_SENT = EnumSet.of(FrameType.CHUNK);

    @Test
    void nothingThatWasConfirmedIsLostOrDoubled() throws InterruptedException {
        Coverage coverage = new Coverage();
        long only = Long.getLong("simulation.seed", -1);
        long seeds = only >= 0 ? 1 : Long.getLong("simulation.seeds", 3_000);
        long from = Math.max(0, only);
        List<String> failures = run(from, from + seeds, coverage);
        assertTrue(failures.isEmpty(), () -> failures.size() + " seeds failed:\n" + failures.stream().map(SimulationTest::lastLine).collect(Collectors.joining("\n"))
                + "\nthe first:\n" + failures.get(0));
        if (seeds >= 1_000) {
            requireAll(seeds, coverage);
        }
    }

    private static void requireAll(long seeds, Coverage coverage) {
        List<String> missing = new ArrayList<>();
        for (Class<?> command : Command.class.getPermittedSubclasses()) {
            require(coverage.count("command", command.getSimpleName()), "command " + command.getSimpleName(), missing);
        }
        for (FrameType type : FrameType.values()) {
            if (type.sender() != FrameType.Side.BROKER && !NETWORK.contains(type)) {
                require(coverage.handledCount(type), type + " to the broker", missing);
            }
            if (type.sender() != FrameType.Side.CLIENT && !NETWORK.contains(type) && !NOT_SENT.contains(type)) {
                require(coverage.sentCount(type), type + " to a client", missing);
            }
        }
        for (Entry.State state : Entry.State.values()) {
            require(coverage.count("state", state.name()), "entry " + state, missing);
        }
        for (String fault : List.of("crash", "crash with write sets that are not applied", "crash with write sets that are not synced",
                "crash with branches in doubt", "clean stop",
                "link cut", "link cut, some frames arrive", "half-open link", "slow link", "link is writable again", "disk low", "disk has room",
                "late read", "reordered read", "overflow late read", "overflow reordered read", "token unknown")) {
            require(coverage.count("fault", fault), "fault " + fault, missing);
        }
        for (String read : List.of("LOG", "MATCHES", "scan", "LookUp", "Delayed", "overflow LOG", "overflow scan", "overflow LookUp")) {
            require(coverage.count("read", read), "read " + read, missing);
        }
        for (String recall : List.of("messages", "nothing")) {
            require(coverage.count("recalled", recall), "recalled " + recall, missing);
        }
        for (String delivery : List.of("again", "dead letter", "with body apart")) {
            require(coverage.count("delivered", delivery), "delivered " + delivery, missing);
        }
        for (String refusal : List.of("DISK_FULL", "DESTINATION_UNKNOWN", "TRANSACTION_TOO_LARGE", "ACKNOWLEDGED_ELSEWHERE")) {
            require(coverage.count("refused", refusal), "refused " + refusal, missing);
        }
        for (String answer : List.of("OK", "RDONLY", "RBROLLBACK", "RBCOMMFAIL", "NOTA", "DUPID", "PROTO", "HEURCOM", "HEURRB")) {
            require(coverage.count("xa", answer), "branches answered " + answer, missing);
        }
        require(coverage.count("recovered", "some"), "branches recovered", missing);
        require(coverage.count("outcome", "asked COMMITTED"), "outcome asked, committed", missing);
        require(coverage.count("outcome", "asked ROLLED_BACK"), "outcome asked, rolled back", missing);
        require(coverage.count("outcome", "rolled back"), "outcome rolled back", missing);
        assertEquals(List.of(), missing, () -> "never reached; what was: " + coverage);
        assertTrue(coverage.count("fault", "crash") >= seeds * Simulation.CRASHES_MIN, () -> "crashes: " + coverage.count("fault", "crash"));
    }

    private static void require(long count, String name, List<String> missing) {
        if (count == 0) {
            missing.add(name);
        }
    }

    @ParameterizedTest
    @EnumSource(value = PlantedBug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedBugIsFound(PlantedBug bug) {
        String failure = null;
        for (long seed = 0; seed < SEEDS_FOR_A_BUG && failure == null; seed++) {
            failure = failure(seed, bug, new Coverage());
        }
        assertNotNull(failure, () -> SEEDS_FOR_A_BUG + " seeds did not find " + bug);
    }

    @Test
    void aSeedReplays() {
        String first = failure(3, PlantedBug.ANSWER_BEFORE_SYNC, new Coverage());
        String second = failure(3, PlantedBug.ANSWER_BEFORE_SYNC, new Coverage());

        assertEquals(lastLine(first), lastLine(second));
        for (long seed = 0; seed < 100; seed++) {
            Coverage before = new Coverage();
            Coverage after = new Coverage();
            failure(seed, PlantedBug.NONE, before);
            failure(seed, PlantedBug.NONE, after);
            assertEquals(before.toString(), after.toString());
        }
    }

    private static String lastLine(String failure) {
        return failure.lines().filter(line -> line.contains(" failed in step ")).findFirst().orElseThrow();
    }

    private static List<String> run(long from, long to, Coverage coverage) throws InterruptedException {
        AtomicLong next = new AtomicLong(from);
        ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread thread = new Thread(() -> {
                for (long seed = next.getAndIncrement(); seed < to && failures.size() < FAILURES_MAX; seed = next.getAndIncrement()) {
                    String failure = failure(seed, PlantedBug.NONE, coverage);
                    if (failure != null) {
                        failures.add(failure);
                    }
                }
            }, "simulation-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(failures);
    }

    /** @return null, or the seed, its last steps and what went wrong */
    static String failure(long seed, PlantedBug bug, Coverage coverage) {
        Simulation simulation = new Simulation(seed, STEPS, bug, coverage);
        try {
            simulation.run();
            return null;
        } catch (Exception | AssertionError e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return simulation + "\n" + simulation.timeline + "seed " + seed + " failed in step " + simulation.step + ": " + trace;
        }
    }
}
