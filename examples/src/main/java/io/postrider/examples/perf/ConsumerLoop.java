package io.postrider.examples.perf;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import org.HdrHistogram.SynchronizedHistogram;

/** One consumer: a thread with a connection of its own that receives until the run is over. */
final class ConsumerLoop implements Runnable {
    /** How long a consumer waits before it looks whether the run is over, and commits what it has. */
    private static final int RECEIVE_MS = 500;

    private final Flow flow;
    private final ConnectionFactory factory;
    private final Load load;
    private final byte[] filler;
    private final SynchronizedHistogram endToEndNanos = Flow.histogram();

    ConsumerLoop(Flow flow, ConnectionFactory factory) {
        this.flow = flow;
        this.factory = factory;
        this.load = flow.options.load();
        this.filler = new byte[load.bodyBytes() - Stamp.BYTES];
    }

    @Override
    public void run() {
        try (Connection connection = Work.connect(factory, load.mode())) {
            Work work = Work.in(connection, load.mode());
            MessageConsumer consumer = work.session().createConsumer(work.session().createQueue(flow.options.queue()));
            connection.start();
            flow.opened();
            while (!flow.isOver()) {
                work.begin();
                receive(consumer);
                work.commit();
            }
        } catch (Throwable e) {
            flow.fail(e);
        }
    }

    SynchronizedHistogram endToEndNanos() {
        return endToEndNanos;
    }

    /** As many messages as an operation of a producer sends, or fewer if no more come. */
    private void receive(MessageConsumer consumer) throws JMSException {
        for (int i = 0; i < load.messagesPerOperation(); i++) {
            Message message = consumer.receive(RECEIVE_MS);
            if (message == null) {
                return;
            }
            take(message);
        }
    }

    private void take(Message message) throws JMSException {
        if (!(message instanceof BytesMessage bytes) || bytes.getBodyLength() < Stamp.BYTES) {
            flow.tally.foreign();
            return;
        }
        Stamp stamp = Stamp.of(bytes);
        if (stamp.run() != flow.run) {
            flow.tally.foreign();
            return;
        }
        bytes.readBytes(filler);
        long now = System.nanoTime();
        if (!flow.tally.received(stamp.producer(), stamp.number())) {
            return;
        }
        flow.received.increment();
        if (flow.isMeasured(now)) {
            flow.receivedMeasured.increment();
        }
        if (flow.isMeasured(stamp.intendedNanos())) {
            endToEndNanos.recordValue(Math.max(0, now - stamp.intendedNanos()));
        }
    }
}
