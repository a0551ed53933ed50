package io.postrider.examples.perf;

import java.util.Locale;
import org.HdrHistogram.AbstractHistogram;

/** What a histogram says, in microseconds; all 0 if nothing was measured. */
public record Latency(long count, double meanMicros, double p50Micros, double p99Micros, double p999Micros, double maxMicros) {
    static Latency ofNanos(AbstractHistogram histogram) {
        return new Latency(histogram.getTotalCount(), micros(histogram.getMean()), micros(histogram.getValueAtPercentile(50)),
                micros(histogram.getValueAtPercentile(99)), micros(histogram.getValueAtPercentile(99.9)), micros(histogram.getMaxValue()));
    }

    private static double micros(double nanos) {
        return nanos / 1_000;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %,.0f  p99 %,.0f  p99.9 %,.0f  max %,.0f us", p50Micros, p99Micros, p999Micros, maxMicros);
    }
}
