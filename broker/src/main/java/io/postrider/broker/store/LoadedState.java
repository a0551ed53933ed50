package io.postrider.broker.store;

import java.util.List;

/**
 * What a start finds.
 *
 * @param nodeId        random, made at the first start of this data folder
 * @param applied       number of the last write set that is there; the next one has {@code applied + 1}
 * @param cleanStop     whether the last stop was an orderly one; true for a new folder
 * @param lostWriteSets how many write sets are known to have been durable and are gone
 * @param records       every state record but the attempts, which reads of lanes find, in the order of their keys
 */
public record LoadedState(String nodeId, long applied, boolean cleanStop, long lostWriteSets, List<StateRecord> records) {
    public LoadedState {
        records = List.copyOf(records);
    }
}
