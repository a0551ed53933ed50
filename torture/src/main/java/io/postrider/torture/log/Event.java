package io.postrider.torture.log;

import java.util.Arrays;

/**
 * One line of a client's log, behind its time. Immutable. A unit is a transaction, or with CLIENT_ACKNOWLEDGE what one acknowledge
 * acknowledges.
 *
 * <pre>
 *   s ID DESTINATION KEY PRIORITY DELAY P|N UNIT     a send begins; KEY, UNIT: - for none; DELAY in ms; persistent or not
 *   c|x|u ID                                         what came of it, if it belongs to no unit
 *   o SUBSCRIPTION DESTINATION KEY MODE              a consumer is open; KEY: what its selector asks for
 *   r SUBSCRIPTION ID FLAG COUNT BODY UNIT           received: JMSRedelivered (0, 1), JMSXDeliveryCount, whether the body is right (1)
 *   B UNIT                                           its commit or acknowledge begins
 *   T UNIT c|x|u|m                                   what came of it
 *   L DESTINATION DESTINATION                        whatever gets to the first is to get to the second
 *   e TEXT                                           something was thrown
 * </pre>
 */
public sealed interface Event {
    /** None of it. */
    String NONE = "-";

    /** As it is written, without its time. */
    String text();

    /** For people. */
    String words();

    record Sent(String id, String destination, String key, int priority, int delayMs, boolean persistent, String unit) implements Event {
        @Override
        public String text() {
            return "s " + id + " " + destination + " " + key + " " + priority + " " + delayMs + " " + (persistent ? "P" : "N") + " " + unit;
        }

        @Override
        public String words() {
            return "sends it to " + destination + (persistent ? "" : ", not persistent") + (delayMs > 0 ? ", due after " + delayMs + " ms" : "")
                    + (priority == 4 ? "" : ", priority " + priority) + (key.equals(NONE) ? "" : ", key " + key) + in(unit);
        }
    }

    record Ended(String id, Outcome outcome) implements Event {
        @Override
        public String text() {
            return outcome.code() + " " + id;
        }

        @Override
        public String words() {
            return switch (outcome) {
                case DONE -> "its send is confirmed";
                case UNDONE -> "its send is refused";
                case UNKNOWN -> "its send threw, the outcome is not known";
                case MIXED -> throw new IllegalStateException("a send has no branches");
            };
        }
    }

    record Opened(String subscription, String destination, String key, Mode mode) implements Event {
        @Override
        public String text() {
            return "o " + subscription + " " + destination + " " + key + " " + mode;
        }

        @Override
        public String words() {
            return "consumes from " + subscription + ", " + mode;
        }
    }

    record Received(String subscription, String id, boolean redelivered, int count, boolean bodyRight, String unit) implements Event {
        @Override
        public String text() {
            return "r " + subscription + " " + id + " " + (redelivered ? 1 : 0) + " " + count + " " + (bodyRight ? 1 : 0) + " " + unit;
        }

        @Override
        public String words() {
            return "receives it from " + subscription + ", delivery " + count + (redelivered ? ", flagged as redelivered" : "")
                    + (bodyRight ? "" : ", WITH ANOTHER BODY") + in(unit);
        }
    }

    record UnitEnding(String unit) implements Event {
        @Override
        public String text() {
            return "B " + unit;
        }

        @Override
        public String words() {
            return "begins to commit or acknowledge unit " + unit;
        }
    }

    record UnitEnded(String unit, Outcome outcome) implements Event {
        @Override
        public String text() {
            return "T " + unit + " " + outcome.code();
        }

        @Override
        public String words() {
            return "unit " + unit + switch (outcome) {
                case DONE -> " is committed or acknowledged";
                case UNDONE -> " is rolled back or recovered";
                case UNKNOWN -> " threw, its outcome is not known";
                case MIXED -> " was prepared, and its branches did not all end alike";
            };
        }
    }

    record Linked(String from, String to) implements Event {
        @Override
        public String text() {
            return "L " + from + " " + to;
        }

        @Override
        public String words() {
            return "moves what gets to " + from + " on to " + to;
        }
    }

    record Thrown(String what) implements Event {
        @Override
        public String text() {
            return "e " + what.replace('\n', ' ').replace('\r', ' ');
        }

        @Override
        public String words() {
            return "catches " + what;
        }
    }

    private static String in(String unit) {
        return unit.equals(NONE) ? "" : ", in unit " + unit;
    }

    /** How a consumer acknowledges. */
    enum Mode {
        /** A listener with AUTO_ACKNOWLEDGE: whether an acknowledgement counted is never told. */
        AUTO,
        CLIENT,
        TRANSACTED,
        /** At the end, what is left over. */
        SWEEP
    }

    /** What {@link #text} wrote. @throws IllegalArgumentException with the line, if nothing did */
    static Event of(String text) {
        String[] w = text.split(" ");
        try {
            return switch (w[0]) {
                case "s" -> new Sent(w[1], w[2], w[3], Integer.parseInt(w[4]), Integer.parseInt(w[5]), w[6].equals("P"), w[7]);
                case "c", "x", "u" -> new Ended(w[1], Outcome.of(w[0]));
                case "o" -> new Opened(w[1], w[2], w[3], Mode.valueOf(w[4]));
                case "r" -> new Received(w[1], w[2], w[3].equals("1"), Integer.parseInt(w[4]), w[5].equals("1"), w[6]);
                case "B" -> new UnitEnding(w[1]);
                case "T" -> new UnitEnded(w[1], Outcome.of(w[2]));
                case "L" -> new Linked(w[1], w[2]);
                case "e" -> new Thrown(String.join(" ", Arrays.asList(w).subList(1, w.length)));
                default -> throw new IllegalArgumentException("no event begins with '" + w[0] + "'");
            };
        } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the line '" + text + "' of a log is no event: " + e.getMessage(), e);
        }
    }
}
