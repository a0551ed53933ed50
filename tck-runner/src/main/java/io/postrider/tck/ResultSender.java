package io.postrider.tck;

import io.postrider.tck.TestResult.Outcome;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Tells each result as it comes. Called by the thread that runs the tests. */
final class ResultSender implements TestExecutionListener {
    private final TestPlan plan;
    private final DataOutputStream out;
    private final Map<String, Long> startedNanos = new ConcurrentHashMap<>();

    ResultSender(TestPlan plan, DataOutputStream out) {
        this.plan = plan;
        this.out = out;
    }

    /** First: how many results will come. */
    void planned() throws IOException {
        out.writeInt((int) plan.countTestIdentifiers(TestIdentifier::isTest));
        out.flush();
    }

    /** Last: that no more will come. */
    void ended() throws IOException {
        out.writeBoolean(false);
        out.flush();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        startedNanos.put(test.getUniqueId(), System.nanoTime());
    }

    /** A class is of interest only if it could not be set up or cleaned up. */
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Long started = startedNanos.remove(test.getUniqueId());
        long ms = started == null ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        Outcome outcome = switch (result.getStatus()) {
            case SUCCESSFUL -> Outcome.PASSED;
            case ABORTED -> Outcome.SKIPPED;
            case FAILED -> Outcome.FAILED;
        };
        if (test.isTest() || outcome == Outcome.FAILED) {
            send(test, outcome, ms, result.getThrowable().map(ResultSender::text).orElse(""));
        }
    }

    /** A class that is skipped takes its tests with it. */
    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        if (test.isTest()) {
            send(test, Outcome.SKIPPED, 0, reason);
        } else {
            plan.getChildren(test).forEach(child -> executionSkipped(child, reason));
        }
    }

    private void send(TestIdentifier test, Outcome outcome, long ms, String detail) {
        TestResult result = new TestResult(className(test.getSource()), test.getDisplayName(), outcome, ms, detail);
        try {
            out.writeBoolean(true);
            result.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("nobody takes the results", e);
        }
    }

    private static String className(Optional<TestSource> source) {
        if (source.isPresent() && source.get() instanceof MethodSource method) {
            return method.getClassName();
        }
        return source.isPresent() && source.get() instanceof ClassSource type ? type.getClassName() : "?";
    }

    /** The exception and its causes, with where each was thrown in a test or in the provider. */
    private static String text(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            text.append(cause == failure ? "" : "caused by ").append(cause).append('\n');
            for (StackTraceElement frame : cause.getStackTrace()) {
                if (frame.getClassName().startsWith(TckOptions.TESTS) || frame.getClassName().startsWith("io.postrider.")) {
                    text.append("    at ").append(frame).append('\n');
                }
            }
        }
        return text.toString();
    }
}
