package io.postrider.broker;

import io.postrider.broker.store.Committer;
import io.postrider.broker.store.StoreSettings;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * What a broker takes from the machine that it runs on: its clock and its disk. Tests of faults put theirs in between; nobody else
 * can, since this is known in this package only.
 *
 * @param clockMs   epoch milliseconds; any thread asks
 * @param store     what the store is opened with, given what the configuration says
 * @param committer the way to the store, given the ordinary one; {@link Committer} says who calls it
 */
record Machine(LongSupplier clockMs, UnaryOperator<StoreSettings> store, UnaryOperator<Committer> committer) {
    /** As it is. */
    static final Machine PLAIN = new Machine(System::currentTimeMillis, UnaryOperator.identity(), UnaryOperator.identity());
}
