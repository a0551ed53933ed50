package io.postrider.broker.core;

import io.postrider.broker.store.ConnectionRecord;
import io.postrider.broker.store.SessionRecord;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.Connected;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.Resume;
import io.postrider.transport.frame.SessionResume;
import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Logical connections and sessions: made, lost, resumed, closed, given up. Owned by the core's thread.
 */
final class Connections {
    private final CoreContext context;
    private final Destinations destinations;
    private final Consumers consumers;
    private final Redelivery redelivery;
    private final Transactions transactions;
    private final Branches branches;
    private final Acknowledgements acknowledgements;
    private final Sends sends;
    private final Map<Peer, ServerConnection> byPeer = new IdentityHashMap<>();
    private final Map<ByteBuffer, ServerConnection> byToken = new HashMap<>();
    private final ClientIds clientIds;
    private final Replies replies;
    private final Long2ObjectLinkedOpenHashMap<ServerConnection> byId = new Long2ObjectLinkedOpenHashMap<>();
    private final Long2ObjectOpenHashMap<ServerConnection> bySession = new Long2ObjectOpenHashMap<>();

    Connections(CoreContext context, Destinations destinations, Consumers consumers, Redelivery redelivery, Transactions transactions,
                Branches branches, Acknowledgements acknowledgements, Sends sends) {
        this.context = context;
        this.destinations = destinations;
        this.consumers = consumers;
        this.redelivery = redelivery;
        this.transactions = transactions;
        this.branches = branches;
        this.acknowledgements = acknowledgements;
        this.sends = sends;
        this.clientIds = new ClientIds(context);
        this.replies = new Replies(context, destinations, this);
    }

    /** Takes in a connection of an earlier boot, which may be resumed. */
    void load(ConnectionRecord record) {
        register(new ServerConnection(context, record, NoPeer.INSTANCE));
    }

    /** Takes in a session of an earlier boot; one without its connection is dropped. */
    void load(SessionRecord record) {
        ServerConnection connection = byId.get(record.connection());
        if (connection == null) {
            context.open().delete(record);
            return;
        }
        ServerSession session = new ServerSession(context, record.id(), connection, AcknowledgeMode.AUTO);
        session.load(record);
        add(session);
    }

    private void add(ServerSession session) {
        session.connection().sessions().put(session.id(), session);
        bySession.put(session.id(), session.connection());
    }

    private void register(ServerConnection connection) {
        byId.put(connection.id(), connection);
        byToken.put(ByteBuffer.wrap(connection.token()), connection);
    }

    Collection<ServerConnection> all() {
        return byId.values();
    }

    /** The connection of that id, or null if there is none any more. */
    ServerConnection byId(long id) {
        return byId.get(id);
    }

    /** The connection of a link, or null if the link was replaced or is closed. */
    ServerConnection of(Peer peer) {
        return byPeer.get(peer);
    }

    void attach(Command.Attach attach) {
        ServerConnection connection = new ServerConnection(context, context.ids.take(), attach.token(), attach.principal(), attach.product(), attach.peer());
        register(connection);
        byPeer.put(attach.peer(), connection);
        context.open().put(connection.toRecord());
        context.outbox.send(attach.peer(), new Connected(attach.version(), attach.features(), attach.token(), connection.id(),
                context.settings.nodeId(), context.bootId, context.nowMs(), context.settings.limits(), attach.saslFinal()), context.outbox.openNumber());
    }

    /** Runs {@code then} when it is known whether the client id of a resume can be had. */
    void settle(ServerConnection fresh, Resume request, Runnable then) {
        ServerConnection known = byToken.get(ByteBuffer.wrap(request.token()));
        if (request.clientId() == null || known == null || known.clientId() != null) {
            then.run();
        } else {
            clientIds.settle(fresh, request.clientId(), then);
        }
    }

    /** Takes up the connection of a token in place of the new one that its link has. */
    void resume(ServerConnection fresh, Resume request) {
        ServerConnection known = byToken.get(ByteBuffer.wrap(request.token()));
        if (known == null || known == fresh || !known.user().equals(fresh.user())) {
            throw new Refusal(ErrorCode.TOKEN_UNKNOWN, "no connection of that token; it was closed, or it was lost for longer than "
                    + context.settings.limits().sessionRetentionMs() + " ms");
        }
        requireOwn(known, request.sessions());
        if (request.clientId() != null && known.clientId() == null) {
            clientIds.requireFree(request.clientId());
        }
        Peer peer = fresh.peer();
        if (known.isLive()) {
            Peer old = known.peer();
            lose(known);
            old.close(ErrorCode.SUPERSEDED, "the connection was resumed by " + peer.description());
        }
        close(fresh);
        byPeer.put(peer, known);
        known.resumed(peer, fresh.isAdministrator());
        boolean sameBoot = request.bootId() == context.bootId;
        Set<Long> named = new HashSet<>();
        for (SessionResume each : request.sessions()) {
            named.add(each.session());
            ServerSession before = known.sessions().get(each.session());
            ServerSession session = before != null && before.mode() == each.mode() ? before : new ServerSession(context, each.session(), known, each.mode());
            if (before != null && before != session) {
                session.takeOver(before);
            }
            add(session);
            session.resumed(each.persistentLowest(), each.nonPersistentLowest(), sameBoot, each.generation());
        }
        for (ServerSession session : new ArrayList<>(known.sessions().values())) {
            if (!named.contains(session.id())) {
                closeSession(session, List.of());
            }
        }
        if (request.clientId() != null && known.clientId() == null) {
            clientIds.claim(known, request.clientId());
        }
        // it lives, and whoever waits for its client id is told so
        clientIds.lost(known);
    }

