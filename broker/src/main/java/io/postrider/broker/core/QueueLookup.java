package io.postrider.broker.core;

/**
 * Whether there is a queue of a name, for who does not want to make one by asking. Immutable.
 *
 * @param name   what was asked for
 * @param exists whether it is there now
 */
public record QueueLookup(String name, boolean exists) {
}
