package io.postrider.torture.load;

import io.postrider.torture.load.Phase.Step;
import io.postrider.torture.log.EventLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A client process. Arguments: {@code URL SEED LOGS LOADS INCARNATION PROCESS PROCESSES}, or {@code sweep} for the last two. The log of its transaction
 * manager, which the process after it with that number goes on with, is in a folder beside LOGS. On its input it is told
 * {@code go}, {@code drain} and {@code end}; on its output it says {@code ready} when all its consumers are open, {@code count LOAD SENT RECEIVED} each
 * second, {@code drained} when nobody sends any more, and {@code ended}. It ends with its input, so that nobody leaves one behind.
 */
public final class ClientMain {
    private static final int COUNT_MS = 1_000;
    private static final int BROKEN = 4;

    private final Phase phase = new Phase();
    private final Map<String, Counters> counters = new TreeMap<>();
    private final List<ActorThread> threads = new ArrayList<>();
    private final CountDownLatch opened;

    private ClientMain(int consumers) {
        opened = new CountDownLatch(consumers);
    }

    public static void main(String[] arguments) throws Exception {
        // a defect of the torture's own must not look like one of the broker
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(BROKEN);
        });
        List<Load> loads = Arrays.stream(arguments[3].split(",")).map(Loads::named).toList();
        boolean sweep = arguments[5].equals("sweep");
        Map<Actor, Load> actors = sweep ? sweepers(loads) : Loads.share(loads, Integer.parseInt(arguments[5]), Integer.parseInt(arguments[6]));
        ClientMain client = new ClientMain((int) actors.keySet().stream().filter(actor -> actor.source() != null).count());
        Path logs = Path.of(arguments[2]);
        Provider provider = Provider.at(arguments[0], logs.resolveSibling("transactions").resolve(arguments[5]), "torture-" + arguments[5]);
        client.start(actors, provider, Long.parseLong(arguments[1]), logs, arguments[4]);
        if (sweep) {
            client.phase.advance(Step.ENDING);
        }
        new Thread(client::obey, "torture-input").start();
        client.tell();
    }

    /** One for each source that somebody consumed from. */
    private static Map<Actor, Load> sweepers(List<Load> loads) {
        Map<Source, Load> sources = new HashMap<>();
        loads.forEach(load -> load.actors().stream().filter(actor -> actor.source() != null).forEach(actor -> sources.put(actor.source(), load)));
        Map<Actor, Load> sweepers = new HashMap<>();
        sources.forEach((source, load) -> sweepers.put(new Sweeping("sweep-" + sweepers.size(), source), load));
        return sweepers;
    }

    private void start(Map<Actor, Load> actors, Provider provider, long seed, Path logs, String incarnation) throws IOException {
        for (Map.Entry<Actor, Load> each : actors.entrySet()) {
            Actor actor = each.getKey();
            String load = each.getValue().name();
            String name = actor.name() + "." + incarnation;
            EventLog log = new EventLog(logs.resolve(load).resolve(name + ".log"));
            Counters counter = counters.computeIfAbsent(load, none -> new Counters());
            CountDownLatch first = new CountDownLatch(1);
            threads.add(new ActorThread(actor, new Stage(provider, log, phase, counter, seed, name, () -> openedFirst(first))));
        }
        threads.forEach(Thread::start);
    }

    private void openedFirst(CountDownLatch first) {
        if (first.getCount() > 0) {
            first.countDown();
            opened.countDown();
        }
    }

    private void obey() {
        try {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (line) {
                    case "go" -> phase.advance(Step.WORKING);
                    case "drain" -> phase.advance(Step.DRAINING);
                    case "end" -> phase.advance(Step.ENDING);
                    default -> throw new IllegalArgumentException("'" + line + "' on the input, expected go, drain or end");
                }
            }
        } catch (IOException e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(0);
    }

    /** On the main thread, until all threads have ended. */
    private void tell() throws InterruptedException {
        boolean ready = false;
        boolean drained = false;
        while (threads.stream().anyMatch(Thread::isAlive)) {
            if (!ready && opened.await(COUNT_MS, TimeUnit.MILLISECONDS)) {
                ready = true;
                say("ready");
            }
            if (!drained && phase.isAtLeast(Step.DRAINING) && threads.stream().noneMatch(thread -> thread.sends() && thread.isAlive())) {
                drained = true;
                say("drained");
            }
            count();
            threads.stream().filter(Thread::isAlive).findAny().ifPresent(ClientMain::join);
        }
        count();
        if (!drained) {
            // all of them had ended before anybody looked
            say("drained");
        }
        say("ended");
        Runtime.getRuntime().halt(0);
    }

    private static void join(Thread thread) {
        try {
            thread.join(COUNT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count() {
        counters.forEach((load, counter) -> say("count " + load + " " + counter));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
