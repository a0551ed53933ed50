package io.postrider.transport.frame;

import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.XidImpl;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Frames with random contents that their records allow, the ends of each range among them. */
public final class RandomFrames {
    private static final String[] TEXTS = {"", "a", "orders", "grün", "価格", "\uD83D\uDCEF", "x'y\"z\\", "temp-1-2", "A".repeat(200)};

    private final Random random;
    private final Map<FrameType, Supplier<Frame>> generators = new EnumMap<>(FrameType.class);

    public RandomFrames(Random random) {
        this.random = random;
        put(FrameType.CONNECT, () -> new Connect(random.nextInt(3), 3 + count(), number(), text(), text(), bytes()));
        put(FrameType.SASL_CHALLENGE, () -> new SaslChallenge(bytes()));
        put(FrameType.SASL_RESPONSE, () -> new SaslResponse(bytes()));
        put(FrameType.CONNECTED, () -> new Connected(count(), number(), bytes(), number(), text(), number(), number(), limits(), bytes()));
        put(FrameType.RESUME, () -> new Resume(number(), bytes(), number(), optionalText(), list(this::sessionResume)));
        put(FrameType.SET_CLIENT_ID, () -> new SetClientId(number(), text()));
        put(FrameType.CLOSE, () -> new Close(errorCode(), text()));
        put(FrameType.PING, () -> new Ping(number()));
        put(FrameType.PONG, () -> new Pong(number(), number()));
        put(FrameType.OPEN_SESSION, () -> new OpenSession(number(), pick(AcknowledgeMode.values())));
        put(FrameType.CLOSE_SESSION, () -> new CloseSession(number(), number(), list(this::messageRef)));
        put(FrameType.CREATE_CONSUMER, this::createConsumer);
        put(FrameType.CLOSE_CONSUMER, () -> new CloseConsumer(number(), number(), number(), list(this::messageRef)));
        put(FrameType.CREDIT, () -> new Credit(number(), count(), amount()));
        put(FrameType.DRAIN, () -> new Drain(number(), number()));
        put(FrameType.DRAINED, () -> new Drained(number(), number()));
        put(FrameType.RECALL, () -> new Recall(number()));
        put(FrameType.RETURNED, () -> new Returned(number(), number(), list(this::messageRef)));
        put(FrameType.ASSIGN, () -> new Assign(number(), number(), number(), list(this::messageRef)));
        put(FrameType.DELIVER, this::deliver);
        put(FrameType.ACKNOWLEDGE, () -> new Acknowledge(number(), number(), number(), list(this::messageRef)));
        put(FrameType.RECOVER, () -> new Recover(number(), number(), count(), list(this::messageRef)));
        put(FrameType.OPEN_PRODUCER, () -> new OpenProducer(number(), number(), destination()));
        put(FrameType.PRODUCER_CREDIT, () -> new ProducerCredit(number(), destination(), amount()));
        put(FrameType.CONNECTION_CREDIT, () -> new ConnectionCredit(amount()));
        put(FrameType.SEND, this::send);
        put(FrameType.CHUNK, () -> new Chunk(number(), random.nextBoolean(), random.nextInt(50) == 0 ? new byte[Chunk.BYTES_MAX] : bytes()));
        put(FrameType.CONFIRMED, () -> new Confirmed(number(), pick(Series.values()), number()));
        put(FrameType.REFUSED, () -> new Refused(number(), pick(Series.values()), number(), errorCode(), text()));
        put(FrameType.COMMIT_TX, () -> new CommitTx(number(), number(), number()));
        put(FrameType.ROLLBACK_TX, () -> new RollbackTx(number(), number(), number(), count(), list(this::messageRef)));
        put(FrameType.ASK_OUTCOME, () -> new AskOutcome(number(), number(), number()));
        put(FrameType.OUTCOME, () -> new Outcome(number(), number(), number(), pick(TransactionOutcome.values()), errorCode(), text()));
        put(FrameType.BROWSE, () -> new Browse(number(), number(), number(), destination(), optionalText()));
        put(FrameType.CREATE_TEMPORARY, () -> new CreateTemporary(number(), destination()));
        put(FrameType.DELETE_TEMPORARY, () -> new DeleteTemporary(number(), destination()));
        put(FrameType.UNSUBSCRIBE, () -> new Unsubscribe(number(), text()));
        put(FrameType.INSPECT, () -> new Inspect(number(), text()));
        put(FrameType.INSPECTED, () -> new Inspected(number(), text()));
        put(FrameType.DONE, () -> new Done(number(), number()));
        put(FrameType.DECIDE_BRANCH, () -> new DecideBranch(number(), number(), pick(Decision.values())));
        put(FrameType.XA_START, () -> new XaStart(number(), number(), xid(), pick(StartFlag.values()), amount()));
        put(FrameType.XA_END, () -> new XaEnd(number(), number(), xid(), pick(EndFlag.values())));
        put(FrameType.XA_PREPARE, () -> new XaPrepare(number(), xid(), random.nextBoolean()));
        put(FrameType.XA_COMMIT, () -> new XaCommit(number(), number(), number(), xid(), random.nextBoolean()));
        put(FrameType.XA_ROLLBACK, () -> new XaRollback(number(), number(), count(), xid()));
        put(FrameType.XA_RECOVER, () -> new XaRecover(number(), number()));
        put(FrameType.XA_FORGET, () -> new XaForget(number(), xid()));
        put(FrameType.XA_RESULT, () -> new XaResult(number(), pick(XaCode.values()), number(), text()));
        put(FrameType.XA_RECOVERED, () -> new XaRecovered(number(), number(), list(this::xid)));
        put(FrameType.FAILURE, () -> new Failure(number(), errorCode(), text()));
    }

