package io.postrider.torture;

import io.postrider.torture.ClientProcess.Count;
import io.postrider.torture.fault.Arena;
import io.postrider.torture.fault.Relay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All client processes of a run. Every method is synchronized: one lane of faults kills, the run's thread looks on. */
final class ClientFleet implements Arena.Clients {
    private final TortureOptions options;
    private final Path logs;
    private final Path output;
    private final List<Relay> relays;
    private final List<ClientProcess> processes = new ArrayList<>();
    private final List<Integer> incarnations = new ArrayList<>();
    /** What those did that were killed. */
    private final Map<String, Count> former = new TreeMap<>();
    private String told;

    /** @param relays one for each process that is to be started */
    ClientFleet(TortureOptions options, Path logs, Path output, List<Relay> relays) {
        this.options = options;
        this.logs = logs;
        this.output = output;
        this.relays = relays;
    }

    synchronized void start() throws IOException {
        for (int i = 0; i < relays.size(); i++) {
            incarnations.add(0);
            processes.add(start(i));
        }
    }

    private ClientProcess start(int process) throws IOException {
        String url = "postrider://127.0.0.1:" + relays.get(process).port();
        int incarnation = incarnations.get(process);
        return ClientProcess.start("client-" + process + "." + incarnation, List.of(url, Long.toString(options.seed()), logs.toString(),
                String.join(",", options.loads()), Integer.toString(incarnation), Integer.toString(process), Integer.toString(relays.size())), output);
    }

    /** go, drain or end; whoever is started later is told too. */
    synchronized void tell(String line) {
        told = line;
        processes.forEach(process -> process.tell(line));
    }

    @Override
    public synchronized void kill(int process) throws InterruptedException {
        processes.get(process).kill();
        processes.get(process).counts().forEach((load, count) -> former.merge(load, count, Count::plus));
        incarnations.set(process, incarnations.get(process) + 1);
        processes.get(process).counts().clear();
    }

    @Override
    public synchronized void startAgain(int process) throws IOException {
        processes.set(process, start(process));
        if (told != null) {
            processes.get(process).tell(told);
        }
    }

    synchronized boolean all(Predicate<ClientProcess> condition) {
        return processes.stream().allMatch(condition);
    }

    synchronized List<ClientProcess> not(Predicate<ClientProcess> condition) {
        return processes.stream().filter(condition.negate()).toList();
    }

    /** By load. */
    synchronized Map<String, Count> counts() {
        Map<String, Count> all = new TreeMap<>(former);
        processes.forEach(process -> process.counts().forEach((load, count) -> all.merge(load, count, Count::plus)));
        return all;
    }

    Count sum() {
        return counts().values().stream().reduce(new Count(0, 0), Count::plus);
    }

    synchronized void killAll() throws InterruptedException {
        for (ClientProcess process : processes) {
            process.kill();
        }
    }
}
