package io.postrider.torture.load;

import io.postrider.torture.log.Outcome;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;

/** One transaction, and what is known of its end. Used by the actor's thread. */
final class Transaction {
    private static final int ROLLBACK_ONE_IN = 10;

    private final Stage stage;
    private final Demarcation demarcation;
    private final String unit;
    private int sends;
    private boolean ended;

    /** Its work. */
    interface Work {
        /** @return whether there is something to commit */
        boolean run(Transaction transaction) throws JMSException, InterruptedException;
    }

    private Transaction(Stage stage, Demarcation demarcation) {
        this.stage = stage;
        this.demarcation = demarcation;
        this.unit = stage.nextUnit();
    }

    /**
     * Does the work and commits it, or one in ten rolls it back, while work goes on.
     *
     * @return whether there was something to commit
     * @throws JMSException if it failed in a way after which the session may be of no more use
     */
    static boolean run(Stage stage, Demarcation demarcation, Work work) throws JMSException, InterruptedException {
        Transaction transaction = new Transaction(stage, demarcation);
        try {
            demarcation.begin();
            boolean some = work.run(transaction);
            if (some && !stage.isAtLeast(Phase.Step.DRAINING) && stage.chance(ROLLBACK_ONE_IN)) {
                transaction.rollback();
            } else if (some) {
                transaction.commit();
            } else {
                demarcation.nothingDone();
            }
            return some;
        } catch (JMSException e) {
            stage.thrown(e);
            if (!transaction.ended) {
                // commit was never called: nothing of it may count, whether the broker hears this or not
                transaction.rollback();
            }
            if (!(e instanceof TransactionRolledBackException)) {
                throw e;
            }
            // a full disk refuses as long as it is full
            stage.pause(Producing.REFUSED_MS, Phase.Step.ENDING);
            return true;
        }
    }

    String unit() {
        return unit;
    }

    void countSend() {
        sends++;
    }

    private void commit() throws JMSException {
        stage.ending(unit);
        ended = true;
        try {
            demarcation.commit();
        } catch (TransactionRolledBackException e) {
            stage.ended(unit, Outcome.UNDONE, sends);
            throw e;
        } catch (MixedException e) {
            stage.ended(unit, Outcome.MIXED, sends);
            throw e;
        } catch (JMSException e) {
            stage.ended(unit, Outcome.UNKNOWN, sends);
            throw e;
        }
        stage.ended(unit, Outcome.DONE, sends);
    }

    private void rollback() throws JMSException {
        ended = true;
        stage.ended(unit, Outcome.UNDONE, sends);
        demarcation.rollback();
    }
}
