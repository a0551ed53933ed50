package io.postrider.broker.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What an operator sees of a broker at one moment. Immutable.
 *
 * @param nodeId           identity of the store
 * @param bootId           number of this start
 * @param timeMs           broker time
 * @param memoryBytes      messages in memory
 * @param memoryBytesMax   the budget for them
 * @param overflowMessages messages that are not stored and had no room in memory
 * @param overflowBytes    their sizes
 * @param diskLow          null, or why no more is stored
 * @param connectionCount  logical connections with a link
 * @param sessionCount     their sessions
 * @param lostCount        logical connections that may be resumed
 * @param writeSets        write sets since the store was made
 * @param destinationCount all destinations
 * @param destinations     up to 1,000 of them, deepest first
 */
public record StatusSnapshot(String nodeId, long bootId, long timeMs, long memoryBytes, long memoryBytesMax, long overflowMessages,
                             long overflowBytes, String diskLow,
                             int connectionCount, int sessionCount, int lostCount, long writeSets, int destinationCount, List<DestinationStatus> destinations) {
    private static final int DESTINATIONS_MAX = 1000;

    /**
     * A destination.
     *
     * @param kind      queue, topic, temporary queue or temporary topic
     * @param depth     messages that wait (a topic: that are stored)
     * @param bytes     their sizes
     * @param postponed messages whose attempt has failed and whose next one is not yet (a topic: once for each subscription)
     * @param received  messages that entered since the start
     * @param consumers consumers now
     */
    public record DestinationStatus(String kind, String name, long depth, long bytes, int postponed, long received, int consumers) {
    }

    static StatusSnapshot of(CoreContext context, Destinations destinations, Connections connections) {
        List<DestinationStatus> all = new ArrayList<>();
        for (Destination each : destinations.all()) {
            all.add(new DestinationStatus(each.name().kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '), each.name().name(),
                    each.depth(), each.bytes(), each.postponedCount(), each.received, each.consumerCount()));
        }
        all.sort(Comparator.comparingLong(DestinationStatus::depth).reversed().thenComparing(DestinationStatus::name));
        int live = 0;
        int sessions = 0;
        for (ServerConnection connection : connections.all()) {
            if (connection.isLive()) {
                live++;
                sessions += connection.sessions().size();
            }
        }
        return new StatusSnapshot(context.settings.nodeId(), context.bootId, context.nowMs(), context.memory.bytes(), context.memory.bytesMax(),
                context.overflow.messages(), context.overflow.bytes(), context.diskLow(), live, sessions, connections.all().size() - live, context.outbox.durable(), all.size(),
                List.copyOf(all.subList(0, Math.min(DESTINATIONS_MAX, all.size()))));
    }
}
