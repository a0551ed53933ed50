package io.postrider.broker.core;

import io.postrider.broker.store.BranchRecord;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.message.XidImpl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The branch of a global transaction (XA specification, chapter 2.2). Its work is its own: the session that did it may work in
 * another one, close, or be lost when this one is prepared. Owned by the core's thread.
 */
final class Branch extends Transaction {
    private final XidImpl xid;
    private final String user;
    private final String client;
    private final long startedAtMs;
    /** Broker time at which it is rolled back unless it is prepared; of one that was rolled back so, when it is forgotten. */
    private long untilMs;
    /** Who works in it; true = at the moment, false = suspended. */
    private final Map<ServerSession, Boolean> workers = new LinkedHashMap<>();
    /** Connections with work in it: if one is lost before the branch is prepared, work may be missing. */
    private final Set<ServerConnection> connections = new LinkedHashSet<>();
    private String decidedBy = "";
    private XaCode rollbackCode;
    private boolean remembered;
    private boolean warned;

    Branch(CoreContext context, XidImpl xid, ServerConnection connection, long untilMs) {
        super(context, context.ids.take());
        this.xid = xid;
        this.user = connection.user();
        this.client = connection.label();
        this.startedAtMs = context.nowMs();
        this.untilMs = untilMs;
    }

    /** Of an earlier boot, without its work. */
    Branch(CoreContext context, BranchRecord record) {
        super(context, record.id());
        this.xid = record.xid();
        this.user = record.user();
        this.client = record.client();
        this.startedAtMs = record.startedAtMs();
        this.decidedBy = record.decidedBy();
        this.untilMs = Long.MAX_VALUE;
        loaded(record);
    }

    long id() {
        return recordId();
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

    /** Broker time at which it was begun, prepared or decided. */
    long changedAtMs() {
        return record() == null ? startedAtMs : record().changedAtMs();
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

    /** While it is being committed it answers nobody, and is as it was. */
    BranchState state() {
        if (record() != null) {
            return switch (record().form()) {
                case PREPARED, COMMITTING -> BranchState.PREPARED;
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
        return record() != null && record().form() == BranchRecord.Form.PREPARED;
    }

    /** Whether its effects are on their way: it answers nobody until they are complete. */
    boolean isCommitting() {
        return record() != null && record().form() == BranchRecord.Form.COMMITTING;
    }

    /** Whether its end can still be decided by what happens to its connections and by its time. */
    boolean isUnprepared() {
        return record() == null;
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

    // --- what becomes of it

    /** Whoever did the work may go. */
    @Override
    void acknowledged(Entry entry) {
        take(entry);
    }

    /** It can only be rolled back, for this reason; the first one stays. */
    void doom(XaCode code, String detail) {
        if (rollbackOnly() == null) {
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

    /** From now on only an order ends it; what it does then is in the store. */
    void prepared() {
        leaveConnections();
        form(BranchRecord.Form.PREPARED);
    }

    /** An administrator has decided: stored with the next form. */
    void decidedBy(String administrator) {
        decidedBy = administrator;
    }

    @Override
    BranchRecord toRecord(BranchRecord.Form form) {
        return new BranchRecord(recordId(), xid, 0, user, client, startedAtMs, context.nowMs(), form, decidedBy);
    }
}
