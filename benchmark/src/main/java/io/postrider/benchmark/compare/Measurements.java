package io.postrider.benchmark.compare;

import io.postrider.benchmark.compare.Measurement.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** All turns so far, and what they say together: medians over the rounds, since the machine varies from one to the next. */
final class Measurements {
    static final String THROUGHPUT = "receivedPerSecond";

    private final List<Measurement> all = new ArrayList<>();

    void add(Measurement measurement) {
        all.add(measurement);
    }

    List<Measurement> all() {
        return Collections.unmodifiableList(all);
    }

    boolean has(Row row, Contender contender, Phase phase) {
        return values(row, contender, phase, "received").length > 0;
    }

    /** NaN if there is nothing. */
    double median(Row row, Contender contender, Phase phase, String name) {
        return median(values(row, contender, phase, name));
    }

    double least(Row row, Contender contender, Phase phase, String name) {
        return DoubleStream.of(values(row, contender, phase, name)).min().orElse(Double.NaN);
    }

    double most(Row row, Contender contender, Phase phase, String name) {
        return DoubleStream.of(values(row, contender, phase, name)).max().orElse(Double.NaN);
    }

    double sum(Row row, Contender contender, String name) {
        return DoubleStream.of(values(row, contender, Phase.CLOSED, name)).sum() + DoubleStream.of(values(row, contender, Phase.OPEN, name)).sum();
    }

    /** The contender with the highest median throughput, if any has one. */
    Optional<Contender> best(Row row, List<Contender> contenders) {
        return contenders.stream().filter(contender -> has(row, contender, Phase.CLOSED))
                .max(Comparator.comparingDouble(contender -> median(row, contender, Phase.CLOSED, THROUGHPUT)));
    }

    /**
     * Throughput as a multiple of another contender's: the median of what each round says for itself, as two turns beside each other
     * see more of the same machine than two medians do.
     */
    double ratio(Row row, Contender contender, Contender other) {
        return median(all.stream().filter(one -> one.succeeded() && one.row().equals(row) && one.contender().equals(contender) && one.phase() == Phase.CLOSED)
                .flatMapToDouble(one -> all.stream().filter(its -> its.succeeded() && its.row().equals(row) && its.contender().equals(other)
                        && its.phase() == Phase.CLOSED && its.round() == one.round())
                        .mapToDouble(its -> one.values().get(THROUGHPUT) / its.values().get(THROUGHPUT))).toArray());
    }

    /**
     * A rate that both families can take: half of what the slower family's best contender reached, in two digits. The same for all, as
     * latencies at different rates say nothing.
     */
    double commonRate(Row row, List<Contender> contenders) {
        double ours = bestPerSecond(row, contenders.stream().filter(Contender::isPostrider).toList());
        double theirs = bestPerSecond(row, contenders.stream().filter(contender -> !contender.isPostrider()).toList());
        double half = Math.min(Double.isNaN(ours) ? theirs : ours, Double.isNaN(theirs) ? ours : theirs) / 2;
        return twoDigits(half);
    }

    private double bestPerSecond(Row row, List<Contender> contenders) {
        return best(row, contenders).map(contender -> median(row, contender, Phase.CLOSED, THROUGHPUT)).orElse(Double.NaN);
    }

    static double twoDigits(double value) {
        if (!(value > 0)) {
            return value;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(value)) - 1);
        return Math.floor(value / unit) * unit;
    }

    static double median(double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private double[] values(Row row, Contender contender, Phase phase, String name) {
        return all.stream().filter(one -> one.succeeded() && one.row().equals(row) && one.contender().equals(contender) && one.phase() == phase)
                .mapToDouble(one -> one.values().get(name)).toArray();
    }
}
