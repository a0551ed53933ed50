package io.postrider.broker.core;

/** What a transacted session has done since its last commit (specification 6.2.7). Owned by the core's thread. */
final class LocalTransaction extends Transaction {
    private final ServerSession session;
    private final long number;

    LocalTransaction(CoreContext context, ServerSession session, long number) {
        super(context);
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

    /** The session holds it as before: what it rolls back, and what a lost link gives back, is all that it holds. */
    @Override
    void hold(ServerSession holder, Entry entry) {
        // see above
    }

    @Override
    void letGo(Entry entry) {
        session.release(entry);
    }
}
