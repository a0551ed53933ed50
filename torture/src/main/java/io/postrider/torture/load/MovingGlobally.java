package io.postrider.torture.load;

import io.postrider.torture.load.Phase.Step;
import io.postrider.torture.log.Event.Mode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import javax.transaction.xa.XAResource;

/**
 * Receives from one queue and sends to another, with the same id, through two connections in one global transaction: of two branches,
 * prepared and committed one after the other, or joined in one. Immutable.
 */
record MovingGlobally(String name, Source source, Outline to) implements Actor {
    private static final int JOINED_ONE_IN = 4;

    @Override
    public boolean sends() {
        return false;
    }

    @Override
    public void work(Stage stage) throws JMSException, InterruptedException {
        try (XAConnection taking = stage.provider().connectXa(); XAConnection putting = stage.provider().connectXa()) {
            XASession from = taking.createXASession();
            XASession into = putting.createXASession();
            MessageConsumer consumer = source.consumer(from);
            MessageProducer producer = to.producer(into);
            stage.opened(source, Mode.TRANSACTED);
            stage.linked(source.destination(), to.destination());
            taking.start();
            var transactions = stage.provider().narayana().transactions();
            XAResource take = from.getXAResource();
            XAResource put = into.getXAResource();
            Demarcation joined = GlobalDemarcation.joined(transactions, take, put);
            Demarcation takenFirst = GlobalDemarcation.branched(transactions, take, put);
            Demarcation putFirst = GlobalDemarcation.branched(transactions, put, take);
            while (!stage.isAtLeast(Step.ENDING)) {
                Demarcation way = stage.chance(JOINED_ONE_IN) ? joined : stage.chance(2) ? takenFirst : putFirst;
                try {
                    Transaction.run(stage, way, transaction -> Moving.move(stage, new Moving.Way(source, consumer, to, into, producer), transaction));
                } catch (ResourceAllocationException e) {
                    stage.pause(Producing.REFUSED_MS, Step.ENDING);
                }
            }
        }
    }
}
