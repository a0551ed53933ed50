package io.postrider.transport.net;

import io.postrider.transport.frame.Frame;

/**
 * What happens on one link. Every method is called on the link's event loop, never concurrently and never within another one;
 * none may block. A {@link io.postrider.transport.frame.ProtocolException} thrown by one closes the link with its code, any
 * other exception with INTERNAL.
 */
public interface LinkHandler {
    /** A frame of the peer, but for Ping, which is answered below this. Not called any more once this side has closed. */
    void onFrame(Link link, Frame frame);

    /** The frames of one read of the socket have all been given to {@link #onFrame}; there was at least one. */
    void onBatchEnd(Link link);

    /** {@link Link#queuedBytes} has fallen to {@link Link#WRITABLE_BYTES} or below. */
    default void onWritable(Link link) {
    }

    /** The link is gone. Called once, last. */
    void onClosed(Link link, LinkClosed reason);
}