    /** The client may have opened sessions that the broker has no record of, but no other connection's, and no more than it may have. */
    private void requireOwn(ServerConnection connection, List<SessionResume> sessions) {
        if (sessions.size() > context.settings.sessionsPerConnectionMax()) {
            throw new Refusal(ErrorCode.LIMIT_REACHED, "a resume of " + sessions.size() + " sessions, a connection may have "
                    + context.settings.sessionsPerConnectionMax());
        }
        for (SessionResume each : sessions) {
            ServerConnection owner = bySession.get(each.session());
            if (each.session() <= 0 || each.session() >= context.ids.peek() || owner != null && owner != connection) {
                throw new Refusal(ErrorCode.SESSION_UNKNOWN, "session " + each.session() + " of this connection");
            }
        }
    }

    Replies replies() {
        return replies;
    }

    ClientIds clientIds() {
        return clientIds;
    }

    /** Ends the links that have shown no sign of life when one was asked for. */
    void closeSilent() {
        for (ServerConnection silent : clientIds.silent()) {
            Peer peer = silent.peer();
            peer.close(ErrorCode.HEARTBEAT_MISSED, "no sign of life within " + ClientIds.PROBE_MS + " ms, while another connection asks for the client id '"
                    + silent.clientId() + "'");
            lost(peer);
        }
    }

    void setClientId(ServerConnection connection, String clientId) {
        if (connection.clientId() != null) {
            throw new Refusal(ErrorCode.CLIENT_ID_INVALID, "the connection has the client id '" + connection.clientId() + "' already");
        }
        clientIds.requireFree(clientId);
        clientIds.claim(connection, clientId);
    }

    /** @return the id of the new session */
    long openSession(ServerConnection connection, AcknowledgeMode mode) {
        if (connection.sessions().size() >= context.settings.sessionsPerConnectionMax()) {
            throw new Refusal(ErrorCode.LIMIT_REACHED, "the connection has " + connection.sessions().size()
                    + " sessions, as many as it may; close some, or raise sessionsPerConnectionMax");
        }
        ServerSession session = new ServerSession(context, context.ids.take(), connection, mode);
        add(session);
        return session.id();
    }

    ServerSession session(ServerConnection connection, long id) {
        ServerSession session = connection.sessions().get(id);
        if (session == null) {
            throw new Refusal(ErrorCode.SESSION_UNKNOWN, "session " + id + " of this connection");
        }
        return session;
    }

    /** The session of that id of whatever connection, or null. */
    ServerSession session(long id) {
        ServerConnection connection = bySession.get(id);
        return connection == null ? null : connection.sessions().get(id);
    }

    void closeSession(ServerSession session, List<MessageRef> handedOver) {
        transactions.abandon(session);
        branches.close(session);
        redelivery.rollback(session, handedOver);
        for (Long consumer : new ArrayList<>(session.consumers().keySet())) {
            consumers.close(session, consumer, List.of());
        }
        for (Long browser : new ArrayList<>(session.browsers().keySet())) {
            consumers.close(session, browser, List.of());
        }
        session.confirmPending();
        session.closeProducers();
        session.deleteRecord();
        session.connection().sessions().remove(session.id());
        bySession.remove(session.id());
    }

    /** Its link has ended: what it held goes back at once, what a resume needs stays. */
    void lost(Peer peer) {
        ServerConnection connection = byPeer.get(peer);
        if (connection != null) {
            lose(connection);
            clientIds.lost(connection);
        }
    }

    /** A frame that has no answer of its own is refused: the link ends with the reason. */
    void end(ServerConnection connection, Refusal why) {
        Peer peer = connection.peer();
        lost(peer);
        peer.close(why.code(), why.detail());
    }

    private void lose(ServerConnection connection) {
        byPeer.remove(connection.peer());
        connection.lost();
        branches.lost(connection);
        for (ServerSession session : connection.sessions().values()) {
            transactions.abandon(session);
            redelivery.lost(session);
            consumers.lost(session);
            acknowledgements.lost(session);
            replies.lost(session);
            session.closeProducers();
        }
        sends.dropStreams(connection);
    }

    /** An orderly end: nothing of it is needed any more. */
    void close(ServerConnection connection) {
        for (ServerSession session : new ArrayList<>(connection.sessions().values())) {
            closeSession(session, List.of());
        }
        forget(connection);
    }

    /** Gives up what was not resumed, or after that not opened again, in time. */
    void expire() {
        for (ServerConnection connection : new ArrayList<>(byId.values())) {
            if (!connection.isLive() && connection.lostUntilMs() <= context.nowMs()) {
                close(connection);
            } else if (connection.hasReopened()) {
                consumers.disownClosed(connection);
            }
        }
    }

    private void forget(ServerConnection connection) {
        branches.lost(connection);
        for (Long consumer : new ArrayList<>(connection.ownSubscriptions().keySet())) {
            consumers.disown(connection, consumer);
        }
        for (Destination temporary : new ArrayList<>(connection.temporaries())) {
            destinations.deleteTemporary(temporary);
        }
        sends.dropStreams(connection);
        byPeer.remove(connection.peer());
        byId.remove(connection.id());
        byToken.remove(ByteBuffer.wrap(connection.token()));
        clientIds.release(connection);
        context.open().delete(connection.toRecord());
    }

    /** Every link ends, and may be resumed with the next start. */
    void stop(String why) {
        for (ServerConnection connection : new ArrayList<>(byPeer.values())) {
            Peer peer = connection.peer();
            lose(connection);
            peer.close(ErrorCode.SHUTTING_DOWN, why);
        }
    }
}
