package io.postrider.jms.client;

/** What a connection hears of its broker beside the answers to what it asked. Nothing may block. */
public interface BrokerEvents {
    /** The connection is over and no call will succeed any more. Called once, not after an orderly close. */
    void lost(ConnectionLost cause);

    /** Something that nobody waits for went wrong: an acknowledgement was refused, say. */
    void failed(BrokerFailure failure, String what);
}
