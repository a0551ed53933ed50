package io.postrider.broker.core;

import io.postrider.broker.selector.InvalidSelector;
import io.postrider.broker.selector.Selector;
import io.postrider.broker.store.ReadResult;
import io.postrider.broker.store.WriteSet;
import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.Connected;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.OpenSession;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.RedeliveryDelay;
import io.postrider.transport.frame.Resume;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SessionResume;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.frame.XaRecovered;
import io.postrider.transport.frame.XaResult;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;

/** A core with a store in memory, whose disk is as fast as the test says, and clients that speak frames. */
final class CoreFixture {
    static final CoreSettings SETTINGS = new CoreSettings("node", new Limits(1 << 20, 1 << 20, 10_000, 60_000, 1 << 20, 100), 1 << 20, 1 << 20, 1 << 16,
            true, 3, "dead", 1 << 16, 50, 10, 20, 100, 60_000, 600_000);

    final MemoryStore store = new MemoryStore(operation -> false);
    final SimulatedReaders readers = new SimulatedReaders(store, new Random(1), new Coverage(), applied -> applied, "");
    SimulatedOverflow overflow;
    final Deque<WriteSet> committed = new ArrayDeque<>();
    private final CoreSettings settings;
    private final Bounds bounds;
    Core core;
    long nowMs = 1_000_000;
    /** The disk takes nothing after that write set. */
    long durableUpTo = Long.MAX_VALUE;
    private int lastToken;

    CoreFixture() {
        this(SETTINGS, Bounds.NORMAL);
    }

    CoreFixture(CoreSettings settings, Bounds bounds) {
        this.settings = settings;
        this.bounds = bounds;
        start();
    }

    private void start() {
        overflow = new SimulatedOverflow(new Random(2), new Coverage());
        core = new Core(settings, bounds, store.load(), new CoreStore(committed::addLast, readers::ask), overflow.forCore(), nowMs);
        settle();
    }

    /** What was not synced is gone, and a new core starts. */
    void crash() {
        readers.forget();
        committed.clear();
        store.crash();
        start();
    }

    void stopAndStart() {
        core.apply(new Command.Stop(), nowMs);
        settle();
        start();
    }

    void apply(Command command) {
        core.apply(command, nowMs);
    }

    /** Ends the batch; nothing becomes durable. */
    void endBatch() {
        while (core.endBatch()) {
            // there is more to do
        }
    }

    /** Everything is written, synced, read and told. */
    void settle() {
        for (int quiet = 0; quiet < 20; ) {
            endBatch();
            quiet = committed.isEmpty() && readers.isIdle() && overflow.isIdle() ? quiet + 1 : 0;
            if (!committed.isEmpty()) {
                writeWhatIsCommitted();
            }
            ReadResult result = readers.step();
            if (result != null) {
                apply(new Command.ReadDone(result));
            }
            settleOverflow();
        }
    }

    private void writeWhatIsCommitted() {
        long before = store.syncedNumber();
        while (!committed.isEmpty()) {
            WriteSet next = committed.removeFirst();
            if (next.number() <= durableUpTo) {
                store.apply(next);
            }
        }
        store.sync(store.appliedNumber());
        if (store.syncedNumber() > before) {
            apply(new Command.Durable(store.syncedNumber()));
        }
    }

    private void settleOverflow() {
        overflow.apply();
        for (long number = overflow.report(); number > 0; number = overflow.report()) {
            apply(new Command.OverflowApplied(number));
        }
        ReadResult result = overflow.read();
        if (result != null) {
            apply(new Command.OverflowRead(result));
        }
    }

    void advance(long ms) {
        nowMs += ms;
        apply(new Command.Tick());
        settle();
    }

    Client connect() {
        return connect("user", true);
    }

    Client connect(String user, boolean administrator) {
        return new Client(new Principal(user, administrator));
    }

    static WireMessage message(String text, Map<String, Object> properties) {
        return message(text, properties, new byte[0]);
    }

    static WireMessage message(String text, Map<String, Object> properties, byte[] body) {
        Map<String, Object> values = new HashMap<>(properties);
        values.put(Sent.ID, (long) text.hashCode());
        return WireMessage.of(new Header(1, 1, 0, 0, 0, null, null, text), new Properties(values), body.length == 0 ? BodyKind.NONE : BodyKind.BYTES, body);
    }

    /** The text that {@link #message} was given. */
    static String text(Deliver deliver) {
        return deliver.message().header().type();
    }

    /** A logical connection and its present link. */
    final class Client implements Peer {
        final List<Frame> frames = new ArrayList<>();
        final Map<Long, Long> bodies = new HashMap<>();
        byte[] token;
        long boot;
        long connection;
        ErrorCode closed;
        private final Principal principal;
        private Client link = this;
        private final Map<Long, long[]> numbers = new HashMap<>();
        private long lastRequest;
        private long lastConsumer;

        private Client(Principal principal) {
            this.principal = principal;
            attach(this);
            settle();
            Connected connected = only(Connected.class);
            token = connected.token();
            boot = connected.bootId();
            connection = connected.connectionId();
        }

        private Client(Client of) {
            this.principal = of.principal;
            attach(this);
        }

        private void attach(Peer peer) {
            byte[] secret = new byte[16];
            secret[0] = (byte) ++lastToken;
            apply(new Command.Attach(peer, principal, "test", 1, 0, secret, new byte[0]));
        }

