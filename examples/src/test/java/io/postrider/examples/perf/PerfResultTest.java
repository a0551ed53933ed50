package io.postrider.examples.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PerfResultTest {
    @Test
    void aTallyKnowsWhatIsLostDoubledAndNotYetConfirmed() {
        Tally tally = new Tally(2);
        tally.sentBelow(0, 3);
        tally.sentBelow(1, 2);
        assertTrue(tally.received(0, 0));
        assertTrue(tally.received(0, 2));
        assertFalse(tally.received(0, 2));
        assertTrue(tally.received(1, 0));
        assertTrue(tally.received(1, 1));
        assertTrue(tally.received(1, 2));
        tally.foreign();
        assertEquals(new Counts(5, 5, 1, 1, 1, 4), tally.counts(4));
    }

    @Test
    void percentilesAreThoseOfWhatWasRecorded() {
        Histogram nanos = Flow.histogram();
        for (int i = 1; i <= 1_000; i++) {
            nanos.recordValue(i * 1_000_000L);
        }
        Latency latency = Latency.ofNanos(nanos);
        assertEquals(1_000, latency.count());
        assertEquals(500_000, latency.p50Micros(), 500);
        assertEquals(990_000, latency.p99Micros(), 1_000);
        assertEquals(999_000, latency.p999Micros(), 1_000);
        assertEquals(1_000_000, latency.maxMicros(), 1_000);
    }

    @Test
    void nothingMeasuredIsZeroAndNotAFailure() {
        assertEquals(new Latency(0, 0, 0, 0, 0, 0), Latency.ofNanos(Flow.histogram()));
    }

    @Test
    void useIsPerMessageOfTheMeasuredTime() {
        PerfResult result = result(new Counts(1_100, 1_100, 0, 0, 0, 0), new ProcessUse(5_000_000, 2_048_000));
        assertEquals(5.0, result.values().get("brokerCpuMicrosPerMessage"));
        assertEquals(2048.0, result.values().get("brokerWrittenBytesPerMessage"));
        assertEquals(-1.0, result.values().get("clientCpuMicrosPerMessage"));
        assertTrue(result.isClean());
    }

    @Test
    void lostDoubledOrNotSentIsNotClean() {
        assertFalse(result(new Counts(2, 1, 1, 0, 0, 0), ProcessUse.UNKNOWN).isClean());
        assertFalse(result(new Counts(2, 2, 0, 1, 0, 0), ProcessUse.UNKNOWN).isClean());
        assertFalse(result(new Counts(2, 2, 0, 0, 0, 1), ProcessUse.UNKNOWN).isClean());
        assertTrue(result(new Counts(2, 2, 0, 0, 1, 0), ProcessUse.UNKNOWN).isClean());
    }

    @Test
    void asJsonItIsOneFlatObject() {
        String json = result(new Counts(1, 1, 0, 0, 0, 0), ProcessUse.UNKNOWN).toJson();
        assertTrue(json.startsWith("{\"mode\":\"persistent\",\"producers\":1,"), json);
        assertTrue(json.endsWith("\"notSent\":0}"), json);
        assertFalse(json.contains("NaN"), json);
    }

    @Test
    void whatATransactionTakesIsSaidOfItsCommit() {
        assertTrue(result(SendMode.PERSISTENT).toString().contains("\nsend "), result(SendMode.PERSISTENT).toString());
        assertTrue(result(SendMode.TRANSACTED).toString().contains("bytes, 100 per commit"), result(SendMode.TRANSACTED).toString());
        assertTrue(result(SendMode.XA).toString().contains("bytes, 1 per commit"), result(SendMode.XA).toString());
        assertTrue(result(SendMode.XA).toString().contains("\ncommit "), result(SendMode.XA).toString());
    }

    @Test
    void theDifferenceOfWhatIsUnknownIsUnknown() {
        assertEquals(new ProcessUse(-1, 5), new ProcessUse(-1, 12).since(new ProcessUse(3, 7)));
        assertEquals(ProcessUse.UNKNOWN, ProcessUse.of(Long.MAX_VALUE));
        assertTrue(ProcessUse.of(ProcessHandle.current().pid()).cpuNanos() > 0);
    }

    private static PerfResult result(Counts counts, ProcessUse broker) {
        return result(Load.DEFAULT, counts, broker);
    }

    private static PerfResult result(SendMode mode) {
        return result(new Load(mode, 1, 1, 1024, 100, 1), new Counts(1, 1, 0, 0, 0, 0), ProcessUse.UNKNOWN);
    }

    private static PerfResult result(Load load, Counts counts, ProcessUse broker) {
        Latency none = new Latency(0, 0, 0, 0, 0, 0);
        return new PerfResult(new PerfOptions("q", load, new Pace(0, 1, 10), 0), counts, 100, 100, none, none, none, ProcessUse.UNKNOWN, broker);
    }
}
