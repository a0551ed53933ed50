package io.postrider.benchmark.core;

import io.postrider.broker.core.Command;
import io.postrider.broker.core.Core;
import io.postrider.broker.core.CoreSettings;
import io.postrider.broker.core.CoreStore;
import io.postrider.broker.core.CoreStore;
import io.postrider.broker.core.LoadedCore;
import io.postrider.broker.core.Peer;
import io.postrider.broker.core.Principal;
import io.postrider.broker.selector.InvalidSelector;
import io.postrider.broker.selector.Selector;
import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AcknowledgeMode;
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
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A new core and one client that speaks frames. Every write set is durable when its batch ends, so what is measured is the core
 * and the encoding of write sets, without threads, sockets and disk. Used by one thread.
 */
final class DrivenCore implements Peer {
    /** As many commands as 16 clients have under way. */
    static final int BATCH = 16;
    /** More than any benchmark puts into memory, so that nothing is read again. */
    private static final long MEMORY_BYTES = 2L << 30;
    private static final CoreSettings SETTINGS = new CoreSettings("benchmark", new Limits(1 << 20, 1 << 20, 10_000, 60_000, 1 << 30, 10_000_000),
            MEMORY_BYTES, 1L << 40, 1L << 30, true, 10, "DLQ", 1 << 23, 1_000, 1_000, 10_000, 100, 60_000, 600_000);

    private final Core core;
    private final List<Deliver> delivered = new ArrayList<>();
    private final Map<String, Object> properties;
    private long nowMs = 1_000_000;
    private long durable;
    private long committed;
    private int inBatch;
    private long lastRequest;
    private long lastConsumer;
    private long lastSend;
    private long lastTransacted;
    private long lastAcknowledge;
    private long deliveries;
    private boolean keeping;
    private Frame answer;

    /** @param properties of each message that is sent */
    DrivenCore(Map<String, Object> properties) {
        this.properties = properties;
        CoreStore store = new CoreStore(set -> committed = set.number(),
                request -> { throw new IllegalStateException("nothing is to be read, and " + request + " is asked"); });
        CoreStore overflow = new CoreStore(set -> { throw new IllegalStateException("memory has room, and the overflow is written to"); }, store.readers());
        core = new Core(SETTINGS, LoadedCore.empty(), store, overflow, nowMs);
        endBatch();
        core.apply(new Command.Attach(this, new Principal(Principal.ANONYMOUS, true), "benchmark", 1, 0, new byte[16], new byte[0]), nowMs);
        endBatch();
    }

    private static void unexpected(Object what) {
        throw new IllegalStateException("everything is in memory, and " + what + " is asked");
    }

    long openSession(AcknowledgeMode mode) {
        return request(new OpenSession(++lastRequest, mode), null);
    }

    /** @return id of the subscription, which is consumed without credit */
    long consume(long session, DestinationName destination, SubscriptionKind kind, String name, String selector) {
        try {
            return request(new CreateConsumer(++lastRequest, session, ++lastConsumer, destination, kind, name, selector, false),
                    selector == null ? null : Selector.parse(selector));
        } catch (InvalidSelector e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Credit for the consumer that was made last, or for one before it by its number from 1. */
    void credit(long consumer, int messages) {
        say(new Credit(consumer, messages, 1L << 40));
    }

    long lastConsumer() {
        return lastConsumer;
    }

    /** One of a batch, which ends with its last. */
    void send(long session, DestinationName destination, byte[] body) {
        say(new Send(session, Series.PERSISTENT, ++lastSend, 0, destination, true, 4, 0, 0, 0, message(session, body)));
        next();
    }

    void sendInTransaction(long session, long transaction, DestinationName destination, byte[] body) {
        say(new Send(session, Series.TRANSACTED, ++lastTransacted, transaction, destination, true, 4, 0, 0, 0, message(session, body)));
    }

    private WireMessage message(long session, byte[] body) {
        return WireMessage.of(new Header(session, lastSend + lastTransacted, nowMs, 0, 0, null, null, null), new Properties(properties), BodyKind.BYTES, body);
    }

    void acknowledge(long session, MessageRef message) {
        say(new Acknowledge(session, ++lastAcknowledge, 0, List.of(message)));
        next();
    }

    private void next() {
        if (++inBatch == BATCH) {
            endBatch();
        }
    }

    void say(Frame frame) {
        core.apply(new Command.FromClient(this, frame, null), nowMs);
    }

    private long request(Frame frame, Selector selector) {
        answer = null;
        core.apply(new Command.FromClient(this, frame, selector), nowMs);
        endBatch();
        if (answer instanceof Done done) {
            return done.value();
        }
        throw new IllegalStateException(frame + " is answered by " + answer);
    }

    /** Delivers what can be, and syncs. */
    void endBatch() {
        inBatch = 0;
        nowMs++;
        for (boolean more = true; more; ) {
            more = core.endBatch();
            if (committed > durable) {
                durable = committed;
                core.apply(new Command.Durable(durable), nowMs);
                more = true;
            }
        }
    }

    /** Whether deliveries are kept, to be acknowledged, or only counted. */
    void keep(boolean kept) {
        keeping = kept;
    }

    List<Deliver> delivered() {
        return delivered;
    }

    long deliveries() {
        return deliveries;
    }

    @Override
    public void send(Frame frame) {
        if (frame instanceof Deliver deliver) {
            deliveries++;
            if (keeping) {
                delivered.add(deliver);
            }
        } else if (frame instanceof Done || frame instanceof Failure) {
            answer = frame;
        }
    }

    @Override
    public void sendWithBody(Deliver delivery, long body) {
        throw new IllegalStateException("bodies here are small");
    }

    @Override
    public void inspected(long requestId, Object snapshot) {
        throw new IllegalStateException("nobody inspects");
    }

    @Override
    public void close(ErrorCode code, String detail) {
        throw new IllegalStateException("the core cut its client off: " + code + ", " + detail);
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public String description() {
        return "benchmark";
    }
}
