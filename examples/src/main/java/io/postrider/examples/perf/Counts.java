package io.postrider.examples.perf;

/**
 * What became of the messages of a run, warm-up included.
 *
 * @param sent     whose send or commit returned
 * @param received different ones
 * @param lost     sent and not received within the time that draining may take
 * @param doubled  received once more
 * @param foreign  messages on the queue that this run did not send
 * @param notSent  that the schedule of an open loop had and that could not be sent in time: the rate was too high
 */
public record Counts(long sent, long received, long lost, long doubled, long foreign, long notSent) {
}
