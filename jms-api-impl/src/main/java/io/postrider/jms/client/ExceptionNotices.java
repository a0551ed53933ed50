package io.postrider.jms.client;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The calls of one connection's ExceptionListener (specification 6.1.7): one at a time, on a thread of their own, which runs only
 * while there is something to tell. Any thread.
 */
public final class ExceptionNotices {
    private static final System.Logger LOG = System.getLogger(ExceptionNotices.class.getName());
    /** More can only be a storm of the same news. */
    private static final int NOTICES_MAX = 1_000;

    private final String threadName;
    private final Queue<Runnable> notices = new ArrayDeque<>();
    private boolean telling;

    public ExceptionNotices(String threadName) {
        this.threadName = threadName;
    }

    public synchronized void tell(Runnable notice) {
        if (notices.size() == NOTICES_MAX) {
            LOG.log(Level.WARNING, "{0} exceptions wait for the ExceptionListener, another one is dropped", NOTICES_MAX);
            return;
        }
        notices.add(notice);
        if (!telling) {
            telling = true;
            Thread thread = new Thread(this::run, threadName);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        for (Runnable notice = next(); notice != null; notice = next()) {
            try {
                notice.run();
            } catch (Throwable e) {
                LOG.log(Level.WARNING, "the ExceptionListener threw an exception", e);
            }
        }
    }

    private synchronized Runnable next() {
        Runnable first = notices.poll();
        telling = first != null;
        return first;
    }
}
