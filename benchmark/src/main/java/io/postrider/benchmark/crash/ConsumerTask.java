package io.postrider.benchmark.crash;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A consumer with a connection of its own, until it is told to stop or its queue stays empty. Its thread is its own. */
final class ConsumerTask implements Runnable {
    private static final int RECEIVE_MS = 500;

    private final int mode;
    private final ConnectionFactory factory;
    private final String queue;
    private final EventLog log;
    private final InFlight inFlight;
    private final Random random;
    private volatile boolean draining;
    private volatile Exception failure;

    /** @param mode AUTO_ACKNOWLEDGE, CLIENT_ACKNOWLEDGE or SESSION_TRANSACTED */
    ConsumerTask(int mode, ConnectionFactory factory, String queue, EventLog log, InFlight inFlight, long seed) {
        this.mode = mode;
        this.factory = factory;
        this.queue = queue;
        this.log = log;
        this.inFlight = inFlight;
        this.random = new Random(seed);
    }

    /** No more is sent: it ends when nothing came for six receives. */
    void drain() {
        draining = true;
    }

    /** Why it ended early, or null. */
    Exception failure() {
        return failure;
    }

    @Override
    public void run() {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession(mode);
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            connection.start();
            int empty = 0;
            while (empty < 6) {
                empty = work(session, consumer) || !draining ? 0 : empty + 1;
            }
        } catch (JMSException | RuntimeException e) {
            failure = e;
        }
    }

    /** Receives some and acknowledges them. @return whether there was something */
    private boolean work(Session session, MessageConsumer consumer) throws JMSException {
        List<String> ids = new ArrayList<>();
        int size = mode == Session.AUTO_ACKNOWLEDGE ? 1 : 1 + random.nextInt(20);
        Message last = null;
        try {
            while (ids.size() < size) {
                Message message = consumer.receive(RECEIVE_MS);
                if (message == null) {
                    break;
                }
                last = message;
                inFlight.begin(1);
                String id = message.getStringProperty("id");
                log.received(id, message.getJMSRedelivered(), message.getIntProperty("JMSXDeliveryCount"));
                ids.add(id);
            }
            if (last == null) {
                return false;
            }
            acknowledge(session, last, ids);
            return true;
        } catch (TransactionRolledBackException e) {
            // all of it comes again
            return true;
        } finally {
            inFlight.end(ids.size());
        }
    }

    private void acknowledge(Session session, Message last, List<String> ids) throws JMSException {
        boolean back = !draining && random.nextInt(10) == 0;
        if (mode == Session.SESSION_TRANSACTED && back) {
            session.rollback();
            return;
        }
        if (mode == Session.CLIENT_ACKNOWLEDGE && back) {
            session.recover();
            return;
        }
        if (mode == Session.SESSION_TRANSACTED) {
            session.commit();
        } else if (mode == Session.CLIENT_ACKNOWLEDGE) {
            try {
                last.acknowledge();
            } catch (JMSException e) {
                // a link was lost before: another consumer got some of them; nothing is known about these
                session.recover();
                return;
            }
        } else {
            return;
        }
        ids.forEach(id -> log.write('a', id));
    }
}
