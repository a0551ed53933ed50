package io.postrider.broker.core;

import io.postrider.broker.selector.Selector;
import io.postrider.broker.store.ReadResult;
import io.postrider.transport.frame.Frame;

/** What the core is told. Commands are applied one at a time on the core's thread; each takes about 1,000 steps at most. */
public sealed interface Command {

    /**
     * A link has authenticated. The core makes a logical connection and answers with Connected.
     *
     * @param product   name and version of the client
     * @param version   chosen protocol version
     * @param features  bits that both sides have
     * @param token     16 random bytes that become the connection's secret
     * @param saslFinal last message of the SASL mechanism, passed on in Connected
     */
    record Attach(Peer peer, Principal principal, String product, int version, long features, byte[] token, byte[] saslFinal) implements Command {
    }

    /**
     * A frame of an attached link, in the order of the link.
     *
     * @param selector the parsed selector of a CreateConsumer or Browse that has one, otherwise null
     */
    record FromClient(Peer peer, Frame frame, Selector selector) implements Command {
    }

    /** A link has ended; nothing of it follows. What its logical connection held goes back. */
    record Detach(Peer peer) implements Command {
    }

    /** A link can be written to again. */
    record Writable(Peer peer) implements Command {
    }

    /** Everything up to this write set is durable. */
    record Durable(long number) implements Command {
    }

    /** A reader has answered. */
    record ReadDone(ReadResult result) implements Command {
    }

    /** The overflow has taken everything up to this write set of its series. */
    record OverflowApplied(long number) implements Command {
    }

    /** A reader of the overflow has answered. */
    record OverflowRead(ReadResult result) implements Command {
    }

    /** The free space of the disk has crossed the reserve. @param detail names folder, free space and reserve */
    record DiskSpace(boolean low, String detail) implements Command {
    }

    /** Time has passed: whatever is due is done. */
    record Tick() implements Command {
    }

    /** Closes every connection in order and lets the last write set remove what only an unclean stop needs. */
    record Stop() implements Command {
    }
}
