package io.postrider.broker.core;

import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Ping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has which client id (specification 6.1.2). One that is asked for while another connection has it may belong to a link that
 * nobody is at the other end of any more: that one is asked for a sign of life first. A connection without a link gives its client
 * id up at once. Owned by the core's thread.
 */
final class ClientIds {
    /** How long a link has to show that somebody is there. */
    static final long PROBE_MS = 5000;

    /** A connection that waits until a holder has shown that it lives, or has not. */
    private record Probe(ServerConnection holder, Peer link, ServerConnection claimant, Runnable then, long untilMs) {
    }

    private final CoreContext context;
    private final Map<String, ServerConnection> holders = new HashMap<>();
    /** By the nonce of the Ping, oldest first. */
    private final Map<Long, Probe> probes = new LinkedHashMap<>();
    /** 0 is a heartbeat's. */
    private long lastNonce;

    ClientIds(CoreContext context) {
        this.context = context;
    }

    /** Runs {@code then} when {@link #requireFree} tells the truth: at once, or when the holder was asked; never if the claimant's link is lost before. */
    void settle(ServerConnection claimant, String clientId, Runnable then) {
        ServerConnection holder = holders.get(clientId);
        boolean waits = probes.values().stream().anyMatch(probe -> probe.claimant == claimant);
        if (holder == null || holder == claimant || !holder.isLive() || claimant.clientId() != null || waits) {
            then.run();
            return;
        }
        long nonce = ++lastNonce;
        probes.put(nonce, new Probe(holder, claimant.peer(), claimant, then, context.nowMs() + PROBE_MS));
        context.outbox.send(holder.peer(), new Ping(nonce));
    }

    /** The answer to a Ping: somebody is there. */
    void answered(ServerConnection holder, long nonce) {
        Probe probe = probes.get(nonce);
        if (probe != null && probe.holder == holder) {
            probes.remove(nonce);
            probe.then.run();
        }
    }

    /** Connections that have shown no sign of life in time; the caller ends their links, and tells by {@link #lost}. */
    List<ServerConnection> silent() {
        List<ServerConnection> silent = new ArrayList<>();
        for (Probe probe : probes.values()) {
            if (probe.untilMs > context.nowMs()) {
                break;
            }
            if (!silent.contains(probe.holder)) {
                silent.add(probe.holder);
            }
        }
        return silent;
    }

    /** Broker time at which somebody may turn out to be silent. */
    long nextMs() {
        return probes.isEmpty() ? Long.MAX_VALUE : probes.values().iterator().next().untilMs;
    }

    /** The link of a connection is gone: who waits for it need wait no more, and what it waits for itself concerns nobody. */
    void lost(ServerConnection connection) {
        List<Probe> decided = new ArrayList<>();
        probes.values().removeIf(probe -> {
            if (probe.holder == connection) {
                decided.add(probe);
            }
            return probe.holder == connection || probe.claimant == connection;
        });
        for (Probe probe : decided) {
            if (probe.claimant.isLive() && probe.claimant.peer() == probe.link) {
                probe.then.run();
            }
        }
    }

    void requireFree(String clientId) {
        if (clientId.isEmpty()) {
            throw new Refusal(ErrorCode.CLIENT_ID_INVALID, "an empty client id");
        }
        ServerConnection holder = holders.get(clientId);
        if (holder != null && holder.isLive()) {
            throw new Refusal(ErrorCode.CLIENT_ID_IN_USE, "the client id '" + clientId + "' belongs to a connection from " + holder.peer().description()
                    + "; close that one, or choose another client id");
        }
    }

    void claim(ServerConnection connection, String clientId) {
        ServerConnection before = holders.put(clientId, connection);
        if (before != null) {
            before.clientId(null);
        }
        connection.clientId(clientId);
    }

    /** The connection is closed or given up. */
    void release(ServerConnection connection) {
        if (connection.clientId() != null) {
            holders.remove(connection.clientId(), connection);
        }
        lost(connection);
    }
}
