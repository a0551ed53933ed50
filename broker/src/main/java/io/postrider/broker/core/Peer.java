package io.postrider.broker.core;

import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;

/**
 * One link of a client, as the core sees it: where its frames go. Made by the network side, called by the core's thread only;
 * no method blocks or throws. A new link of the same logical connection is another peer.
 */
public interface Peer {
    /** Sends a frame. */
    void send(Frame frame);

    /** Sends a delivery and, behind it, the Chunk frames of its body, which lies in the store under {@code body}. */
    void sendWithBody(Deliver delivery, long body);

    /** Answers an Inspect: {@code snapshot} is a record that the network side turns into JSON. */
    void inspected(long requestId, Object snapshot);

    /** Sends what was given before, says why, and ends the link. */
    void close(ErrorCode code, String detail);

    /** Bytes that were given and are not written to the socket; above a bound the core delivers nothing more. */
    long queuedBytes();

    /** Address and name, for status and log. */
    String description();
}
