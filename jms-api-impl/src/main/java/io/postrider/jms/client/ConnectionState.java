package io.postrider.jms.client;

import io.postrider.transport.frame.Limits;
import io.postrider.transport.message.DestinationName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a logical connection is apart from the link that it uses at the moment: what a resume takes along. Filled by the links'
 * event loops as answers come, read by the thread that resumes.
 */
final class ConnectionState {
    private final byte[] token;
    private final long connectionId;
    private final String nodeId;
    private final Map<Long, SessionState> sessions = new ConcurrentHashMap<>();
    private final Map<Long, ConsumerState> consumers = new ConcurrentHashMap<>();
    private final Set<DestinationName> temporaries = ConcurrentHashMap.newKeySet();
    private final AtomicLong consumerIds = new AtomicLong();
    private volatile long bootId;
    private volatile Limits limits;
    private volatile String clientId;

    ConnectionState(byte[] token, long connectionId, String nodeId, long bootId, Limits limits) {
        this.token = token;
        this.connectionId = connectionId;
        this.nodeId = nodeId;
        this.bootId = bootId;
        this.limits = limits;
    }

    byte[] token() {
        return token;
    }

    long connectionId() {
        return connectionId;
    }

    String nodeId() {
        return nodeId;
    }

    /** By session id. */
    Map<Long, SessionState> sessions() {
        return sessions;
    }

    /** By consumer id; browsers too. */
    Map<Long, ConsumerState> consumers() {
        return consumers;
    }

    Set<DestinationName> temporaries() {
        return temporaries;
    }

    /** A session closes: its consumers are not opened again. @return which those are */
    List<ConsumerState> removeConsumers(SessionState session) {
        List<ConsumerState> closing = consumers.values().stream().filter(consumer -> consumer.session() == session).toList();
        closing.forEach(consumer -> consumers.remove(consumer.id()));
        return closing;
    }

    long nextConsumerId() {
        return consumerIds.incrementAndGet();
    }

    long bootId() {
        return bootId;
    }

    Limits limits() {
        return limits;
    }

    String clientId() {
        return clientId;
    }

    void clientId(String given) {
        clientId = given;
    }

    /** Another link leads on, perhaps to a broker that was started again. */
    void resumed(long newBootId, Limits newLimits) {
        bootId = newBootId;
        limits = newLimits;
    }

    /** The link is lost: what was delivered over it is void. */
    void interrupted() {
        sessions.values().forEach(SessionState::interrupted);
        consumers.values().forEach(consumer -> consumer.events().interrupted());
    }

    /** It is over. */
    void fail(BrokerFailure cause) {
        consumers.values().forEach(consumer -> consumer.events().failed(cause));
        sessions.values().forEach(session -> session.fail(cause));
    }
}
