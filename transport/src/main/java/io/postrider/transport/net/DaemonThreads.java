package io.postrider.transport.net;

import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Makes threads that keep no program from ending. Their context class loader is our own: they would inherit that of whoever happens to need
 * one first, and in a server keep the application that did in memory after its undeployment. Any thread.
 */
final class DaemonThreads extends DefaultThreadFactory {
    DaemonThreads(String name) {
        super(name, true);
    }

    @Override
    protected Thread newThread(Runnable work, String name) {
        return detached(super.newThread(work, name));
    }

    /** One that takes over no thread locals either, but knows no fast ones of Netty: for a thread that is made again and again, by anybody. */
    static Thread forLookUp(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        return detached(thread);
    }

    private static Thread detached(Thread thread) {
        thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
        return thread;
    }
}
