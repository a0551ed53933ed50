package io.postrider.cli;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * How much is logged. A broker logs as logback.xml says. The other commands say what there is to say themselves, so that the
 * client's log is shown on request only.
 */
final class Logging {
    /** Read by logback.xml, before the first line is logged. */
    private static final String LEVEL = "postrider.log.level";

    private Logging() {
    }

    static void set(boolean verbose, boolean broker) {
        if (System.getProperty(LEVEL) == null) {
            System.setProperty(LEVEL, verbose ? "DEBUG" : broker ? "INFO" : "OFF");
        }
        if (!verbose && !broker) {
            // the JDK's own log, where the class path has no other
            LogManager.getLogManager().reset();
            Logger.getLogger("").setLevel(Level.OFF);
        }
    }
}
