package io.postrider.broker.core;

import io.postrider.broker.store.CounterRecord;
import io.postrider.broker.store.StateRecord;

import java.util.List;

/**
 * What a core starts from.
 *
 * @param applied number of the last write set in the store, 0 for a new one
 * @param records the state records, but for attempts, in any order
 */
public record LoadedCore(long applied, List<StateRecord> records) {

    public LoadedCore {
        records = List.copyOf(records);
    }

    /** An empty store. */
    public static LoadedCore empty() {
        return new LoadedCore(0, List.of());
    }

    long counter(CounterRecord.Counter name) {
        long value = 0;
        for (StateRecord record : records) {
            if (record instanceof CounterRecord counter && counter.counter() == name) {
                value = counter.reservedUpTo();
            }
        }
        return value;
    }
}
