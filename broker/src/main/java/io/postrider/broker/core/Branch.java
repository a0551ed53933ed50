package io.postrider.broker.core;

import io.postrider.broker.store.BranchRecord;
import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.XidImpl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The branch of a global transaction (XA specification, chapter 2.2). Its work is its own: the session that did it may work in
 * another one, close, or be lost when this one is prepared. Owned by the core's thread.
 */
final class Branch extends Transaction {
    private final long id;
    private final XidImpl xid;
    private final String user;
    private final String client;
    private final long startedAtMs;
    /** Broker time at which it is rolled back unless it is prepared; of one that was rolled back so, when it is forgotten. */
    private long untilMs;
    /** Who works in it; true = at the moment, false = suspended. */
    private final Map<ServerSession, Boolean> workers = new HashMap<>();
    /** Connections with work in it: if one is lost before the branch is prepared, work may be missing. */
    private final Set<ServerConnection> connections = new LinkedHashSet<>();
    private BranchRecord.Form form;
    private long changedAtMs;
    private String decidedBy = "";
    private XaCode rollbackCode;
    private boolean remembered;
    private boolean warned;
    /** Of an earlier boot: how many answers of the store, which bring what it has acknowledged, are still to come. */
    private int reads;
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    Branch(CoreContext context, long id, XidImpl xid, ServerConnection connection, long untilMs) {
        super(context);
        this.id = id;
        this.xid = xid;
        this.user = connection.user();
        this.client = connection.clientId() != null ? connection.clientId() : connection.peer().description();
        this.startedAtMs = context.nowMs();
        this.changedAtMs = startedAtMs;
        this.untilMs = untilMs;
    }

    /** Of an earlier boot, without its work. */
    Branch(CoreContext context, BranchRecord record) {
        super(context);
        this.id = record.id();
        this.xid = record.xid();
        this.user = record.user();
        this.client = record.client();
        this.startedAtMs = record.startedAtMs();
        this.changedAtMs = record.changedAtMs();
        this.form = record.form();
        this.decidedBy = record.decidedBy();
        this.untilMs = Long.MAX_VALUE;
    }

    long id() {
        return id;
    }

    XidImpl xid() {
        return xid;
    }

    String user() {
        return user;
    }

    String client() {
        return client;
    }

    long startedAtMs() {
        return startedAtMs;
    }

    /** Broker time at which it was prepared or decided. */
    long changedAtMs() {
        return changedAtMs;
    }

    String decidedBy() {
        return decidedBy;
    }

    long untilMs() {
        return untilMs;
    }

    @Override
    String name() {
        return "branch " + xid;
    }

    BranchState state() {
        if (form != null) {
            return switch (form) {
                case PREPARED -> BranchState.PREPARED;
                case COMMITTED -> BranchState.COMMITTED;
                case ROLLED_BACK -> BranchState.ROLLED_BACK;
            };
        }
        if (rollbackOnly() != null) {
            return BranchState.ROLLBACK_ONLY;
        }
        return workers.containsValue(true) ? BranchState.ACTIVE : workers.isEmpty() ? BranchState.IDLE : BranchState.SUSPENDED;
    }

    boolean isInDoubt() {
        return form == BranchRecord.Form.PREPARED;
    }

    /** Whether its end can still be decided by what happens to its connections and by its time. */
    boolean isUnprepared() {
        return form == null;
    }

    // --- who works in it

    Map<ServerSession, Boolean> workers() {
        return workers;
    }

    void begin(ServerSession session) {
        workers.put(session, true);
        session.branch(this);
        session.branches().add(this);
        connections.add(session.connection());
        session.connection().branches().add(this);
    }

    void suspend(ServerSession session) {
        workers.put(session, false);
        session.branch(null);
    }

    void end(ServerSession session) {
        workers.remove(session);
        session.branches().remove(this);
        if (session.branch() == this) {
            session.branch(null);
        }
    }

    /** Nobody works in it any more, whatever it was doing. */
    void endAll() {
        for (ServerSession session : new ArrayList<>(workers.keySet())) {
            end(session);
        }
        leaveConnections();
    }

