package io.postrider.torture.check;

import io.postrider.torture.log.Event;
import io.postrider.torture.log.Event.Mode;
import io.postrider.torture.log.FaultLog.Injected;
import io.postrider.torture.log.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Logs of a run that never was, written by hand: each call is one line, and a tenth of a second later than the one before. */
final class WrittenLogs {
    static final String QUEUE = "queue:q";
    private static final long STEP_NANOS = 100_000_000;

    private final Path folder;
    private long nanos = 1_000_000_000L;

    WrittenLogs(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("load"));
        write(folder.resolve(Checker.FAULTS_FILE), "start 0");
    }

    /** Lets time pass. */
    WrittenLogs later(double seconds) {
        nanos += (long) (seconds * 1e9);
        return this;
    }

    WrittenLogs fault(double seconds, long jumpMs) throws IOException {
        Injected fault = new Injected(nanos, nanos + (long) (seconds * 1e9), jumpMs, "broker-kill", "by hand");
        write(folder.resolve(Checker.FAULTS_FILE), fault.beginNanos() + " " + fault.endNanos() + " " + fault.jumpMs() + " " + fault.kind() + " " + fault.text());
        return this;
    }

    WrittenLogs event(String actor, Event event) throws IOException {
        nanos += STEP_NANOS;
        write(folder.resolve("load").resolve(actor + ".log"), nanos + " " + event.text());
        return this;
    }

    WrittenLogs open(String actor, Mode mode) throws IOException {
        return event(actor, new Event.Opened(QUEUE, QUEUE, Event.NONE, mode));
    }

    WrittenLogs sends(String id) throws IOException {
        return sends(id, Event.NONE);
    }

    WrittenLogs sends(String id, String unit) throws IOException {
        return event("p.0", new Event.Sent(id, QUEUE, Event.NONE, 4, 0, true, unit));
    }

    WrittenLogs sent(String id) throws IOException {
        return sends(id).event("p.0", new Event.Ended(id, Outcome.DONE));
    }

    WrittenLogs receives(String actor, String id, boolean flagged, String unit) throws IOException {
        return event(actor, new Event.Received(QUEUE, id, flagged, flagged ? 2 : 1, true, unit));
    }

    WrittenLogs ending(String actor, String unit) throws IOException {
        return event(actor, new Event.UnitEnding(unit));
    }

    WrittenLogs ended(String actor, String unit, Outcome outcome) throws IOException {
        return event(actor, new Event.UnitEnded(unit, outcome));
    }

    /** Received, and known to be acknowledged. */
    WrittenLogs takes(String actor, String id, boolean flagged, String unit) throws IOException {
        return receives(actor, id, flagged, unit).ending(actor, unit).ended(actor, unit, Outcome.DONE);
    }

    Verdict verdict() throws IOException {
        return new Checker(folder).check(true);
    }

    private static void write(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
