package io.postrider.broker;

import io.postrider.broker.store.SyncGate;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A disk that syncs slowly or fails, as it is told: {@code sync slow MILLISECONDS} for each sync from now on (0 as fast as it is),
 * {@code sync fail before} or {@code sync fail after} for the next one, without and with the group on the disk, and it says
 * {@value #FAILED} on the output then. Told by one thread, passed by the committer's.
 */
final class UnsteadyDisk implements SyncGate {
    static final String FAILED = "sync failed";

    private volatile int slowMs;
    private volatile String failing = "";

    void obey(String[] words) {
        switch (words[1]) {
            case "slow" -> slowMs = Integer.parseInt(words[2]);
            case "fail" -> failing = words[2];
            default -> throw new IllegalArgumentException("'sync " + words[1] + "', expected slow or fail");
        }
    }

    /** Half of the time before the sync and half after it, so that a kill meets groups of both kinds. */
    @Override
    public boolean before() throws IOException {
        pass("before");
        return true;
    }

    @Override
    public void after() throws IOException {
        pass("after");
    }

    private void pass(String where) throws IOException {
        if (failing.equals(where)) {
            System.out.println(FAILED);
            System.out.flush();
            throw new IOException("Input/output error (the torture's, " + where + " a sync)");
        }
        int ms = slowMs / 2;
        if (ms > 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(ms);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted in a slow sync", e);
            }
        }
    }
}