    private void leaveConnections() {
        connections.forEach(connection -> connection.branches().remove(this));
        connections.clear();
    }

    // --- its work

    @Override
    void hold(ServerSession session, Entry entry) {
        session.release(entry);
        entry.holder = null;
        entry.consumer = null;
        adopt(entry);
        entry.lane.subscription().keptCount++;
    }

    /** An entry of an earlier boot, which its subscription has counted already. */
    void adopt(Entry entry) {
        entry.inTransaction = true;
        entry.branch = this;
        acknowledged().add(entry);
    }

    @Override
    void letGo(Entry entry) {
        entry.branch = null;
        entry.lane.subscription().keptCount--;
    }

    /** The subscription of an entry is deleted. */
    void forget(Entry entry) {
        acknowledged().remove(entry);
        letGo(entry);
    }

    /** It can only be rolled back, for this reason; the first one stays. */
    void doom(XaCode code, String detail) {
        if (rollbackCode == null) {
            rollbackCode = code;
        }
        rollbackOnly(new Refusal(ErrorCode.TRANSACTION_ROLLED_BACK, detail));
    }

    /** What is said of a branch that can only be rolled back. */
    XaCode rollbackCode() {
        return rollbackCode == null ? XaCode.RBROLLBACK : rollbackCode;
    }

    /** Its work is undone: who asks is told so until then. */
    void remembered(long until) {
        remembered = true;
        untilMs = until;
        leaveConnections();
    }

    boolean isRemembered() {
        return remembered;
    }

    /** @return whether this is the first time that somebody is warned of it */
    boolean warn() {
        boolean first = !warned;
        warned = true;
        return first;
    }

    // --- what outlives the broker

    /** From now on only an order ends it; what it does then is in its record. */
    void prepare() {
        form = BranchRecord.Form.PREPARED;
        changedAtMs = context.nowMs();
        leaveConnections();
        for (StagedSend send : sends()) {
            context.bodies.claim(send.message().body());
        }
        context.open().put(toRecord());
    }

    void decided(BranchRecord.Form decision, String by) {
        form = decision;
        changedAtMs = context.nowMs();
        decidedBy = by;
        context.open().put(toRecord());
    }

    void deleteRecord() {
        context.open().delete(toRecord());
    }

    private BranchRecord toRecord() {
        List<BranchRecord.StagedSend> staged = new ArrayList<>();
        for (StagedSend send : sends()) {
            if (!send.destination().isDeleted()) {
                staged.add(new BranchRecord.StagedSend(send.dueMs(), send.message()));
            }
        }
        List<MessageRef> refs = new ArrayList<>();
        for (Entry entry : acknowledged()) {
            if (entry.message.isStored() && entry.lane.isRead()) {
                refs.add(Redelivery.ref(entry));
            }
        }
        return new BranchRecord(id, xid, user, client, startedAtMs, changedAtMs, form, decidedBy, staged, refs);
    }

    /** A send of an earlier boot; its destination may be gone. */
    void restore(BranchRecord.StagedSend send, Destination destination) {
        StoredMessage message = send.message();
        if (destination == null) {
            context.bodies.release(message);
            return;
        }
        WireMessage body = message.message();
        boolean loaded = !body.isBodyApart() || body.bodyLength() > WireMessage.INLINE_BODY_BYTES_MAX;
        sends().add(new StagedSend(destination, message, send.dueMs(), loaded, message.body(),
                message.body() == 0 ? 0 : StoredMessage.chunks(body.bodyLength())));
    }

    // --- until what an earlier boot acknowledged is in memory

    void reads(int change) {
        reads += change;
        while (reads == 0 && !waiting.isEmpty()) {
            waiting.removeFirst().run();
        }
    }

    /** Runs {@code action} when all of its work is in memory. */
    void whenComplete(Runnable action) {
        if (reads == 0) {
            action.run();
        } else {
            waiting.addLast(action);
        }
    }
}
