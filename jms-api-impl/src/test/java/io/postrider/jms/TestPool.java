package io.postrider.jms;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The pool of an application server: each session runs on a thread of its own, and goes back when it has run. */
final class TestPool implements ServerSessionPool, AutoCloseable {
    final List<Session> sessions = new ArrayList<>();
    final AtomicInteger started = new AtomicInteger();
    private final BlockingQueue<ServerSession> free = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What a session does when it was started, instead of only running. */
    @FunctionalInterface
    interface Work {
        void run(Session session) throws JMSException;
    }

    /** @param listener makes that of a session */
    TestPool(List<Session> sessions, Function<Session, MessageListener> listener, Work work) throws JMSException {
        for (Session session : sessions) {
            this.sessions.add(session);
            session.setMessageListener(listener.apply(session));
            free.add(new Pooled(session, work));
        }
    }

    TestPool(Session session, MessageListener listener) throws JMSException {
        this(List.of(session), same -> listener, Session::run);
    }

    @Override
    public ServerSession getServerSession() throws JMSException {
        try {
            ServerSession next = free.poll(60, TimeUnit.SECONDS);
            if (next == null) {
                throw new JMSException("no ServerSession came back within 60 s");
            }
            return next;
        } catch (InterruptedException e) {
            throw new JMSException("interrupted");
        }
    }

    /** Sessions that are not at work. */
    int freeCount() {
        return free.size();
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new AssertionError("a server session does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class Pooled implements ServerSession {
        private final Session session;
        private final Work work;

        Pooled(Session session, Work work) {
            this.session = session;
            this.work = work;
        }

        @Override
        public Session getSession() {
            return session;
        }

        @Override
        public void start() {
            started.incrementAndGet();
            threads.execute(() -> {
                try {
                    work.run(session);
                } catch (IllegalStateException e) {
                    // its connection was closed meanwhile
                } catch (JMSException e) {
                    throw new AssertionError(e);
                } finally {
                    free.add(this);
                }
            });
        }
    }
}
