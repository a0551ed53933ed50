package io.postrider.tck;

import java.util.List;

/**
 * What came of one part of the TCK. Immutable.
 *
 * @param planned how many tests were found
 * @param results in the order of the run
 * @param broken  why the part did not come to its end; empty if it did
 */
record PartResult(String part, int planned, List<TestResult> results, String broken) {
    PartResult {
        results = List.copyOf(results);
    }

    /** A test that was skipped is no proof, nor is a run of nothing. */
    boolean isPassed() {
        return broken.isEmpty() && !results.isEmpty() && results.size() == planned
                && results.stream().allMatch(result -> result.outcome() == TestResult.Outcome.PASSED);
    }
}