        /** The link is lost. */
        void cut() {
            apply(new Command.Detach(link));
            settle();
        }

        /** A new link takes up the connection. @return Done or Failure */
        Frame resume(SessionResume... sessions) {
            link = new Client(this);
            settle();
            frames.clear();
            long id = ++lastRequest;
            say(new Resume(id, token, boot, null, List.of(sessions)));
            settle();
            frames.addAll(link.frames);
            Frame answer = answer(id);
            if (answer instanceof Done done) {
                boot = done.value();
            }
            return answer;
        }

        /** Says something to the broker. */
        void say(Frame frame) {
            Selector selector = null;
            String text = frame instanceof CreateConsumer create ? create.selector() : frame instanceof Browse browse ? browse.selector() : null;
            try {
                selector = text == null ? null : Selector.parse(text);
            } catch (InvalidSelector e) {
                throw new IllegalArgumentException(e);
            }
            apply(new Command.FromClient(link, frame, selector));
        }

        Frame request(LongFunction<Frame> frame) {
            long id = ++lastRequest;
            say(frame.apply(id));
            settle();
            return answer(id);
        }

        private Frame answer(long id) {
            collect();
            Frame answer = frames.stream().filter(frame -> frame instanceof Done done && done.requestId() == id
                    || frame instanceof Failure failure && failure.requestId() == id
                    || frame instanceof Outcome outcome && outcome.requestId() == id
                    || frame instanceof XaResult result && result.requestId() == id
                    || frame instanceof XaRecovered recovered && recovered.requestId() == id).findFirst().orElseThrow();
            frames.remove(answer);
            return answer;
        }

        private void collect() {
            if (link != this) {
                frames.addAll(link.frames);
                link.frames.clear();
            }
        }

        long session(AcknowledgeMode mode) {
            return ((Done) request(id -> new OpenSession(id, mode))).value();
        }

        /** @return id of the subscription, which is consumed with plenty of credit */
        long consume(long session, DestinationName destination, SubscriptionKind kind, String name, String selector) {
            return consume(session, destination, kind, name, selector, RedeliveryDelay.NONE);
        }

        long consume(long session, DestinationName destination, SubscriptionKind kind, String name, String selector, RedeliveryDelay delay) {
            long consumer = ++lastConsumer;
            Frame answer = request(id -> new CreateConsumer(id, session, consumer, destination, kind, name, selector, false, delay));
            if (answer instanceof Failure failure) {
                throw new IllegalStateException(failure.toString());
            }
            say(new Credit(consumer, 100, 1 << 20));
            settle();
            return ((Done) answer).value();
        }

        long consume(long session, String queue) {
            return consume(session, DestinationName.queue(queue), SubscriptionKind.QUEUE, null, null);
        }

        long lastConsumer() {
            return lastConsumer;
        }

        long nextConsumer() {
            return ++lastConsumer;
        }

        Send sendFrame(long session, DestinationName destination, String text, boolean persistent, int priority, long ttl, long delay) {
            long number = ++numbers.computeIfAbsent(session, none -> new long[2])[persistent ? 0 : 1];
            return new Send(session, persistent ? Series.PERSISTENT : Series.NON_PERSISTENT, number, 0, destination, persistent, priority, ttl, delay, 0,
                    message(text, Map.of("color", text)));
        }

        /** Sends persistent messages to a queue and lets them settle. */
        void produce(long session, String queue, String... texts) {
            for (String text : texts) {
                say(sendFrame(session, DestinationName.queue(queue), text, true, 4, 0, 0));
            }
            settle();
        }

        void produceInTransaction(long session, long transaction, long number, String queue, String text) {
            say(new Send(session, Series.TRANSACTED, number, transaction, DestinationName.queue(queue), true, 4, 0, 0, 0, message(text, Map.of())));
        }

        /** What was delivered since the last question. */
        List<Deliver> delivered() {
            List<Deliver> delivered = all(Deliver.class);
            frames.removeAll(delivered);
            return delivered;
        }

        List<String> texts() {
            return delivered().stream().map(CoreFixture::text).toList();
        }

        static MessageRef ref(long subscription, Deliver deliver) {
            return new MessageRef(subscription, deliver.priority(), deliver.position());
        }

        void acknowledge(long session, long number, long subscription, List<Deliver> delivered) {
            say(new Acknowledge(session, number, 0, delivered.stream().map(each -> ref(subscription, each)).toList()));
            settle();
        }

        <T extends Frame> List<T> all(Class<T> type) {
            collect();
            return new ArrayList<>(frames.stream().filter(type::isInstance).map(type::cast).toList());
        }

        <T extends Frame> T only(Class<T> type) {
            List<T> all = all(type);
            if (all.size() != 1) {
                throw new IllegalStateException("expected one " + type.getSimpleName() + ", there are " + all + " in " + frames);
            }
            frames.remove(all.get(0));
            return all.get(0);
        }

        @Override
        public void send(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void sendWithBody(Deliver delivery, long body) {
            frames.add(delivery);
            bodies.put(delivery.position(), body);
        }

        @Override
        public void inspected(long requestId, Object snapshot) {
            frames.add(new Done(requestId, 0));
        }

        @Override
        public void close(ErrorCode code, String detail) {
            closed = code;
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public String description() {
            return "test";
        }
    }
}
