package io.postrider.broker.core;

import io.postrider.broker.store.BranchRecord;

/** What a transacted session has done since its last commit (specification 6.2.7). Owned by the core's thread. */
final class LocalTransaction extends Transaction {
    private final ServerSession session;
    private final long number;

    LocalTransaction(CoreContext context, ServerSession session, long number) {
        this(context, session, number, 0);
    }

    /** One of an earlier boot that was committed, and whose effects are not complete. @param session null if it is closed */
    LocalTransaction(CoreContext context, ServerSession session, long number, long recordId) {
        super(context, recordId);
        this.session = session;
        this.number = number;
    }

    long number() {
        return number;
    }

    @Override
    String name() {
        return "transaction " + number + " of session " + session.id();
    }

    @Override
    BranchRecord toRecord(BranchRecord.Form form) {
        ServerConnection connection = session.connection();
        return new BranchRecord(recordId(), null, session.id(), connection.user(), connection.label(), context.nowMs(), context.nowMs(), form, "");
    }

    /** The session holds it as before: what it rolls back, and what a lost link gives back, is all that it holds. */
    @Override
    void acknowledged(Entry entry) {
        // see above
    }
}
