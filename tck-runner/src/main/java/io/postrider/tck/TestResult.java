package io.postrider.tck;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What came of one test. Immutable.
 *
 * @param className with its package
 * @param method    or what else the engine calls a test; for a class that could not be set up, that
 * @param detail    of a failure: the assertion; of a skipped test: why; otherwise empty
 */
record TestResult(String className, String method, Outcome outcome, long durationMs, String detail) {
    /** Far more than a person reads, and less than writeUTF takes. */
    private static final int DETAIL_CHARACTERS_MAX = 10_000;

    enum Outcome {
        PASSED, FAILED, SKIPPED
    }

    TestResult {
        detail = detail.length() <= DETAIL_CHARACTERS_MAX ? detail : detail.substring(0, DETAIL_CHARACTERS_MAX);
    }

    static TestResult read(DataInput in) throws IOException {
        return new TestResult(in.readUTF(), in.readUTF(), Outcome.valueOf(in.readUTF()), in.readLong(), in.readUTF());
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(className);
        out.writeUTF(method);
        out.writeUTF(outcome.name());
        out.writeLong(durationMs);
        out.writeUTF(detail);
    }

    boolean isFailed() {
        return outcome == Outcome.FAILED;
    }

    /** Of its class; below the TCK's own packages without what they have in common. */
    String packageName() {
        String name = className.substring(0, Math.max(0, className.lastIndexOf('.')));
        return name.startsWith(TckOptions.TESTS + ".") ? name.substring(TckOptions.TESTS.length() + 1) : name;
    }

    /** The class without its package. */
    String simpleClassName() {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
