package io.postrider.benchmark.compare;

import io.postrider.examples.perf.Load;
import io.postrider.examples.perf.SendMode;
import java.util.List;

/** A line of the comparison: a load under a name such as "persistent 16/16" (producers/consumers). 1 KB bodies, one queue. */
record Row(String name, Load load) {
    static final List<Row> ALL = List.of(
            of(SendMode.PERSISTENT, 1), of(SendMode.PERSISTENT, 16), of(SendMode.PERSISTENT, 64),
            of(SendMode.TRANSACTED, 1), of(SendMode.TRANSACTED, 4),
            of(SendMode.NON_PERSISTENT, 1), of(SendMode.NON_PERSISTENT, 4),
            of(SendMode.ASYNCHRONOUS, 1), of(SendMode.ASYNCHRONOUS, 4),
            of(SendMode.XA, 4));

    private static final int BODY_BYTES = 1_024;
    private static final int PER_TRANSACTION = 100;
    private static final int IN_FLIGHT = 1_000;

    private static Row of(SendMode mode, int pairs) {
        return new Row(mode.text() + " " + pairs + "/" + pairs, new Load(mode, pairs, pairs, BODY_BYTES, PER_TRANSACTION, IN_FLIGHT));
    }

    /** All rows whose names begin with one of these; in the order of {@link #ALL}. */
    static List<Row> beginning(List<String> beginnings) {
        beginnings.stream().filter(text -> ALL.stream().noneMatch(row -> row.name.startsWith(text))).findFirst().ifPresent(text -> {
            throw new IllegalArgumentException("no row begins with " + text + "; there are " + String.join(", ", ALL.stream().map(Row::name).toList()));
        });
        return ALL.stream().filter(row -> beginnings.stream().anyMatch(row.name::startsWith)).toList();
    }

    SendMode mode() {
        return load.mode();
    }
}
