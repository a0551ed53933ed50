package io.postrider.benchmark.backlog;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fills a queue from several producers, each with a connection and a thread of its own, in transactions. */
final class Filling {
    static final int PRODUCERS = 4;
    private static final int TRANSACTION_MESSAGES = 100;

    private Filling() {
    }

    /** Sends {@code messages} persistent messages, a like part by each producer, and returns when all are committed. */
    static void fill(ConnectionFactory factory, String queue, long messages) throws JMSException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS);
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (int producer = 0; producer < PRODUCERS; producer++) {
                int number = producer;
                sent.add(threads.submit(() -> {
                    send(factory, queue, number, count(messages, number));
                    return null;
                }));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a producer failed: " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** How many of {@code messages} a producer sends. */
    static long count(long messages, int producer) {
        return messages / PRODUCERS + (producer < messages % PRODUCERS ? 1 : 0);
    }

    private static void send(ConnectionFactory factory, String queue, int number, long messages) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            for (long i = 0; i < messages; i++) {
                producer.send(new BodyNumber(number, i).message(session));
                if ((i + 1) % TRANSACTION_MESSAGES == 0) {
                    session.commit();
                }
            }
            session.commit();
        }
    }
}
