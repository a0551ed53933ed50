package io.postrider.examples.perf;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a run has shown; rates and uses are those of the measured time.
 *
 * @param sentPerSecond     messages whose send or commit returned
 * @param receivedPerSecond messages received; the figure to compare, since it holds only while everything flows
 * @param send              until a send or commit returned or was completed; in an open loop from its intended time, in a closed one
 *                          from its beginning, which leaves out what a stall delayed
 * @param endToEnd          from the same moment until a consumer had the message
 * @param wakeUp            of an open loop: how late the system woke a waiting producer; it is part of the others
 * @param broker            unknown unless the broker's process was named
 */
public record PerfResult(PerfOptions options, Counts counts, double sentPerSecond, double receivedPerSecond, Latency send, Latency endToEnd,
        Latency wakeUp, ProcessUse client, ProcessUse broker) {

    /** Whether everything arrived once, and at the rate that was asked for. */
    public boolean isClean() {
        return counts.lost() == 0 && counts.doubled() == 0 && counts.notSent() == 0;
    }

    /** Everything by name, numbers and text, for a file. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        Load load = options.load();
        values.put("mode", load.mode().text());
        values.put("producers", load.producers());
        values.put("consumers", load.consumers());
        values.put("bodyBytes", load.bodyBytes());
        values.put("messagesPerOperation", load.messagesPerOperation());
        values.put("ratePerSecond", options.pace().messagesPerSecond());
        values.put("measuredSeconds", options.pace().measuredSeconds());
        values.put("sentPerSecond", sentPerSecond);
        values.put("receivedPerSecond", receivedPerSecond);
        put(values, "send", send);
        put(values, "endToEnd", endToEnd);
        put(values, "wakeUp", wakeUp);
        values.put("clientCpuMicrosPerMessage", micros(perMessage(client.cpuNanos())));
        values.put("brokerCpuMicrosPerMessage", micros(perMessage(broker.cpuNanos())));
        values.put("brokerWrittenBytesPerMessage", perMessage(broker.writtenBytes()));
        values.put("sent", counts.sent());
        values.put("received", counts.received());
        values.put("lost", counts.lost());
        values.put("doubled", counts.doubled());
        values.put("foreign", counts.foreign());
        values.put("notSent", counts.notSent());
        return values;
    }

    private static void put(Map<String, Object> values, String name, Latency latency) {
        values.put(name + "Count", latency.count());
        values.put(name + "MeanMicros", latency.meanMicros());
        values.put(name + "P50Micros", latency.p50Micros());
        values.put(name + "P99Micros", latency.p99Micros());
        values.put(name + "P999Micros", latency.p999Micros());
        values.put(name + "MaxMicros", latency.maxMicros());
    }

    /** Of the messages received in the measured time; -1 if not known. */
    private double perMessage(long use) {
        double messages = receivedPerSecond * options.pace().measuredSeconds();
        return use < 0 || messages == 0 ? -1 : use / messages;
    }

    private static double micros(double nanos) {
        return nanos < 0 ? -1 : nanos / 1_000;
    }

    /** One JSON object, flat. */
    public String toJson() {
        StringBuilder json = new StringBuilder("{");
        values().forEach((name, value) -> json.append(json.length() == 1 ? "" : ",").append('"').append(name).append("\":")
                .append(value instanceof String ? "\"" + value + "\"" : value));
        return json.append('}').toString();
    }

    /** For people. */
    @Override
    public String toString() {
        Load load = options.load();
        StringBuilder text = new StringBuilder();
        line(text, "load", String.format(Locale.ROOT, "%s, %d producers, %d consumers, %,d bytes%s", load.mode().text(), load.producers(), load.consumers(),
                load.bodyBytes(), load.mode().isTransacted() ? ", " + load.messagesPerOperation() + " per commit" : ""));
        line(text, "received", String.format(Locale.ROOT, "%,.0f messages/s (sent %,.0f/s)%s", receivedPerSecond, sentPerSecond,
                options.pace().isOpenLoop() ? String.format(Locale.ROOT, ", asked for %,.0f/s", options.pace().messagesPerSecond()) : ""));
        line(text, load.mode().isTransacted() ? "commit" : "send", send.toString());
        line(text, "end to end", endToEnd.toString());
        line(text, "measured from", options.pace().isOpenLoop() ? "the intended time of each send (no coordinated omission)"
                : "the beginning of each send; for latency give a --rate");
        line(text, "client", use(client));
        if (broker.cpuNanos() >= 0) {
            line(text, "broker", use(broker));
        }
        line(text, "messages", String.format(Locale.ROOT, "sent %,d, received %,d, lost %,d, doubled %,d", counts.sent(), counts.received(),
                counts.lost(), counts.doubled()));
        if (counts.notSent() > 0) {
            line(text, "not sent", String.format(Locale.ROOT, "%,d: the rate is more than this broker takes", counts.notSent()));
        }
        if (counts.foreign() > 0) {
            line(text, "others'", String.format(Locale.ROOT, "%,d messages on the queue were of somebody else and were thrown away", counts.foreign()));
        }
        return text.toString();
    }

    private String use(ProcessUse use) {
        String cpu = use.cpuNanos() < 0 ? "" : String.format(Locale.ROOT, "%.1f us of processor time per message", perMessage(use.cpuNanos()) / 1_000);
        String written = use.writtenBytes() <= 0 ? "" : String.format(Locale.ROOT, ", %,.0f bytes written per message", perMessage(use.writtenBytes()));
        return cpu + written;
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-15s%s%n", name, value));
    }
}
