package io.postrider.cli;

import io.postrider.cli.DemoCommand.Kill;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the demo found, and whether it may be called right.
 *
 * @param messages      that were to be sent
 * @param counts        as the program said at its end
 * @param kills         of the broker
 * @param resentSends   sends that the client wrote to more than one link
 * @param askedOutcomes commits whose outcome the client asked for
 * @param exitCode      of the program
 */
record DemoResult(int messages, Map<String, Long> counts, List<Kill> kills, long resentSends, long askedOutcomes, int exitCode) {
    private static final int KILLS = 2;

    boolean isRight() {
        return exitCode == 0 && count("sent") == messages && count("received") == messages && count("unreceived") == 0 && count("doubled") == 0 && count("delivered-after") == 0
                && kills.size() == KILLS && kills.stream().allMatch(kill -> kill.inFlight() > 0) && resentSends > 0;
    }

    /** Whether the program came to its end, right or not. */
    boolean isFinished() {
        return count("sent") == messages && count("received") == messages;
    }

    void print(PrintWriter out) {
        out.println();
        row(out, "sent", number(count("sent")), "send or commit returned");
        row(out, "received", number(count("received")), "acknowledge or commit returned");
        row(out, "lost", number(count("unreceived")), "sent, and not received");
        row(out, "doubled", number(count("doubled")), "two receivers were promised the same message; delivered after the promise: " + count("delivered-after"));
        for (int i = 0; i < kills.size(); i++) {
            Kill kill = kills.get(i);
            row(out, "in flight at kill " + (i + 1), number(kill.inFlight()), kill.sending() + " in sends, " + kill.committing() + " in commits, "
                    + kill.acknowledging() + " in acknowledgements; back after " + number(kill.restartMs()) + " ms");
        }
        row(out, "resent", number(resentSends), "sends that the client repeated; it asked for the outcome of " + askedOutcomes + " commits");
        row(out, "rolled back", number(count("repeated")), "messages of transactions that the program did again");
        long elapsedMs = count("elapsed-ms");
        row(out, "messages per second", elapsedMs == 0 ? "-" : number(messages * 1_000L / elapsedMs), "from the first send to the last acknowledgement, kills included");
        row(out, "longest interruption", number(count("longest-pause-ms")) + " ms", "in which no call returned");
        out.println();
        out.println(verdict());
        out.flush();
    }

    private String verdict() {
        if (isRight()) {
            return "Nothing was lost, nothing came twice.";
        }
        if (count("unreceived") > 0 || count("doubled") > 0 || count("delivered-after") > 0) {
            return "FAILED: messages were lost or came twice.";
        }
        if (!isFinished() || exitCode != 0) {
            return "FAILED: the program did not finish its work.";
        }
        return "FAILED: nothing was lost, but the kills met nothing that had to be sent again, which shows little. Run it again, with more --messages.";
    }

    private long count(String name) {
        return counts.getOrDefault(name, -1L);
    }

    private static void row(PrintWriter out, String name, String value, String meaning) {
        out.printf("%-22s %12s   %s%n", name, value, meaning);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
