package io.postrider.broker.core;

import io.postrider.broker.store.Committer;
import io.postrider.broker.store.ReadRequest;

import java.util.function.Consumer;

/**
 * What the core needs of a store, or of the overflow.
 *
 * @param committer takes write sets; the answers are {@link Command.Durable}, of the overflow {@link Command.OverflowApplied}
 * @param readers   takes read requests; the answers are {@link Command.ReadDone}, of the overflow {@link Command.OverflowRead}
 */
public record CoreStore(Committer committer, Consumer<ReadRequest> readers) {
}
