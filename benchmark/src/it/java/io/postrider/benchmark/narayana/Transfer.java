package io.postrider.benchmark.narayana;

import io.postrider.jms.JmsXaConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.XAJMSContext;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.sql.SQLException;

/**
 * Takes message after message from a queue and puts it elsewhere, each in a transaction of two branches, and says which were committed.
 * A thread of the application runs one.
 */
final class Transfer {
    private static final int RECEIVE_MS = 500;

    /**
     * @param from      URL of the broker that has the queue
     * @param name      of the queue
     * @param to        URL of the broker or database that has the other one
     * @param sinkFirst whether that one's branch is prepared and committed first
     */
    record Route(String from, String name, String to, boolean sinkFirst) {
        /** Of the queue or table that it ends in. */
        static String end(String name) {
            return name + "_end";
        }
    }

    private final TransactionManager transactions;
    private final Route route;

    Transfer(TransactionManager transactions, Route route) {
        this.transactions = transactions;
        this.route = route;
    }

    /** @param count of messages, after which it ends; @param last sees the calls of the last transaction */
    void run(int count, WatchedResource.Watch last) throws SystemException, SQLException {
        try (XAJMSContext source = new JmsXaConnectionFactory(route.from()).createXAContext();
                JMSConsumer consumer = source.createConsumer(source.createQueue(route.name()));
                Sink sink = Sink.open(route.to(), Route.end(route.name()))) {
            for (int committed = 0; committed < count; ) {
                WatchedResource.Watch watch = committed == count - 1 ? last : new WatchedResource.Watch() { };
                if (one(new WatchedResource(source.getXAResource(), watch), consumer, new WatchedResource(sink.resource(), watch), sink)) {
                    committed++;
                }
            }
        }
    }

    /** @return false if it was rolled back, such as because a broker was killed */
    private boolean one(WatchedResource taking, JMSConsumer consumer, WatchedResource putting, Sink sink) throws SystemException, SQLException {
        try {
            transactions.begin();
            Transaction transaction = transactions.getTransaction();
            if (!transaction.enlistResource(route.sinkFirst() ? putting : taking) || !transaction.enlistResource(route.sinkFirst() ? taking : putting)) {
                return false;
            }
            String text = consumer.receiveBody(String.class, RECEIVE_MS);
            if (text == null) {
                return false;
            }
            sink.put(text);
            transactions.commit();
            System.out.println("committed " + text);
            return true;
        } catch (RollbackException | JMSRuntimeException e) {
            System.err.println(route + " is rolled back: " + e);
            return false;
        } catch (HeuristicMixedException | HeuristicRollbackException e) {
            if (route.from().equals(route.to())) {
                System.err.println("nobody knows what a commit in one phase came to that a broker did not answer: " + e);
                return false;
            }
            System.out.println("heuristic " + e);
            throw new IllegalStateException(e);
        } catch (NotSupportedException e) {
            throw new IllegalStateException(e);
        } finally {
            if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transactions.rollback();
            }
        }
    }
}
