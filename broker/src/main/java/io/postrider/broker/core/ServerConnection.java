package io.postrider.broker.core;

import io.postrider.broker.store.ConnectionRecord;
import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A logical connection: lives on when its link is lost, until it is resumed, closed or given up. Owned by the core's thread.
 */
final class ServerConnection {
    /** A body that arrives in chunks. */
    record Stream(long body, int chunks, long bytes, boolean complete) {
    }

    /** How long a resumed client may take to open its consumers again before their subscriptions in memory go. */
    static final long REOPEN_MS = 60_000;

    private final CoreContext context;
    private final long id;
    private final byte[] token;
    private final String user;
    private final String product;
    private final long sinceMs;
    private final Long2ObjectLinkedOpenHashMap<ServerSession> sessions = new Long2ObjectLinkedOpenHashMap<>();
    private final List<Destination> temporaries = new ArrayList<>();
    /** Non-durable subscriptions by the consumer that made them: they wait for it while the link is lost. */
    private final Map<Long, Subscription> ownSubscriptions = new HashMap<>();
    private final Map<Long, Stream> streams = new HashMap<>();
    /** With work of this connection, and not prepared. */
    private final Set<Branch> branches = new LinkedHashSet<>();
    private Peer peer;
    private boolean live;
    private boolean administrator;
    private final boolean isOfEarlierBoot;
    private long returnAwaitedUntilMs;
    private String clientId;
    private long lostUntilMs;
    /** When what a resumed client has not opened again is given up; 0 if there is nothing of the kind. */
    private long reopenUntilMs;
    private long lastStream;
    private long takenBytes;
    private int consumerCount;

    ServerConnection(CoreContext context, long id, byte[] token, Principal principal, String product, Peer peer) {
        this.context = context;
        this.id = id;
        this.token = token.clone();
        this.user = principal.user();
        this.administrator = principal.administrator();
        this.product = product;
        this.peer = peer;
        this.live = true;
        this.isOfEarlierBoot = false;
        this.sinceMs = context.nowMs();
    }

    /** Of an earlier boot: lost, until somebody resumes it. */
    ServerConnection(CoreContext context, ConnectionRecord record, Peer nobody) {
        this.context = context;
        this.id = record.id();
        this.token = record.token();
        this.user = record.user();
        this.product = "";
        this.peer = nobody;
        this.isOfEarlierBoot = true;
        this.sinceMs = context.nowMs();
        this.lostUntilMs = context.nowMs() + context.settings.limits().sessionRetentionMs();
    }

    long id() {
        return id;
    }

    byte[] token() {
        return token;
    }

    String user() {
        return user;
    }

    boolean isAdministrator() {
        return administrator;
    }

    String product() {
        return product;
    }

    long sinceMs() {
        return sinceMs;
    }

    /** Where its frames go; when the link is lost, the peer of that link, which drops them. */
    Peer peer() {
        return peer;
    }

    boolean isLive() {
        return live;
    }

    /** Who it is, for people. */
    String label() {
        return clientId != null ? clientId : peer.description();
    }

    String clientId() {
        return clientId;
    }

    void clientId(String name) {
        clientId = name;
    }

    Long2ObjectLinkedOpenHashMap<ServerSession> sessions() {
        return sessions;
    }

    List<Destination> temporaries() {
        return temporaries;
    }

    Map<Long, Subscription> ownSubscriptions() {
        return ownSubscriptions;
    }

    Map<Long, Stream> streams() {
        return streams;
    }

    Set<Branch> branches() {
        return branches;
    }

    void lost() {
        live = false;
        lostUntilMs = context.nowMs() + context.settings.limits().sessionRetentionMs();
    }

    long lostUntilMs() {
        return lostUntilMs;
    }

    /** @param isAdministrator what the login of the new link says: the one that made it may be of an earlier boot */
    void resumed(Peer by, boolean isAdministrator) {
        peer = by;
        administrator = isAdministrator;
        live = true;
        takenBytes = 0;
        reopenUntilMs = ownSubscriptions.isEmpty() ? 0 : context.nowMs() + REOPEN_MS;
    }

    /** Until when it is waited for with its temporary destinations, which went with an earlier boot: asked first, it begins; 0 if there were none. */
    long returnAwaitedUntilMs(long waitMs) {
        if (isOfEarlierBoot && returnAwaitedUntilMs == 0) {
            returnAwaitedUntilMs = context.nowMs() + waitMs;
        }
        return returnAwaitedUntilMs;
    }

    /** Whether a resumed client has had its time to open its consumers again; said once. */
    boolean hasReopened() {
        boolean over = live && reopenUntilMs != 0 && reopenUntilMs <= context.nowMs();
        if (over) {
            reopenUntilMs = 0;
        }
        return over;
    }

    long nextStream() {
        return ++lastStream;
    }

    /** Bytes of messages that the core has taken since the client was told; when they are many they are due to be told. */
    boolean took(long bytes) {
        takenBytes += bytes;
        return takenBytes >= context.settings.limits().connectionCreditBytes() / 4;
    }

    long tellTaken() {
        long told = takenBytes;
        takenBytes = 0;
        return told;
    }

    void consumers(int change) {
        consumerCount += change;
    }

    int consumerCount() {
        return consumerCount;
    }

    ConnectionRecord toRecord() {
        return new ConnectionRecord(id, token, user);
    }
}
