package io.postrider.broker.core;

import io.postrider.transport.frame.Limits;

/**
 * What the core is told once.
 *
 * @param nodeId               identity of the store
 * @param limits               bounds told to each client
 * @param memoryBytes          bytes of messages in memory, all lanes together
 * @param destinationBytesMax  stored and waiting bytes of one destination; above it senders get no credit
 * @param destinationCreditBytes bytes that one session may send to one destination ahead of the broker's taking them
 * @param createDestinations   whether a queue or topic is made by its first use
 * @param attemptsMax          failed deliveries after which a message goes to the dead-letter queue
 * @param deadLetterQueue      its name
 * @param transactionBytesMax  bytes that one transaction may write at its commit
 * @param destinationsMax      queues and topics, temporary ones included
 * @param sessionsPerConnectionMax sessions of one connection
 * @param consumersPerConnectionMax consumers of one connection
 * @param branchesMax          branches of global transactions, those that are remembered since they were rolled back or decided included
 * @param branchTimeoutMs      time in which a branch must be prepared whose transaction manager gives none
 * @param inDoubtWarningMs     age of a prepared branch at which the log warns of it
 */
public record CoreSettings(String nodeId, Limits limits, long memoryBytes, long destinationBytesMax, long destinationCreditBytes,
                           boolean createDestinations, int attemptsMax, String deadLetterQueue, long transactionBytesMax,
                           int destinationsMax, int sessionsPerConnectionMax, int consumersPerConnectionMax,
                           int branchesMax, long branchTimeoutMs, long inDoubtWarningMs) {
}
