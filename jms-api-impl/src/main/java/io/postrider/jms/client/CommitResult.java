package io.postrider.jms.client;

/**
 * What became of a commit.
 *
 * @param rolledBack null if it was committed, otherwise why not
 * @param over       whether the broker is done with it; if not, a rollback has to say what was handed over
 */
public record CommitResult(BrokerFailure rolledBack, boolean over) {
    static final CommitResult COMMITTED = new CommitResult(null, true);
}
