package io.postrider.broker.store;

import java.io.IOException;

/**
 * Stands before and behind each sync, for tests of disks that are slow, fail or lie. Called by the committer's thread, which waits as
 * long as this does.
 */
public interface SyncGate {
    /** An ordinary disk: nothing stands there. */
    SyncGate OPEN = () -> true;

    /**
     * Before a group is written and synced.
     *
     * @return false to have it written only, and answered as if it were synced
     * @throws IOException as a disk that does not take the group; terminal, as such an error is
     */
    boolean before() throws IOException;

    /**
     * After that.
     *
     * @throws IOException as a disk that has taken the group and reports an error; terminal too
     */
    default void after() throws IOException {
        // an ordinary disk has nothing to report
    }
}
