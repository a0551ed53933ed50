package io.postrider.benchmark.core;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/**
 * Runs the benchmarks of this package and prints each beside its budget, with the bytes that it and its set-up allocate: those of an acknowledgement
 * include the send and the delivery. By hand:
 * {@code mvn -q -pl benchmark -am -P core-benchmark process-classes}. Exits with 1 if one is above its budget.
 */
public final class CoreBenchmark {
    /** Nanoseconds per operation. A publication to ten includes ten deliveries. */
    private static final Map<String, Integer> BUDGETS = Map.of("send", 2_000, "sendAndCommitBy100", 2_000, "deliver", 1_000, "acknowledge", 1_000,
            "publishToTenDurable", 12_000);

    private CoreBenchmark() {
    }

    /** @param arguments a pattern of benchmark names, or nothing for all */
    public static void main(String[] arguments) throws RunnerException {
        Options options = new OptionsBuilder().include(arguments.length == 0 ? CoreBenchmark.class.getPackageName() : arguments[0])
                .forks(2).warmupIterations(20).measurementIterations(20).addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Xms3g", "-Xmx3g", "-XX:+UseParallelGC").verbosity(VerboseMode.SILENT).shouldFailOnError(true).build();
        Collection<RunResult> results = new Runner(options).run();
        System.out.println("| operation | budget ns | ns (median) | 75 % of turns below | bytes allocated, set-up included |");
        System.out.println("|---|---:|---:|---:|---:|");
        boolean kept = true;
        for (RunResult result : results.stream().sorted(Comparator.comparing(each -> each.getParams().getBenchmark())).toList()) {
            Result<?> time = result.getPrimaryResult();
            String name = time.getLabel();
            Integer budget = BUDGETS.get(name);
            double median = time.getStatistics().getPercentile(50);
            kept &= budget == null || median <= budget;
            System.out.printf(Locale.ROOT, "| %s | %s | %,.0f | %,.0f | %,.0f |%n", name, budget == null ? "-" : String.format(Locale.ROOT, "%,d", budget),
                    median, time.getStatistics().getPercentile(75),
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
        }
        System.exit(kept ? 0 : 1);
    }
}
