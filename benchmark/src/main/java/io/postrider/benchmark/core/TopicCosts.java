package io.postrider.benchmark.core;

import io.postrider.transport.frame.AcknowledgeMode;
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
import java.util.function.IntFunction;

/**
 * What a published message of 1 KiB costs with many subscribers. Each message has the property {@code region = '7'}, so exactly one
 * of the selecting subscribers wants it.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TopicCosts {
    private static final int MESSAGES = 5_000;
    private static final DestinationName TOPIC = DestinationName.topic("costs");
    private static final byte[] BODY = new byte[1024];

    /** Who subscribes. */
    enum Subscribers {
        /** One, with a selector. */
        ONE_SELECTING(1, i -> "region = '7'"),
        /** A thousand with different values: found through the index. */
        THOUSAND_BY_EQUALITY(1_000, i -> "region = '" + i + "'"),
        /** The same, written so that no index helps: each selector is evaluated. */
        THOUSAND_EVALUATED(1_000, i -> "region LIKE '" + i + "'"),
        /** Ten that take everything. */
        TEN_PLAIN(10, i -> null);

        private final int count;
        private final IntFunction<String> selector;

        Subscribers(int count, IntFunction<String> selector) {
            this.count = count;
            this.selector = selector;
        }
    }

    /** A topic whose subscribers, all durable or none, have credit for everything. */
    static class Subscribed {
        private DrivenCore core;
        private long session;

        void start(Subscribers subscribers, SubscriptionKind kind) {
            core = new DrivenCore(Map.of("region", "7"));
            session = core.openSession(AcknowledgeMode.AUTO);
            for (int i = 0; i < subscribers.count; i++) {
                core.consume(session, TOPIC, kind, kind.isNamed() ? "subscription-" + i : null, subscribers.selector.apply(i));
                core.credit(core.lastConsumer(), MESSAGES);
            }
            core.endBatch();
        }

        void publish() {
            for (int i = 0; i < MESSAGES; i++) {
                core.send(session, TOPIC, BODY);
            }
        }
    }

    @State(Scope.Thread)
    public static class OneSelecting extends Subscribed {
        @Setup(Level.Invocation)
        public void start() {
            start(Subscribers.ONE_SELECTING, SubscriptionKind.NON_DURABLE);
        }
    }

    @State(Scope.Thread)
    public static class ThousandByEquality extends Subscribed {
        @Setup(Level.Invocation)
        public void start() {
            start(Subscribers.THOUSAND_BY_EQUALITY, SubscriptionKind.NON_DURABLE);
        }
    }

    @State(Scope.Thread)
    public static class ThousandEvaluated extends Subscribed {
        @Setup(Level.Invocation)
        public void start() {
            start(Subscribers.THOUSAND_EVALUATED, SubscriptionKind.NON_DURABLE);
        }
    }

    @State(Scope.Thread)
    public static class TenDurable extends Subscribed {
        @Setup(Level.Invocation)
        public void start() {
            start(Subscribers.TEN_PLAIN, SubscriptionKind.SHARED_DURABLE);
        }
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void publishToOneSelecting(OneSelecting state) {
        state.publish();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void publishToThousandByEquality(ThousandByEquality state) {
        state.publish();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void publishToThousandEvaluated(ThousandEvaluated state) {
        state.publish();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void publishToTenDurable(TenDurable state) {
        state.publish();
    }
}
