package io.postrider.torture.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The loads that there are. A new one is a class and a line here. */
public final class Loads {
    private static final List<Load> ALL = List.of(new PlainLoad(), new AsynchronousLoad(), new TransactedLoad(), new XaLoad(), new DurableLoad(),
            new SelectorLoad(), new DelayedLoad(), new NonPersistentLoad());

    private Loads() {
    }

    public static List<Load> all() {
        return ALL;
    }

    /** @throws IllegalArgumentException naming those that there are */
    public static Load named(String name) {
        return ALL.stream().filter(load -> load.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "there is no load '" + name + "'; expected one of " + String.join(", ", ALL.stream().map(Load::name).toList())));
    }

    /** Those of one of several client processes: every so many-th, so that each process has producers and consumers of several loads. */
    static Map<Actor, Load> share(List<Load> loads, int process, int processes) {
        Map<Actor, Load> all = new LinkedHashMap<>();
        loads.forEach(load -> load.actors().forEach(actor -> all.put(actor, load)));
        List<Actor> actors = new ArrayList<>(all.keySet());
        for (int i = 0; i < actors.size(); i++) {
            if (i % processes != process) {
                all.remove(actors.get(i));
            }
        }
        for (Load load : Set.copyOf(all.values())) {
            load.inEachProcess(process).forEach(actor -> all.put(actor, load));
        }
        return all;
    }
}
