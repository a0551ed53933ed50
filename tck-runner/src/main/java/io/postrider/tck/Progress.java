package io.postrider.tck;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Shows how far the parts are: a line when a class is done, in a long one now and then, and for each failure at once. Any thread. */
final class Progress {
    private static final long QUIET_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    private final PrintStream out;
    private final long startedNanos = System.nanoTime();
    private final Map<String, Count> counts = new HashMap<>();

    private static final class Count {
        private final int planned;
        private int done;
        private int failed;
        private TestResult last;
        private long shownNanos;
        private int doneOfClass;

        Count(int planned) {
            this.planned = planned;
        }
    }

    Progress(PrintStream out) {
        this.out = out;
    }

    synchronized void started(String part, int planned) {
        Count count = new Count(planned);
        counts.put(part, count);
        line(part, count, planned + " tests");
    }

    /** The results of one class come one after the other. */
    synchronized void finished(String part, TestResult result) {
        Count count = counts.get(part);
        if (count.last != null && !count.last.className().equals(result.className())) {
            show(part, count);
            count.doneOfClass = 0;
        }
        count.last = result;
        count.done++;
        count.doneOfClass++;
        if (result.isFailed()) {
            count.failed++;
            line(part, count, "FAILED " + name(result) + "." + result.method() + ": " + result.detail().lines().findFirst().orElse(""));
        }
        if (count.done == count.planned || System.nanoTime() - count.shownNanos > QUIET_NANOS_MAX) {
            show(part, count);
        }
    }

    private void show(String part, Count count) {
        line(part, count, String.format(Locale.ROOT, "%d of %d tests, %d failed; the last %d in %s", count.done, count.planned, count.failed,
                count.doneOfClass, name(count.last)));
    }

    private static String name(TestResult result) {
        return result.packageName() + "." + result.simpleClassName();
    }

    private void line(String part, Count count, String text) {
        count.shownNanos = System.nanoTime();
        out.printf(Locale.ROOT, "tck: %4d s  %-6s %s%n", TimeUnit.NANOSECONDS.toSeconds(count.shownNanos - startedNanos), part, text);
        out.flush();
    }
}