    private void put(FrameType type, Supplier<Frame> generator) {
        generators.put(type, generator);
    }

    /** Any frame of any type. */
    public Frame next() {
        return next(pick(FrameType.values()));
    }

    public Frame next(FrameType type) {
        Supplier<Frame> generator = generators.get(type);
        if (generator == null) {
            throw new AssertionError("RandomFrames has no generator for " + type + "; add one");
        }
        return generator.get();
    }

    /** A message with or without its body. */
    public WireMessage message(boolean bodyApart) {
        Object correlationId = pick(new Object[] {null, text(), bytes()});
        Header header = new Header(number(), number(), number(), number(), number(), random.nextBoolean() ? destination() : null, correlationId, optionalText());
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            properties.put(text() + i, pick(new Object[] {null, true, false, (byte) number(), (short) number(), (int) number(), number(),
                    Float.intBitsToFloat(random.nextInt()), Double.longBitsToDouble(random.nextLong()), text()}));
        }
        return bodyApart
                ? WireMessage.withBodyApart(header, new Properties(properties), pick(BodyKind.values()), amount())
                : WireMessage.of(header, new Properties(properties), pick(BodyKind.values()), bytes());
    }

    private Frame createConsumer() {
        SubscriptionKind kind = pick(SubscriptionKind.values());
        return new CreateConsumer(number(), number(), number(), destination(), kind, kind.isNamed() ? text() : null, optionalText(), random.nextBoolean(), redeliveryDelay());
    }

    private RedeliveryDelay redeliveryDelay() {
        int max = Math.min(count(), RedeliveryDelay.MS_MAX);
        return new RedeliveryDelay(random.nextInt(max + 1), max);
    }

    private Frame deliver() {
        long stream = random.nextBoolean() ? 0 : 1 + count();
        return new Deliver(number(), count(), number(), random.nextInt(10), random.nextBoolean(), random.nextBoolean(), count(), stream, message(stream != 0));
    }

    private Frame send() {
        Series series = pick(new Series[] {Series.PERSISTENT, Series.NON_PERSISTENT, Series.TRANSACTED});
        long stream = random.nextBoolean() ? 0 : 1 + count();
        return new Send(number(), series, number(), series == Series.TRANSACTED ? 1 + count() : 0, destination(),
                series == Series.TRANSACTED ? random.nextBoolean() : series == Series.PERSISTENT,
                random.nextInt(10), amount(), amount(), stream, message(stream != 0));
    }

    private Limits limits() {
        return new Limits(count(), amount(), count(), amount(), amount(), count());
    }

    private MessageRef messageRef() {
        return new MessageRef(number(), random.nextInt(10), number());
    }

    private SessionResume sessionResume() {
        return new SessionResume(number(), pick(AcknowledgeMode.values()), number(), number(), count());
    }

    private XidImpl xid() {
        byte[] global = new byte[1 + random.nextInt(XidImpl.PART_BYTES_MAX)];
        byte[] branch = new byte[random.nextInt(XidImpl.PART_BYTES_MAX + 1)];
        random.nextBytes(global);
        random.nextBytes(branch);
        return new XidImpl(random.nextInt() & Integer.MAX_VALUE, global, branch);
    }

    private DestinationName destination() {
        return new DestinationName(pick(DestinationName.Kind.values()), "d" + text());
    }

    private ErrorCode errorCode() {
        return pick(ErrorCode.values());
    }

    /** Any 64 bits, small numbers more often. */
    private long number() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextLong();
            case 1 -> Long.MIN_VALUE;
            case 2 -> Long.MAX_VALUE;
            case 3 -> -random.nextInt(300);
            default -> random.nextInt(300);
        };
    }

    private long amount() {
        return number() & Long.MAX_VALUE;
    }

    /** 0 to the largest int, but for what is added to it above. */
    private int count() {
        return random.nextInt(4) == 0 ? Integer.MAX_VALUE - 3 : random.nextInt(300);
    }

    private String text() {
        return pick(TEXTS);
    }

    private String optionalText() {
        return random.nextBoolean() ? null : text();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 2_000 : 40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> List<T> list(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
