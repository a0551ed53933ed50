package io.postrider.torture.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The faults that there are on this machine. Immutable. A new one is a class and a line here. */
public final class Faults {
    private static final String FULL_DISK = "full-disk";

    private final List<Fault> all;
    private final List<String> notes;

    private Faults(List<Fault> all, List<String> notes) {
        this.all = List.copyOf(all);
        this.notes = List.copyOf(notes);
    }

    /** @param folder where a file system may be mounted for a moment, to see whether that is permitted; must not exist */
    public static Faults here(Path folder) throws InterruptedException {
        String why = SmallDisk.impossible(folder);
        List<String> notes = new ArrayList<>();
        if (why != null) {
            notes.add(FULL_DISK + ": a small file system cannot be mounted here (" + why + "), so the broker's disk reserve is used instead; it refuses sends, but no write fails");
        }
        return new Faults(all(why == null), notes);
    }

    private static List<Fault> all(boolean mountable) {
        return List.of(new BrokerKill(), new PowerLoss(), new FailingSync(), new FullDisk(mountable), new ClientKill(), new ConnectionCut(),
                new RelayDelay(), new HalfClose(), new SlowSync(), new ClockJump());
    }

    /** What is there on any machine, for help and for checking names. */
    public static List<String> names() {
        return all(true).stream().map(Fault::name).toList();
    }

    public static String meaning(String name) {
        return all(true).stream().filter(fault -> fault.name().equals(name)).findFirst().orElseThrow().meaning();
    }

    public List<Fault> named(List<String> names) {
        return all.stream().filter(fault -> names.contains(fault.name())).toList();
    }

    /** What is not as it should be here, a sentence each, of these faults. */
    public List<String> notes(List<String> names) {
        return notes.stream().filter(note -> names.stream().anyMatch(note::startsWith)).toList();
    }
}
