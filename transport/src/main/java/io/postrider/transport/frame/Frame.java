package io.postrider.transport.frame;

import io.postrider.transport.message.WireOutput;

/**
 * What one side says to the other: one record per frame, immutable, free of sockets and buffers. {@code PROTOCOL.md} of this
 * module gives every field as it stands on the wire.
 */
public sealed interface Frame permits
        Connect, SaslChallenge, SaslResponse, Connected, Resume, SetClientId, Close, Ping, Pong, OpenSession,
        CloseSession, CreateConsumer, CloseConsumer, Credit, Drain, Drained, Recall, Returned, Deliver, Acknowledge,
        Recover, OpenProducer, ProducerCredit, ConnectionCredit, Send, Chunk, Confirmed, Refused, CommitTx,
        RollbackTx, AskOutcome, Outcome, Browse, CreateTemporary, DeleteTemporary, Unsubscribe, Inspect, Inspected,
        Done, Failure, Assign, DecideBranch, XaStart, XaEnd, XaPrepare, XaCommit, XaRollback, XaRecover, XaForget,
        XaResult, XaRecovered {

    FrameType type();

    /** Writes the fields in the order of the record, without length and type. */
    void write(WireOutput out);
}
