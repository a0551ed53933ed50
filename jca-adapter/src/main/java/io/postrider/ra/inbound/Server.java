package io.postrider.ra.inbound;

import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Timer;

/**
 * What the server lends to the adapter while that is started (5.3.1): threads, a timer whose tasks only hand things on, and a way to say that a
 * transaction must not be committed.
 *
 * @param work     runs deliveries and attempts to connect
 * @param timer    of the adapter, cancelled when it stops
 * @param registry of the transaction of the calling thread; null in a server that has none
 */
record Server(WorkManager work, Timer timer, TransactionSynchronizationRegistry registry) {
    /** Lets the transaction of this thread, if there is one, end in no other way. */
    void setRollbackOnly() {
        if (registry != null && registry.getTransactionStatus() == Status.STATUS_ACTIVE) {
            registry.setRollbackOnly();
        }
    }

    /** Whether the transaction of this thread is rolled back, or is going to be. */
    boolean isRolledBack() {
        return registry != null && switch (registry.getTransactionStatus()) {
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK -> true;
            default -> false;
        };
    }
}
