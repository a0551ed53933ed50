package io.postrider.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.tck.TestResult.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TestResultTest {
    @Test
    void it_is_read_as_it_was_written() throws IOException {
        TestResult result = new TestResult("a.b.C", "sends()", Outcome.FAILED, 17, "expected <1>\nbut was <\u00e4>");
        assertEquals(result, copy(result));
    }

    @Test
    void a_detail_of_any_length_fits() throws IOException {
        TestResult result = new TestResult("a.b.C", "sends()", Outcome.FAILED, 17, "\u20ac".repeat(100_000));
        assertEquals(result, copy(result));
        assertTrue(result.detail().length() < 100_000);
    }

    @Test
    void a_package_of_the_tck_has_a_short_name() {
        assertEquals("core.selectorQueue", new TestResult("com.sun.ts.tests.jms.core.selectorQueue.SelectorIT", "m", Outcome.PASSED, 0, "").packageName());
        assertEquals("other", new TestResult("other.SelectorIT", "m", Outcome.PASSED, 0, "").packageName());
    }

    private static TestResult copy(TestResult result) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        result.write(new DataOutputStream(bytes));
        return TestResult.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
