package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;

import java.util.function.Function;

/** The frames by wire code. A code is never used for anything else again. */
public enum FrameType {
    CONNECT(1, Side.CLIENT, Connect::read),
    SASL_CHALLENGE(2, Side.BROKER, SaslChallenge::read),
    SASL_RESPONSE(3, Side.CLIENT, SaslResponse::read),
    CONNECTED(4, Side.BROKER, Connected::read),
    RESUME(5, Side.CLIENT, Resume::read),
    SET_CLIENT_ID(6, Side.CLIENT, SetClientId::read),
    CLOSE(7, Side.EITHER, Close::read),
    PING(8, Side.EITHER, Ping::read),
    PONG(9, Side.EITHER, Pong::read),
    OPEN_SESSION(10, Side.CLIENT, OpenSession::read),
    CLOSE_SESSION(11, Side.CLIENT, CloseSession::read),
    CREATE_CONSUMER(12, Side.CLIENT, CreateConsumer::read),
    CLOSE_CONSUMER(13, Side.CLIENT, CloseConsumer::read),
    CREDIT(14, Side.CLIENT, Credit::read),
    DRAIN(15, Side.CLIENT, Drain::read),
    DRAINED(16, Side.BROKER, Drained::read),
    RECALL(17, Side.BROKER, Recall::read),
    RETURNED(18, Side.CLIENT, Returned::read),
    DELIVER(19, Side.BROKER, Deliver::read),
    ACKNOWLEDGE(20, Side.CLIENT, Acknowledge::read),
    RECOVER(21, Side.CLIENT, Recover::read),
    OPEN_PRODUCER(22, Side.CLIENT, OpenProducer::read),
    PRODUCER_CREDIT(23, Side.BROKER, ProducerCredit::read),
    CONNECTION_CREDIT(24, Side.BROKER, ConnectionCredit::read),
    SEND(25, Side.CLIENT, Send::read),
    CHUNK(26, Side.EITHER, Chunk::read),
    CONFIRMED(27, Side.BROKER, Confirmed::read),
    REFUSED(28, Side.BROKER, Refused::read),
    COMMIT_TX(29, Side.CLIENT, CommitTx::read),
    ROLLBACK_TX(30, Side.CLIENT, RollbackTx::read),
    ASK_OUTCOME(31, Side.CLIENT, AskOutcome::read),
    OUTCOME(32, Side.BROKER, Outcome::read),
    BROWSE(33, Side.CLIENT, Browse::read),
    CREATE_TEMPORARY(34, Side.CLIENT, CreateTemporary::read),
    DELETE_TEMPORARY(35, Side.CLIENT, DeleteTemporary::read),
    UNSUBSCRIBE(36, Side.CLIENT, Unsubscribe::read),
    INSPECT(37, Side.CLIENT, Inspect::read),
    INSPECTED(38, Side.BROKER, Inspected::read),
    DONE(39, Side.BROKER, Done::read),
    FAILURE(40, Side.BROKER, Failure::read),
    ASSIGN(41, Side.CLIENT, Assign::read),
    DECIDE_BRANCH(42, Side.CLIENT, DecideBranch::read),
    XA_START(64, Side.CLIENT, XaStart::read),
    XA_END(65, Side.CLIENT, XaEnd::read),
    XA_PREPARE(66, Side.CLIENT, XaPrepare::read),
    XA_COMMIT(67, Side.CLIENT, XaCommit::read),
    XA_ROLLBACK(68, Side.CLIENT, XaRollback::read),
    XA_RECOVER(69, Side.CLIENT, XaRecover::read),
    XA_FORGET(70, Side.CLIENT, XaForget::read),
    XA_RESULT(71, Side.BROKER, XaResult::read),
    XA_RECOVERED(72, Side.BROKER, XaRecovered::read);

    private static final FrameType[] BY_CODE = new FrameType[128];

    static {
        for (FrameType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final Side sender;
    private final Function<WireInput, Frame> reader;

    FrameType(int code, Side sender, Function<WireInput, Frame> reader) {
        this.code = code;
        this.sender = sender;
        this.reader = reader;
    }

    /** Who may send it. */
    public enum Side {
        CLIENT, BROKER, EITHER
    }

    /** First byte of the frame, 1 to 127. */
    public int code() {
        return code;
    }

    public Side sender() {
        return sender;
    }

    /** The type with that code, or null. */
    public static FrameType ofCode(int code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /**
     * Reads the fields of a frame of this type.
     *
     * @throws io.postrider.transport.message.WireFormatException if the bytes are not such fields
     * @throws IllegalArgumentException if a field has a value that the frame cannot have
     */
    public Frame read(WireInput in) {
        return reader.apply(in);
    }
}
