package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.Ping;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ResendCountTest {
    @Test
    void only_what_the_client_writes_is_counted() {
        ResendCount count = new ResendCount();
        assertEquals("", printed(() -> {
            count.publish(line("->", new AskOutcome(1, 1, 1)));
            count.publish(line("<-", new CommitTx(1, 1, 1)));
            count.publish(line("<-", new Ping(0)));
        }));
        assertEquals("repeated sends=0 outcomes=1\n", printed(() -> count.publish(line("<-", new AskOutcome(1, 1, 1)))));
    }

    private static LogRecord line(String direction, Object frame) {
        LogRecord line = new LogRecord(Level.FINER, "{0} {1} {2}");
        line.setParameters(new Object[] {"127.0.0.1:1", direction, frame});
        return line;
    }

    private static String printed(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
