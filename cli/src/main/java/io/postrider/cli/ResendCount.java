package io.postrider.cli;

import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.net.Link;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Counts what the client of the demo's program repeats, where its frames are written: in the log of frames of its links. The
 * program knows nothing of it; its Java is started with this class as java.util.logging.config.class.
 *
 * <p>A session numbers the sends of a series from 1 without gaps, so one whose number is not above the highest so far was sent
 * before. A commit that may have arrived is never sent again; the client asks what became of it, which is counted apart. Each
 * change of the counts is a line on standard error that starts with {@value #LINE}.
 */
public final class ResendCount extends Handler {
    static final String LINE = "repeated ";
    static final String LOG_LINE = "log ";

    /** Held, since the JDK's log forgets loggers that nobody holds, and what was set on them. */
    private static final Logger FRAMES = Logger.getLogger(Link.class.getName() + ".FRAMES");
    private static final Logger ROOT = Logger.getLogger("");

    private final Map<SessionSeries, Long> highest = new HashMap<>();
    private long sends;
    private long outcomes;

    private record SessionSeries(long session, Series series) {
    }

    /** Called by the JDK's log when it is first used. */
    public ResendCount() {
        FRAMES.setLevel(Level.ALL);
        FRAMES.setUseParentHandlers(false);
        FRAMES.addHandler(this);
        ROOT.setLevel(Level.WARNING);
        ROOT.addHandler(new Warnings());
    }

    @Override
    public synchronized void publish(LogRecord line) {
        Object[] parts = line.getParameters();
        if (parts != null && parts.length == 3 && "<-".equals(parts[1])) {
            count(parts[2]);
        }
    }

    void count(Object frame) {
        if (frame instanceof AskOutcome) {
            outcomes++;
        } else if (frame instanceof Send send && send.series() != Series.TRANSACTED) {
            SessionSeries series = new SessionSeries(send.session(), send.series());
            if (send.number() > highest.getOrDefault(series, 0L)) {
                highest.put(series, send.number());
                return;
            }
            sends++;
        } else {
            return;
        }
        System.err.println(LINE + "sends=" + sends + " outcomes=" + outcomes);
    }

    @Override
    public void flush() {
        // every line is written at once
    }

    @Override
    public void close() {
        // nothing is open
    }

    /** What the client warns of, for the case that the demo fails. */
    private static final class Warnings extends Handler {
        private final java.util.logging.Formatter formatter = new java.util.logging.SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            System.err.println(LOG_LINE + formatter.formatMessage(line));
        }

        @Override
        public void flush() {
            // every line is written at once
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
