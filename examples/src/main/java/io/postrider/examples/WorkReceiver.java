package io.postrider.examples;

import io.postrider.examples.Ledger.Call;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.util.ArrayList;
import java.util.List;

/**
 * Receives over a connection of its own until everything is there, and then a little longer, since a message that came twice
 * would come then. Used by one thread.
 */
final class WorkReceiver {
    private static final int TRANSACTION_MESSAGES = 50;
    private static final long WAIT_MS = 500;
    /** Without anything new for so long, whatever is missing is lost. Far longer than a broker needs to start. */
    private static final long GIVE_UP_MS = 60_000;

    private final ConnectionFactory factory;
    private final Queue work;
    private final Ledger ledger;
    private long lastNewNanos = System.nanoTime();
    private int lastReceived;

    WorkReceiver(ConnectionFactory factory, Queue work, Ledger ledger) {
        this.factory = factory;
        this.work = work;
        this.ledger = ledger;
    }

    /** A message counts as received when acknowledge has returned. */
    Void acknowledgeOneByOne() throws JMSException {
        try (JMSContext context = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE); JMSConsumer consumer = context.createConsumer(work)) {
            for (Message message = consumer.receive(WAIT_MS); message != null || !isOver(); message = consumer.receive(WAIT_MS)) {
                if (message != null) {
                    int number = message.getIntProperty("number");
                    ledger.delivered(number);
                    if (isAcknowledged(message)) {
                        ledger.received(number);
                    }
                }
            }
        }
        return null;
    }

    /** Refused if the broker was killed and gave the message to somebody else: then it is theirs. */
    private boolean isAcknowledged(Message message) {
        ledger.begin(Call.ACKNOWLEDGE, 1);
        try {
            message.acknowledge();
            return true;
        } catch (JMSException e) {
            ledger.repeated(1);
            return false;
        } finally {
            ledger.end(Call.ACKNOWLEDGE, 1);
        }
    }

    /** Messages count as received when commit has returned. */
    Void receiveInTransactions() throws JMSException {
        try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED); JMSConsumer consumer = context.createConsumer(work)) {
            for (List<Integer> numbers = some(consumer); !numbers.isEmpty() || !isOver(); numbers = some(consumer)) {
                if (isCommitted(context, numbers.size())) {
                    numbers.forEach(ledger::received);
                } else {
                    ledger.repeated(numbers.size());
                }
            }
        }
        return null;
    }

    /** What is there for one transaction. */
    private List<Integer> some(JMSConsumer consumer) throws JMSException {
        List<Integer> numbers = new ArrayList<>();
        Message message = consumer.receive(WAIT_MS);
        while (message != null) {
            int number = message.getIntProperty("number");
            ledger.delivered(number);
            numbers.add(number);
            message = numbers.size() < TRANSACTION_MESSAGES ? consumer.receiveNoWait() : null;
        }
        return numbers;
    }

    private boolean isCommitted(JMSContext context, int messages) {
        ledger.begin(Call.COMMIT, messages);
        try {
            context.commit();
            return true;
        } catch (TransactionRolledBackRuntimeException e) {
            return false;
        } finally {
            ledger.end(Call.COMMIT, messages);
        }
    }

    /** Asked when the queue was empty for a while: whether everything is received, or nothing new has come for very long. */
    private boolean isOver() {
        if (ledger.received() != lastReceived) {
            lastReceived = ledger.received();
            lastNewNanos = System.nanoTime();
        }
        return ledger.isEverythingReceived() || System.nanoTime() - lastNewNanos > GIVE_UP_MS * 1_000_000;
    }
}
