package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.CreateConsumer;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Listeners, stop, start, close and asynchronous sends from several threads, with pauses drawn from a seed: no round may block,
 * each accepted send has exactly one callback, callbacks and listeners of a session never overlap, and nothing is called after
 * close. What the scheduler does is not in the seed, but who does what and after which pause is.
 */
@Timeout(240)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RandomTimingTest {
    private static final int ROUNDS = Integer.getInteger("timing.rounds", 500);
    private static final int ROUND_SECONDS_MAX = 20;

    @Test
    void nothing_deadlocks_and_no_callback_is_lost_or_doubled() throws Exception {
        long first = Long.getLong("timing.seed", ThreadLocalRandom.current().nextLong(1L << 40));
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ScriptedBroker broker = new ScriptedBroker()) {
            for (long seed = first; seed < first + ROUNDS; seed++) {
                try {
                    new Round(broker, threads, seed).run();
                } catch (Throwable e) {
                    throw new AssertionError("seed " + seed + " (-Dtiming.seed=" + seed + " -Dtiming.rounds=1)", e);
                }
                broker.forget();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** One connection, from its start to its close. */
    private static final class Round {
        private final ScriptedBroker broker;
        private final ExecutorService threads;
        private final Random random;
        private final Connection connection;
        private final Session listening;
        private final Session sending;
        private final Queue orders;
        private final MessageConsumer consumer;
        private final CreateConsumer created;
        private final MessageProducer producer;
        private final AtomicInteger listenersAtOnce = new AtomicInteger();
        private final AtomicInteger callbacksAtOnce = new AtomicInteger();
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger accepted = new AtomicInteger();
        private final Map<Integer, AtomicInteger> callbacks = new ConcurrentHashMap<>();
        private final List<String> wrong = new java.util.concurrent.CopyOnWriteArrayList<>();
        private volatile boolean closed;

        Round(ScriptedBroker broker, ExecutorService threads, long seed) throws Exception {
            this.broker = broker;
            this.threads = threads;
            this.random = new Random(seed);
            connection = broker.factory().createConnection();
            connection.start();
            listening = connection.createSession(random.nextBoolean(), Session.AUTO_ACKNOWLEDGE);
            boolean together = random.nextInt(3) == 0;
            sending = together ? listening : connection.createSession(random.nextInt(3) == 0, Session.AUTO_ACKNOWLEDGE);
            orders = listening.createQueue("orders");
            consumer = listening.createConsumer(orders);
            created = broker.expect(CreateConsumer.class);
            producer = sending.createProducer(orders);
        }

        void run() throws Exception {
            listen(random.nextInt(6), pause());
            List<Runnable> tasks = new ArrayList<>();
            tasks.add(sends(1 + random.nextInt(8), random.nextInt(8), pause()));
            tasks.add(deliveries(random.nextInt(8), pause()));
            tasks.add(calls(random.nextInt(3), pause()));
            if (random.nextBoolean()) {
                tasks.add(calls(random.nextInt(3), pause()));
            }
            if (random.nextInt(8) == 0) {
                tasks.add(after(pause(), broker::cut));
            }
            tasks.add(closing(random.nextInt(4), pause()));
            CountDownLatch begin = new CountDownLatch(1);
            List<Future<?>> running = new ArrayList<>();
            for (Runnable task : tasks) {
                running.add(threads.submit(() -> {
                    begin.await();
                    task.run();
                    return null;
                }));
            }
            begin.countDown();
            for (Future<?> each : running) {
                finish(each);
            }
            finish(threads.submit(() -> {
                connection.close();
                return null;
            }));
            closed = true;
            assertEquals(List.of(), wrong);
            assertEquals(accepted.get(), callbacks.size(), "sends with a callback");
            assertTrue(callbacks.values().stream().allMatch(count -> count.get() == 1), "more than one callback: " + callbacks);
        }

        private static void finish(Future<?> running) throws Exception {
            try {
                running.get(ROUND_SECONDS_MAX, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                StringBuilder stacks = new StringBuilder("a call did not return within " + ROUND_SECONDS_MAX + " s");
                Thread.getAllStackTraces().forEach((thread, stack) -> stacks.append('\n').append(thread).append(List.of(stack)));
                throw new AssertionError(stacks);
            }
        }

        /** Up to half a millisecond. */
        private long pause() {
            return random.nextInt(3) == 0 ? 0 : random.nextInt(500_000);
        }

        private static void rest(long nanos) {
            if (nanos > 0) {
                LockSupport.parkNanos(nanos);
            }
        }

        private static Runnable after(long nanos, Runnable action) {
            return () -> {
                rest(nanos);
                action.run();
            };
        }

        private void listen(int behaviour, long pause) throws JMSException {
            consumer.setMessageListener(message -> {
                enter(listenersAtOnce, "listeners");
                rest(pause);
                switch (behaviour) {
                    case 0 -> quietly(consumer::close);
                    case 1 -> refused(connection::close);
                    case 2 -> refused(listening::close);
                    case 3 -> refused(connection::stop);
                    case 4 -> sendAsync(7, 0);
                    default -> { }
                }
                listenersAtOnce.decrementAndGet();
            });
        }

        private void enter(AtomicInteger atOnce, String what) {
            if (atOnce.incrementAndGet() > 1) {
                wrong.add("two " + what + " of one session at once");
            }
            if (closed) {
                wrong.add(what + " after close");
            }
        }

        /** What a listener may not do is refused; at once, since it would wait for itself. */
        private void refused(Call call) {
            try {
                call.call();
                if (!closingByOthers) {
                    wrong.add("a listener closed or stopped what waits for it");
                }
            } catch (IllegalStateException e) {
                // as the specification has it
            } catch (JMSException e) {
                wrong.add("refused with " + e);
            }
        }

        /** Somebody else has closed it, so that a second close does nothing. */
        private volatile boolean closingByOthers;

        private Runnable sends(int count, int behaviour, long pause) {
            return () -> {
                for (int i = 0; i < count; i++) {
                    rest(pause);
                    sendAsync(behaviour, pause);
                }
            };
        }

        private void sendAsync(int behaviour, long pause) {
            int number = calls.incrementAndGet();
            try {
                Message message = sending.createMessage();
                producer.send(message, new CompletionListener() {
                    @Override
                    public void onCompletion(Message done) {
                        called();
                    }

                    @Override
                    public void onException(Message done, Exception exception) {
                        called();
                    }

                    private void called() {
                        enter(callbacksAtOnce, "callbacks");
                        rest(pause);
                        switch (behaviour) {
                            case 0 -> refused(producer::close);
                            case 1 -> refused(sending::close);
                            case 2 -> refused(connection::close);
                            case 3 -> refused(sending::commit);
                            default -> { }
                        }
                        callbacks.computeIfAbsent(number, none -> new AtomicInteger()).incrementAndGet();
                        callbacksAtOnce.decrementAndGet();
                    }
                });
                accepted.incrementAndGet();
            } catch (JMSException e) {
                // closed meanwhile: there is no callback
            }
        }

        private Runnable deliveries(int count, long pause) {
            return () -> {
                for (int i = 0; i < count; i++) {
                    rest(pause);
                    broker.deliver(created, "m" + i);
                }
            };
        }

        private Runnable calls(int which, long pause) {
            return () -> {
                for (int i = 0; i < 3; i++) {
                    rest(pause);
                    switch (which) {
                        case 0 -> quietly(connection::stop);
                        case 1 -> quietly(connection::start);
                        default -> quietly(() -> {
                            connection.stop();
                            connection.start();
                        });
                    }
                }
            };
        }

        private Runnable closing(int which, long pause) {
            return after(pause * 2, () -> {
                closingByOthers = true;
                switch (which) {
                    case 0 -> quietly(connection::close);
                    case 1 -> quietly(listening::close);
                    case 2 -> quietly(consumer::close);
                    default -> quietly(producer::close);
                }
            });
        }

        /** What is closed meanwhile may be refused; what does not return is found out by the round. */
        private void quietly(Call call) {
            try {
                call.call();
            } catch (IllegalStateException e) {
                // somebody has closed it
            } catch (JMSException e) {
                if (e.getErrorCode().equals("TIMED_OUT")) {
                    wrong.add(String.valueOf(e));
                }
            }
        }

        @FunctionalInterface
        private interface Call {
            void call() throws JMSException;
        }
    }
}
