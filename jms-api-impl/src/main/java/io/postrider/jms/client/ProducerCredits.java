package io.postrider.jms.client;

import io.postrider.transport.message.DestinationName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each session may send to each destination that it has opened on this link. Asked by senders, filled by the event loop,
 * guarded by its monitor.
 */
final class ProducerCredits {
    /** A session that answers to ever new temporary queues forgets the one it has not used for longest; it opens it again if need be. */
    static final int DESTINATIONS_MAX = 100_000;

    private final Map<Long, Map<DestinationName, ByteCredit>> bySession = new HashMap<>();
    private BrokerFailure failure;

    /** Null if the session has not opened it. */
    synchronized ByteCredit find(SessionState session, DestinationName destination) {
        Map<DestinationName, ByteCredit> credits = bySession.get(session.id());
        return credits == null ? null : credits.get(destination);
    }

    /** The broker has resolved it; credit follows. */
    synchronized ByteCredit open(SessionState session, DestinationName destination) {
        ByteCredit credit = bySession.computeIfAbsent(session.id(), id -> new LeastRecentlyUsed()).computeIfAbsent(destination, name -> new ByteCredit(0));
        if (failure != null) {
            credit.fail(failure);
        }
        return credit;
    }

    /** Also opens it: the broker grants nothing to what it has not resolved, and may do so before it says that it has. */
    void add(SessionState session, DestinationName destination, long bytes) {
        open(session, destination).add(bytes);
    }

    synchronized void close(SessionState session) {
        bySession.remove(session.id());
    }

    void fail(BrokerFailure cause) {
        Map<Long, Map<DestinationName, ByteCredit>> all;
        synchronized (this) {
            failure = cause;
            all = new HashMap<>(bySession);
        }
        all.values().forEach(credits -> credits.values().forEach(credit -> credit.fail(cause)));
    }

    private static final class LeastRecentlyUsed extends LinkedHashMap<DestinationName, ByteCredit> {
        LeastRecentlyUsed() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<DestinationName, ByteCredit> eldest) {
            return size() > DESTINATIONS_MAX;
        }
    }
}
