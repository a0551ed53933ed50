package io.postrider.benchmark.crash;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;

/** A producer with a connection of its own, until it is told to stop. Its thread is its own. */
final class ProducerTask implements Runnable {
    /** How it sends. */
    enum Kind {
        /** One send after the other, each waiting for its answer. */
        SYNCHRONOUS,
        /** Up to 50 sends on the way. */
        ASYNCHRONOUS,
        /** Up to 20 sends in a transaction, one of ten rolled back. */
        TRANSACTED
    }

    private static final int ON_THE_WAY_MAX = 50;
    private static final String PADDING = "x".repeat(1000);

    private final String name;
    private final Kind kind;
    private final ConnectionFactory factory;
    private final String queue;
    private final EventLog log;
    private final InFlight inFlight;
    private final Random random;
    private volatile boolean stopping;
    private volatile Exception failure;
    private long number;

    ProducerTask(String name, Kind kind, ConnectionFactory factory, String queue, EventLog log, InFlight inFlight, long seed) {
        this.name = name;
        this.kind = kind;
        this.factory = factory;
        this.queue = queue;
        this.log = log;
        this.inFlight = inFlight;
        this.random = new Random(seed);
    }

    void stop() {
        stopping = true;
    }

    /** Why it ended early, or null. */
    Exception failure() {
        return failure;
    }

    @Override
    public void run() {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession(kind == Kind.TRANSACTED ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            switch (kind) {
                case SYNCHRONOUS -> sendOneByOne(session, producer);
                case ASYNCHRONOUS -> sendAhead(session, producer);
                case TRANSACTED -> sendInTransactions(session, producer);
            }
        } catch (JMSException | InterruptedException | RuntimeException e) {
            failure = e;
        }
    }

    private Message next(Session session, List<String> ids) throws JMSException {
        String id = name + "-" + ++number;
        TextMessage message = session.createTextMessage(PADDING);
        message.setStringProperty("id", id);
        ids.add(id);
        log.write('s', id);
        return message;
    }

    private void sendOneByOne(Session session, MessageProducer producer) throws JMSException {
        List<String> ids = new ArrayList<>();
        while (!stopping) {
            ids.clear();
            Message message = next(session, ids);
            inFlight.begin(1);
            try {
                producer.send(message);
                log.write('c', ids.get(0));
            } catch (JMSException e) {
                log.write('u', ids.get(0));
                throw e;
            } finally {
                inFlight.end(1);
            }
        }
    }

    private void sendAhead(Session session, MessageProducer producer) throws JMSException, InterruptedException {
        Semaphore room = new Semaphore(ON_THE_WAY_MAX);
        List<String> ids = new ArrayList<>();
        while (!stopping) {
            room.acquire();
            ids.clear();
            Message message = next(session, ids);
            String id = ids.get(0);
            inFlight.begin(1);
            producer.send(message, new CompletionListener() {
                @Override
                public void onCompletion(Message sent) {
                    ended('c');
                }

                @Override
                public void onException(Message sent, Exception exception) {
                    ended('u');
                }

                private void ended(char how) {
                    log.write(how, id);
                    inFlight.end(1);
                    room.release();
                }
            });
        }
    }

    private void sendInTransactions(Session session, MessageProducer producer) throws JMSException {
        List<String> ids = new ArrayList<>();
        while (!stopping) {
            ids.clear();
            int size = 1 + random.nextInt(20);
            inFlight.begin(size);
            char outcome = 'u';
            try {
                for (int i = 0; i < size; i++) {
                    producer.send(next(session, ids));
                }
                if (random.nextInt(10) == 0) {
                    session.rollback();
                    outcome = 'x';
                } else {
                    session.commit();
                    outcome = 'c';
                }
            } catch (TransactionRolledBackException e) {
                outcome = 'x';
            } finally {
                for (String id : ids) {
                    log.write(outcome, id);
                }
                inFlight.end(size);
            }
        }
    }
}
