package io.postrider.torture.load;

import io.postrider.torture.load.Phase.Step;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;

/** Sends up to ten messages in each global transaction, through one session or through two that have a branch each. Immutable. */
record ProducingGlobally(String name, Outline outline) implements Actor {
    private static final int ONE_SESSION_ONE_IN = 3;

    @Override
    public boolean sends() {
        return true;
    }

    @Override
    public Source source() {
        return null;
    }

    @Override
    public void work(Stage stage) throws JMSException, InterruptedException {
        stage.awaitWork();
        try (XAConnection connection = stage.provider().connectXa(); XAConnection other = stage.provider().connectXa()) {
            XASession session = connection.createXASession();
            XASession second = other.createXASession();
            MessageProducer producer = outline.producer(session);
            MessageProducer secondProducer = outline.producer(second);
            var transactions = stage.provider().narayana().transactions();
            Demarcation one = GlobalDemarcation.joined(transactions, session.getXAResource());
            Demarcation two = GlobalDemarcation.branched(transactions, session.getXAResource(), second.getXAResource());
            while (!stage.isAtLeast(Step.DRAINING)) {
                try {
                    if (stage.chance(ONE_SESSION_ONE_IN)) {
                        Transaction.run(stage, one, transaction -> ProducingInTransactions.send(stage, outline, session, producer, transaction));
                    } else {
                        Transaction.run(stage, two, transaction -> ProducingInTransactions.send(stage, outline, session, producer, transaction)
                                && ProducingInTransactions.send(stage, outline, second, secondProducer, transaction));
                    }
                } catch (ResourceAllocationException e) {
                    stage.pause(Producing.REFUSED_MS, Step.DRAINING);
                }
                stage.pause(Producing.PAUSE_MS_MAX, Step.DRAINING);
            }
        }
    }
}
