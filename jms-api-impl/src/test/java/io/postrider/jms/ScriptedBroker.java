package io.postrider.jms;

import io.postrider.jms.message.JmsTextMessage;
import io.postrider.jms.message.SendFacts;
import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.CloseSession;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.Connected;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.CreateTemporary;
import io.postrider.transport.frame.DeleteTemporary;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.Drain;
import io.postrider.transport.frame.Drained;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.OpenProducer;
import io.postrider.transport.frame.OpenSession;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.ProducerCredit;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.Resume;
import io.postrider.transport.frame.RollbackTx;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SetClientId;
import io.postrider.transport.frame.TransactionOutcome;
import io.postrider.transport.frame.Unsubscribe;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.frame.XaCommit;
import io.postrider.transport.frame.XaEnd;
import io.postrider.transport.frame.XaForget;
import io.postrider.transport.frame.XaPrepare;
import io.postrider.transport.frame.XaRecover;
import io.postrider.transport.frame.XaRecovered;
import io.postrider.transport.frame.XaResult;
import io.postrider.transport.frame.XaRollback;
import io.postrider.transport.frame.XaStart;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.net.Link;
import io.postrider.transport.net.LinkClosed;
import io.postrider.transport.net.LinkHandler;
import io.postrider.transport.net.Listener;
import io.postrider.transport.net.ListenerOptions;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * A broker's side of the wire, over a real socket, that does what a test tells it. Every frame that arrives is kept until the test
 * expects it; some are answered by themselves, as long as the test does not say {@link #on otherwise}.
 */
final class ScriptedBroker implements AutoCloseable {
    static final long WAIT_MS = 10_000;
    static final long BOOT = 77;
    static final byte[] TOKEN = new byte[16];
    static final Limits LIMITS = new Limits(1024 * 1024, 100L * 1024 * 1024, 60_000, 600_000, 8L * 1024 * 1024, 100_000);

    private final Listener listener;
    private final Map<FrameType, BiConsumer<Link, Frame>> answers = new EnumMap<>(FrameType.class);
    private final Deque<Frame> arrived = new ArrayDeque<>();
    private final AtomicLong sessions = new AtomicLong(100);
    private final AtomicLong subscriptions = new AtomicLong(1_000);
    /** By consumer: one that is opened again finds its subscription again. */
    private final Map<Long, Long> subscriptionOf = new ConcurrentHashMap<>();
    private final AtomicLong branches = new AtomicLong(5_000);
    private final AtomicLong positions = new AtomicLong();
    private Link link;
    private int links;
    private int closed;
    private long bootId = BOOT;
    private Limits limits = LIMITS;
    private long producerCredit = 1024 * 1024;

    ScriptedBroker() throws IOException {
        this(0);
    }

    ScriptedBroker(int port) throws IOException {
        answerByItself();
        listener = Listener.start(new ListenerOptions("127.0.0.1", port, null, 10_000, 10, 100, System::currentTimeMillis), accepted -> new Handler());
    }

    private void answerByItself() {
        on(FrameType.CONNECT, (from, frame) -> from.send(connected()));
        on(FrameType.RESUME, (from, frame) -> from.send(new Done(((Resume) frame).requestId(), bootId)));
        on(FrameType.SET_CLIENT_ID, (from, frame) -> from.send(new Done(((SetClientId) frame).requestId(), 0)));
        on(FrameType.OPEN_SESSION, (from, frame) -> from.send(new Done(((OpenSession) frame).requestId(), sessions.incrementAndGet())));
        on(FrameType.CLOSE_SESSION, (from, frame) -> from.send(new Done(((CloseSession) frame).requestId(), 0)));
        on(FrameType.CREATE_CONSUMER, (from, frame) -> from.send(new Done(((CreateConsumer) frame).requestId(),
                subscriptionOf.computeIfAbsent(((CreateConsumer) frame).consumer(), id -> subscriptions.incrementAndGet()))));
        on(FrameType.CLOSE_CONSUMER, (from, frame) -> from.send(new Done(((CloseConsumer) frame).requestId(), 0)));
        on(FrameType.BROWSE, (from, frame) -> from.send(new Done(((Browse) frame).requestId(), 0)));
        on(FrameType.DRAIN, (from, frame) -> from.send(new Drained(((Drain) frame).consumer(), ((Drain) frame).number())));
        on(FrameType.RECOVER, (from, frame) -> from.send(new Done(((Recover) frame).requestId(), 0)));
        on(FrameType.ROLLBACK_TX, (from, frame) -> from.send(new Done(((RollbackTx) frame).requestId(), 0)));
        on(FrameType.CREATE_TEMPORARY, (from, frame) -> from.send(new Done(((CreateTemporary) frame).requestId(), 0)));
        on(FrameType.DELETE_TEMPORARY, (from, frame) -> from.send(new Done(((DeleteTemporary) frame).requestId(), 0)));
        on(FrameType.UNSUBSCRIBE, (from, frame) -> from.send(new Done(((Unsubscribe) frame).requestId(), 0)));
        on(FrameType.OPEN_PRODUCER, (from, frame) -> {
            OpenProducer open = (OpenProducer) frame;
            from.send(new Done(open.requestId(), 0));
            if (producerCredit > 0) {
                from.send(new ProducerCredit(open.session(), open.destination(), producerCredit));
            }
        });
        on(FrameType.SEND, (from, frame) -> {
            Send send = (Send) frame;
            if (send.series() != Series.TRANSACTED) {
                from.send(new Confirmed(send.session(), send.series(), send.number()));
            }
        });
        on(FrameType.ACKNOWLEDGE, (from, frame) -> {
            Acknowledge acknowledge = (Acknowledge) frame;
            if (acknowledge.number() > 0) {
                from.send(new Confirmed(acknowledge.session(), Series.ACKNOWLEDGE, acknowledge.number()));
            }
        });
        on(FrameType.COMMIT_TX, (from, frame) -> {
            CommitTx commit = (CommitTx) frame;
            from.send(new Outcome(commit.requestId(), commit.session(), commit.transaction(), TransactionOutcome.COMMITTED, ErrorCode.NORMAL, ""));
        });
        on(FrameType.ASK_OUTCOME, (from, frame) -> {
            AskOutcome ask = (AskOutcome) frame;
            from.send(new Outcome(ask.requestId(), ask.session(), ask.transaction(), TransactionOutcome.COMMITTED, ErrorCode.NORMAL, ""));
        });
        on(FrameType.XA_START, (from, frame) -> from.send(new XaResult(((XaStart) frame).requestId(), XaCode.OK, branches.incrementAndGet(), "")));
        on(FrameType.XA_END, (from, frame) -> from.send(new XaResult(((XaEnd) frame).requestId(), XaCode.OK, 0, "")));
        on(FrameType.XA_PREPARE, (from, frame) -> from.send(new XaResult(((XaPrepare) frame).requestId(), XaCode.OK, 0, "")));
        on(FrameType.XA_COMMIT, (from, frame) -> from.send(new XaResult(((XaCommit) frame).requestId(), XaCode.OK, 0, "")));
        on(FrameType.XA_ROLLBACK, (from, frame) -> from.send(new XaResult(((XaRollback) frame).requestId(), XaCode.OK, 0, "")));
        on(FrameType.XA_FORGET, (from, frame) -> from.send(new XaResult(((XaForget) frame).requestId(), XaCode.OK, 0, "")));
        on(FrameType.XA_RECOVER, (from, frame) -> from.send(new XaRecovered(((XaRecover) frame).requestId(), 0, List.of())));
        on(FrameType.CLOSE, (from, frame) -> from.close(ErrorCode.NORMAL, ""));
    }

    Connected connected() {
        return new Connected(1, 0, TOKEN, 5, "node", bootId, System.currentTimeMillis(), limits, new byte[0]);
    }

    // --- what the test decides

    /** From now on, that is what happens when such a frame arrives; it is kept for {@link #expect} all the same. */
    synchronized void on(FrameType type, BiConsumer<Link, Frame> answer) {
        answers.put(type, answer);
    }

    /** Such frames are not answered. */
    void ignore(FrameType type) {
        on(type, (from, frame) -> { });
    }

    synchronized void bootId(long given) {
        bootId = given;
    }

    synchronized void limits(Limits given) {
        limits = given;
    }

    /** What OpenProducer grants; 0 for nothing. */
    synchronized void producerCredit(long bytes) {
        producerCredit = bytes;
    }

    String url() {
        return "postrider://127.0.0.1:" + listener.port();
    }

    int port() {
        return listener.port();
    }

    JmsConnectionFactory factory(String parameters) {
        return new JmsConnectionFactory(url() + "?" + parameters);
    }

    JmsConnectionFactory factory() {
        return factory("requestTimeoutMs=5000");
    }

    JmsXaConnectionFactory xaFactory(String parameters) {
        return new JmsXaConnectionFactory(url() + "?" + parameters);
    }

    // --- what has happened

    /** Waits for the next frame of that kind, whatever came before it. */
    synchronized <F extends Frame> F expect(Class<F> kind) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
        while (true) {
            for (Iterator<Frame> each = arrived.iterator(); each.hasNext(); ) {
                Frame frame = each.next();
                if (kind.isInstance(frame)) {
                    each.remove();
                    return kind.cast(frame);
                }
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("no " + kind.getSimpleName() + " within " + WAIT_MS + " ms; there are " + arrived);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Frames of these kinds that have arrived and were not expected, in order. */
    @SafeVarargs
    final synchronized List<Frame> arrived(Class<? extends Frame>... kinds) {
        List<Frame> found = new ArrayList<>();
        for (Frame frame : arrived) {
            for (Class<? extends Frame> kind : kinds) {
                if (kind.isInstance(frame)) {
                    found.add(frame);
                }
            }
        }
        return found;
    }

    synchronized void forget() {
        arrived.clear();
    }

    /** How many links have been made. */
    synchronized int links() {
        return links;
    }

    /** Waits until every link that has been made is closed. */
    synchronized void awaitLinksClosed() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
        for (long left = WAIT_MS; closed < links; left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
            if (left <= 0) {
                throw new AssertionError(closed + " of " + links + " links are closed");
            }
            wait(left);
        }
    }

    synchronized Link link() {
        return link;
    }

    /** The client sees the end of its connection without a reason. */
    void cut() {
        link().abort();
    }

    void send(Frame frame) {
        link().send(frame);
    }

    void confirm(Send send) {
        send(new Confirmed(send.session(), send.series(), send.number()));
    }

    // --- deliveries

    static WireMessage text(String text) {
        return text(text, 0);
    }

    /** A text that another session sent. */
    static WireMessage text(String text, long expirationMs) {
        try {
            return new JmsTextMessage(text).encode(new SendFacts(9, 9, new JmsQueue("anywhere"), true, 4, 1, expirationMs, 1)).message();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    /** Delivers a text to a consumer. @return its position */
    long deliver(CreateConsumer consumer, String text) {
        return deliver(consumer.consumer(), 0, 4, text(text));
    }

    long deliver(long consumer, int generation, int priority, WireMessage message) {
        long position = positions.incrementAndGet();
        deliver(consumer, generation, priority, message, position, 1);
        return position;
    }

    void deliver(long consumer, int generation, int priority, WireMessage message, long position, int count) {
        send(new Deliver(consumer, generation, position, priority, true, count > 1, count, 0, message));
    }

    void deliverApart(CreateConsumer consumer, WireMessage head, byte[] body, long stream) {
        send(new Deliver(consumer.consumer(), 0, positions.incrementAndGet(), 4, true, false, 1, stream, head));
        for (int offset = 0; offset < body.length; offset += Chunk.BYTES_MAX) {
            int end = Math.min(body.length, offset + Chunk.BYTES_MAX);
            send(new Chunk(stream, end == body.length, java.util.Arrays.copyOfRange(body, offset, end)));
        }
    }

    /** The id that CreateConsumer was answered with last. */
    long lastSubscription() {
        return subscriptions.get();
    }

    @Override
    public void close() {
        listener.close();
    }

    private final class Handler implements LinkHandler {
        @Override
        public void onFrame(Link from, Frame frame) {
            BiConsumer<Link, Frame> answer;
            synchronized (ScriptedBroker.this) {
                if (frame.type() == FrameType.CONNECT) {
                    link = from;
                    links++;
                }
                arrived.add(frame);
                ScriptedBroker.this.notifyAll();
                answer = answers.get(frame.type());
            }
            if (answer != null) {
                answer.accept(from, frame);
            }
            if (frame.type() == FrameType.CONNECT) {
                from.authenticated(LIMITS.frameBytesMax());
            }
        }

        @Override
        public void onBatchEnd(Link from) {
        }

        @Override
        public void onClosed(Link from, LinkClosed reason) {
            synchronized (ScriptedBroker.this) {
                closed++;
                ScriptedBroker.this.notifyAll();
            }
        }
    }
}
