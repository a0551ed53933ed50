/**
 * Links between a broker and its clients: {@link io.postrider.transport.net.Listener} on one side,
 * {@link io.postrider.transport.net.Dialer} on the other, {@link io.postrider.transport.net.Link} on both.
 *
 * <p>Each link belongs to one event loop, which calls its {@link io.postrider.transport.net.LinkHandler}. Other threads only
 * send and close; what they send waits in one queue per link until the event loop writes it.
 */
package io.postrider.transport.net;
