package io.postrider.examples;

import io.postrider.examples.Ledger.Call;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import jakarta.jms.TransactionRolledBackRuntimeException;

/** Sends a range of numbers over a connection of its own. Used by one thread. */
final class WorkSender {
    private static final int TRANSACTION_MESSAGES = 50;

    private final ConnectionFactory factory;
    private final Queue work;
    private final Ledger ledger;
    private final int from;
    private final int to;

    WorkSender(ConnectionFactory factory, Queue work, Ledger ledger, int from, int to) {
        this.factory = factory;
        this.work = work;
        this.ledger = ledger;
        this.from = from;
        this.to = to;
    }

    /** Each send returns when the message is on the broker's disk, also if the broker was killed and started again meanwhile. */
    Void sendOneByOne() {
        try (JMSContext context = factory.createContext()) {
            JMSProducer producer = context.createProducer();
            for (int number = from; number < to; number++) {
                ledger.begin(Call.SEND, 1);
                try {
                    producer.setProperty("number", number).send(work, "message " + number);
                } finally {
                    ledger.end(Call.SEND, 1);
                }
                ledger.sent(number);
            }
        }
        return null;
    }

    Void sendInTransactions() {
        try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            int number = from;
            while (number < to) {
                int end = Math.min(number + TRANSACTION_MESSAGES, to);
                if (isCommitted(context, number, end)) {
                    for (; number < end; number++) {
                        ledger.sent(number);
                    }
                } else {
                    ledger.repeated(end - number);
                }
            }
        }
        return null;
    }

    /** Rolled back means that nothing of it has happened, so it is simply done again. */
    private boolean isCommitted(JMSContext context, int first, int end) {
        try {
            JMSProducer producer = context.createProducer();
            for (int number = first; number < end; number++) {
                producer.setProperty("number", number).send(work, "message " + number);
            }
            ledger.begin(Call.COMMIT, end - first);
            try {
                context.commit();
            } finally {
                ledger.end(Call.COMMIT, end - first);
            }
            return true;
        } catch (TransactionRolledBackRuntimeException e) {
            return false;
        }
    }
}
