package io.postrider.broker.core;

import io.postrider.broker.store.BranchPartRecord;
import io.postrider.broker.store.BranchRecord;
import io.postrider.broker.store.CounterRecord;
import io.postrider.broker.store.Family;
import io.postrider.broker.store.Keys;
import io.postrider.broker.store.SessionRecord;
import io.postrider.broker.store.StateRecord;
import io.postrider.broker.store.WriteSet;

import java.util.ArrayList;
import java.util.List;

/** A defect put around the core, to see whether a simulation finds it. */
enum PlantedBug {
    NONE,
    ANSWER_BEFORE_SYNC {
        @Override
        boolean reportsUnsynced() {
            return true;
        }
    },
    SESSION_RECORD_NOT_STORED {
        @Override
        boolean loses(MemoryStore.Operation operation) {
            return operation.family() == Family.STATE && operation.tag() == WriteSet.TAG_PUT
                    && StateRecord.read(operation.key(), operation.value()) instanceof SessionRecord;
        }
    },
    ACKNOWLEDGEMENT_DROPPED {
        @Override
        boolean loses(MemoryStore.Operation operation) {
            return operation.family() == Family.MESSAGES && operation.tag() == WriteSet.TAG_SINGLE_DELETE && operation.key()[0] == Keys.MESSAGE
                    && Keys.position(operation.key()) % 5 == 0;
        }
    },
    POSITION_REUSED_AFTER_RESTART {
        @Override
        LoadedCore loaded(LoadedCore loaded) {
            List<StateRecord> records = new ArrayList<>();
            for (StateRecord record : loaded.records()) {
                records.add(record instanceof CounterRecord counter && counter.counter() == CounterRecord.Counter.POSITION
                        ? new CounterRecord(counter.counter(), Math.max(0, counter.reservedUpTo() - 1_000)) : record);
            }
            return new LoadedCore(loaded.applied(), records);
        }
    },
    PREPARE_NOT_STORED {
        @Override
        boolean loses(MemoryStore.Operation operation) {
            return operation.family() == Family.STATE && operation.tag() == WriteSet.TAG_PUT
                    && StateRecord.read(operation.key(), operation.value()) instanceof BranchRecord branch && branch.form() == BranchRecord.Form.PREPARED;
        }
    },
    ACKNOWLEDGEMENTS_OF_A_BRANCH_FORGOTTEN {
        @Override
        LoadedCore loaded(LoadedCore loaded) {
            List<StateRecord> records = new ArrayList<>();
            for (StateRecord record : loaded.records()) {
                records.add(record instanceof BranchPartRecord part ? new BranchPartRecord(part.branch(), part.index(), part.sends(), List.of()) : record);
            }
            return new LoadedCore(loaded.applied(), records);
        }
    },
    LATE_READ_NOT_FILTERED {
        @Override
        long appliedOf(long seen, long now) {
            return Long.MAX_VALUE;
        }
    };

    /** Whether what is only applied is reported durable. */
    boolean reportsUnsynced() {
        return false;
    }

    /** Whether an operation never reaches the store. */
    boolean loses(MemoryStore.Operation operation) {
        return false;
    }

    /** What a start finds. */
    LoadedCore loaded(LoadedCore loaded) {
        return loaded;
    }

    /** What a read's answer says of the write sets that it saw. */
    long appliedOf(long seen, long now) {
        return seen;
    }
}
