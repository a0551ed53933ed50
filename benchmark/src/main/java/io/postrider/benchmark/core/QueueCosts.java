package io.postrider.benchmark.core;

import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A persistent message of 1 KiB in a queue, each step by itself; batches of {@link DrivenCore#BATCH} commands. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueCosts {
    private static final int MESSAGES = 50_000;
    private static final int TRANSACTION = 100;
    private static final DestinationName QUEUE = DestinationName.queue("costs");
    private static final byte[] BODY = new byte[1024];

    /** A queue without messages. */
    @State(Scope.Thread)
    public static class Empty {
        private DrivenCore core;
        private long session;
        private long transacted;

        @Setup(Level.Invocation)
        public void start() {
            core = new DrivenCore(Map.of());
            session = core.openSession(AcknowledgeMode.AUTO);
            transacted = core.openSession(AcknowledgeMode.TRANSACTED);
        }
    }

    /** A queue with messages, and a consumer without credit. */
    @State(Scope.Thread)
    public static class Filled {
        private DrivenCore core;
        private long session;
        private long subscription;

        @Setup(Level.Invocation)
        public void start() {
            core = new DrivenCore(Map.of());
            session = core.openSession(AcknowledgeMode.AUTO);
            subscription = core.consume(session, QUEUE, SubscriptionKind.QUEUE, null, null);
            for (int i = 0; i < MESSAGES; i++) {
                core.send(session, QUEUE, BODY);
            }
            core.endBatch();
        }
    }

    /** All of them delivered. */
    @State(Scope.Thread)
    public static class Delivered {
        private Filled filled;

        @Setup(Level.Invocation)
        public void start() {
            filled = new Filled();
            filled.start();
            filled.core.keep(true);
            filled.core.credit(filled.core.lastConsumer(), MESSAGES);
            filled.core.endBatch();
            require(filled.core);
        }
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void send(Empty state) {
        for (int i = 0; i < MESSAGES; i++) {
            state.core.send(state.session, QUEUE, BODY);
        }
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void sendAndCommitBy100(Empty state) {
        for (long transaction = 1; transaction <= MESSAGES / TRANSACTION; transaction++) {
            for (int i = 0; i < TRANSACTION; i++) {
                state.core.sendInTransaction(state.transacted, transaction, QUEUE, BODY);
            }
            state.core.say(new CommitTx(transaction, state.transacted, transaction));
            state.core.endBatch();
        }
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void deliver(Filled state) {
        for (int i = 0; i < MESSAGES; i += DrivenCore.BATCH) {
            state.core.credit(state.core.lastConsumer(), DrivenCore.BATCH);
            state.core.endBatch();
        }
        require(state.core);
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void acknowledge(Delivered state) {
        for (Deliver deliver : state.filled.core.delivered()) {
            state.filled.core.acknowledge(state.filled.session, new MessageRef(state.filled.subscription, deliver.priority(), deliver.position()));
        }
    }

    private static void require(DrivenCore core) {
        if (core.deliveries() != MESSAGES) {
            throw new IllegalStateException(core.deliveries() + " of " + MESSAGES + " were delivered");
        }
    }
}
