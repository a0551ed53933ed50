package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What an application server has: sessions, of which each is run on a thread and goes back to the pool then (11.2.6). Ended by who
 * made it, behind its connection.
 */
final class SessionPool implements ServerSessionPool {
    private final List<Session> sessions = new ArrayList<>();
    private final BlockingQueue<ServerSession> free;
    private final ExecutorService threads;
    private volatile MessageListener listener;
    private volatile Runnable afterRun = () -> { };

    /** @param listener called with each message; may be set later, before the first message comes */
    SessionPool(Connection connection, int size, int mode, MessageListener listener) throws JMSException {
        this.listener = listener;
        free = new ArrayBlockingQueue<>(size);
        threads = Executors.newFixedThreadPool(size);
        for (int i = 0; i < size; i++) {
            Session session = connection.createSession(mode);
            session.setMessageListener(message -> this.listener.onMessage(message));
            sessions.add(session);
            free.add(new Server(session));
        }
    }

    void listener(MessageListener given) {
        listener = given;
    }

    /** Behind each run of a session, before it is free again. */
    void afterRun(Runnable given) {
        afterRun = given;
    }

    Session session(int index) {
        return sessions.get(index);
    }

    /** Until a session has done its work: what it ran is acknowledged then. */
    void awaitFree() throws InterruptedException {
        ServerSession server = free.poll(Rules.WAIT_MS, TimeUnit.MILLISECONDS);
        assertNotNull(server);
        free.add(server);
    }

    void end() throws InterruptedException {
        threads.shutdown();
        assertTrue(threads.awaitTermination(Rules.WAIT_MS, TimeUnit.MILLISECONDS));
    }

    @Override
    public ServerSession getServerSession() throws JMSException {
        try {
            ServerSession server = free.poll(Rules.WAIT_MS, TimeUnit.MILLISECONDS);
            if (server == null) {
                throw new JMSException("no session is free");
            }
            return server;
        } catch (InterruptedException e) {
            throw new JMSException("interrupted");
        }
    }

    private final class Server implements ServerSession {
        private final Session session;

        private Server(Session session) {
            this.session = session;
        }

        @Override
        public Session getSession() {
            return session;
        }

        @Override
        public void start() {
            threads.execute(() -> {
                session.run();
                afterRun.run();
                free.add(this);
            });
        }
    }
}
