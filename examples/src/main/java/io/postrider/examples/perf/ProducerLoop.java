package io.postrider.examples.perf;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.SynchronizedHistogram;

/** One producer: a thread with a connection of its own. Completions may come on the provider's thread. */
final class ProducerLoop implements Runnable {
    /** How long an open loop may go on after its end to send what has become late. */
    private static final long LATE_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
    private static final int ROOM_CHECK_OPERATIONS = 64;

    private final Flow flow;
    private final ConnectionFactory factory;
    private final int producer;
    private final Load load;
    private final byte[] filler;
    private final Semaphore incomplete;
    private final AtomicInteger completed = new AtomicInteger();
    private final SynchronizedHistogram sendNanos = Flow.histogram();
    private final SynchronizedHistogram wakeUpNanos = Flow.histogram();
    private Work work;
    private MessageProducer messages;
    private int number;

    ProducerLoop(Flow flow, ConnectionFactory factory, int producer) {
        this.flow = flow;
        this.factory = factory;
        this.producer = producer;
        this.load = flow.options.load();
        this.filler = new byte[load.bodyBytes() - Stamp.BYTES];
        this.incomplete = new Semaphore(load.inFlight());
    }

    @Override
    public void run() {
        try (Connection connection = Work.connect(factory, load.mode())) {
            work = Work.in(connection, load.mode());
            messages = work.session().createProducer(work.session().createQueue(flow.options.queue()));
            messages.setDeliveryMode(load.mode().deliveryMode());
            flow.opened();
            flow.awaitBegin();
            if (flow.options.pace().isOpenLoop()) {
                keepSchedule(Schedule.of(flow.options, flow.startNanos(), producer));
            } else {
                goOn();
            }
            incomplete.acquire(load.inFlight());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            flow.fail(e);
        }
    }

    SynchronizedHistogram sendNanos() {
        return sendNanos;
    }

    SynchronizedHistogram wakeUpNanos() {
        return wakeUpNanos;
    }

    /** The closed loop. */
    private void goOn() throws JMSException, InterruptedException {
        for (int operation = 0; !flow.isOver(); operation++) {
            if (load.mode() == SendMode.TRANSACTED || operation % ROOM_CHECK_OPERATIONS == 0) {
                flow.awaitRoom();
            }
            long now = System.nanoTime();
            if (now - flow.toNanos() >= 0) {
                return;
            }
            operate(now);
        }
    }

    /** The open loop. */
    private void keepSchedule(Schedule schedule) throws JMSException, InterruptedException {
        long operations = schedule.operationsBefore(flow.toNanos());
        for (long operation = 0; operation < operations && !flow.isOver(); operation++) {
            long intended = schedule.intendedNanos(operation);
            long now = await(intended);
            if (now - flow.toNanos() > LATE_NANOS_MAX) {
                flow.notSent.add((operations - operation) * load.messagesPerOperation());
                return;
            }
            operate(intended);
        }
    }

    private long await(long intendedNanos) {
        long now = System.nanoTime();
        if (now - intendedNanos >= 0) {
            return now;
        }
        while (now - intendedNanos < 0 && !flow.isOver()) {
            LockSupport.parkNanos(intendedNanos - now);
            now = System.nanoTime();
        }
        if (flow.isMeasured(intendedNanos)) {
            wakeUpNanos.recordValue(Math.max(0, now - intendedNanos));
        }
        return now;
    }

    private void operate(long intendedNanos) throws JMSException, InterruptedException {
        if (load.mode() == SendMode.ASYNCHRONOUS) {
            incomplete.acquire();
            messages.send(message(intendedNanos), new Completion(intendedNanos));
            return;
        }
        int count = load.messagesPerOperation();
        work.begin();
        for (int i = 0; i < count; i++) {
            messages.send(message(intendedNanos));
        }
        work.commit();
        completed(intendedNanos, count);
    }

    private BytesMessage message(long intendedNanos) throws JMSException {
        BytesMessage message = work.session().createBytesMessage();
        new Stamp(flow.run, producer, number++, intendedNanos).writeTo(message, filler);
        return message;
    }

    private void completed(long intendedNanos, int count) {
        long now = System.nanoTime();
        flow.tally.sentBelow(producer, completed.addAndGet(count));
        flow.sent.add(count);
        if (flow.isMeasured(now)) {
            flow.sentMeasured.add(count);
        }
        if (flow.isMeasured(intendedNanos)) {
            sendNanos.recordValue(Math.max(0, now - intendedNanos));
        }
    }

    /** Of one asynchronous send; the provider calls those of a session in order, one at a time (specification 7.3). */
    private final class Completion implements CompletionListener {
        private final long intendedNanos;

        Completion(long intendedNanos) {
            this.intendedNanos = intendedNanos;
        }

        @Override
        public void onCompletion(Message message) {
            completed(intendedNanos, 1);
            incomplete.release();
        }

        @Override
        public void onException(Message message, Exception exception) {
            flow.fail(exception);
            incomplete.release();
        }
    }
}
