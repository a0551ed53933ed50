package io.postrider.jms.client;

/**
 * What became of a commit.
 *
 * @param rolledBack null if it was committed, otherwise why not
 */
public record CommitResult(BrokerFailure rolledBack) {
    static final CommitResult COMMITTED = new CommitResult(null);
}
