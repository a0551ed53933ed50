package io.postrider.torture.check;

/**
 * What one load did. Immutable.
 *
 * @param confirmed   sends that returned, or whose transaction was committed
 * @param undone      sends that were refused or rolled back
 * @param unknown     sends that threw, whose process was killed in them, or whose transaction ended differently in its branches
 * @param receipts    receipts of consumers, each delivery of a message counts
 * @param redelivered of them with JMSRedelivered
 * @param units       transactions and acknowledges that returned
 */
public record LoadTally(String load, long confirmed, long undone, long unknown, long receipts, long redelivered, long units) {
}
