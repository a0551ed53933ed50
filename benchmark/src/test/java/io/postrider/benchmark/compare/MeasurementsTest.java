package io.postrider.benchmark.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.benchmark.compare.Contender.ArtemisClassPaths;
import io.postrider.benchmark.compare.Measurement.Phase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MeasurementsTest {
    private static final Row ROW = Row.ALL.get(0);
    private static final Contender OURS = contender("postrider");
    private static final Contender SLOW = contender("artemis-nio-0");
    private static final Contender FAST = contender("artemis-aio-0");

    private final Measurements measurements = new Measurements();

    @Test
    void theMedianIsTheMiddleOrBetweenTheMiddleTwo() {
        assertEquals(2, Measurements.median(3, 1, 2));
        assertEquals(2.5, Measurements.median(4, 1, 3, 2));
        assertTrue(Double.isNaN(Measurements.median()));
    }

    @Test
    void aRateIsCutToTwoDigits() {
        assertEquals(12_000, Measurements.twoDigits(12_999));
        assertEquals(990, Measurements.twoDigits(999));
        assertEquals(1, Measurements.twoDigits(1.04));
        assertEquals(0, Measurements.twoDigits(0));
    }

    @Test
    void theCommonRateIsHalfOfTheSlowerFamilysBest() {
        closed(OURS, 1, 3_000);
        closed(SLOW, 1, 10);
        closed(FAST, 1, 2_000);
        assertEquals(1_000, measurements.commonRate(ROW, List.of(OURS, SLOW, FAST)));
        assertEquals(1_500, measurements.commonRate(ROW, List.of(OURS)));
        assertTrue(Double.isNaN(measurements.commonRate(Row.ALL.get(1), List.of(OURS, SLOW))));
    }

    @Test
    void theRatioIsTheMedianOfThoseOfTheRounds() {
        double[] machine = {1, 10, 3};
        double[] ratios = {1.5, 1.1, 1.2};
        for (int round = 0; round < 3; round++) {
            closed(FAST, round + 1, 100 * machine[round]);
            closed(OURS, round + 1, 100 * machine[round] * ratios[round]);
        }
        closed(OURS, 4, 1);
        assertEquals(1.2, measurements.ratio(ROW, OURS, FAST), 1e-9);
        assertEquals(1, measurements.ratio(ROW, FAST, FAST));
        assertTrue(Double.isNaN(measurements.ratio(ROW, OURS, SLOW)));
    }

    @Test
    void valuesAreReadFromTheJsonOfARun() {
        Values values = Values.parse("{\"mode\":\"persistent\",\"producers\":1,\"p\":-1.0,\"e\":1.25E-4,\"last\":12}");
        assertEquals(Map.of("producers", 1.0, "p", -1.0, "e", 1.25e-4, "last", 12.0), values.numbers());
    }

    @Test
    void theReportComparesMediansWithTheBestArtemis() {
        for (int round = 1; round <= 3; round++) {
            closed(OURS, round, 1_000 * round);
            closed(SLOW, round, 10 * round);
            closed(FAST, round, 500 * round);
        }
        measurements.add(new Measurement(ROW, FAST, Phase.OPEN, 1, null));
        Report report = new Report(Map.of("command", "a \"quoted\" one"), List.of(ROW), List.of(OURS, SLOW, FAST), measurements);
        String markdown = report.markdown();
        assertTrue(markdown.contains("| persistent 1/1 | Postrider | 2,000 | 1,000 to 3,000 | 2.00 | - |"), markdown);
        assertTrue(markdown.contains("| persistent 1/1 | Artemis AIO, buffer 0.000 ms | 1,000 | 500 to 1,500 | 1.00 | - |"), markdown);
        assertTrue(markdown.contains("| 1 turns failed |"), markdown);
        assertTrue(markdown.contains("- persistent, Artemis: send returns"), markdown);
        long cells = markdown.lines().filter(line -> line.startsWith("|")).map(line -> line.chars().filter(c -> c == '|').count()).distinct().count();
        assertEquals(1, cells);
        assertTrue(report.text().contains("2,000"), report.text());
        assertTrue(report.json().startsWith("{\"context\":{\"command\":\"a \\\"quoted\\\" one\"},"), report.json());
        assertTrue(report.json().contains("\"round\":1,\"values\":null}"), report.json());
    }

    @Test
    void whatIsLostShowsInTheReport() {
        closed(OURS, 1, 10);
        Report report = new Report(Map.of(), List.of(ROW), List.of(OURS), measurements);
        assertFalse(report.text().contains("lost"), report.text());
        measurements.add(measurement(OURS, 2, 10, 3));
        assertTrue(report.text().contains("3 lost"), report.text());
    }

    private void closed(Contender contender, int round, double perSecond) {
        measurements.add(measurement(contender, round, perSecond, 0));
    }

    private static Measurement measurement(Contender contender, int round, double perSecond, int lost) {
        return new Measurement(ROW, contender, Phase.CLOSED, round, Values.parse("{\"receivedPerSecond\":" + perSecond + ",\"brokerCpuMicrosPerMessage\":1.0"
                + ",\"clientCpuMicrosPerMessage\":1.0,\"brokerWrittenBytesPerMessage\":1.0,\"received\":5,\"lost\":" + lost + ",\"doubled\":0,\"notSent\":0}"));
    }

    private static Contender contender(String id) {
        return Contender.of(id, new ArtemisClassPaths("", ""), new DiskProbe(1, 1, 1));
    }
}
