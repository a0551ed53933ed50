package io.postrider.transport.net;

import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * What a listener needs to know.
 *
 * @param host               name or address of this machine to listen on
 * @param port               0 to 65535, 0 = a free one
 * @param tls                null = without TLS
 * @param handshakeTimeoutMs from the connection to {@link Link#authenticated}, TLS included; at least 1
 * @param backlog            connections that may wait to be accepted, at least 1
 * @param connectionsMax     more are refused with TOO_MANY_CONNECTIONS, at least 1
 * @param clockMs            epoch milliseconds for Pong
 */
public record ListenerOptions(String host, int port, TlsServerOptions tls, int handshakeTimeoutMs, int backlog, int connectionsMax,
                              LongSupplier clockMs) {
    public ListenerOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(clockMs, "clockMs");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + ", expected 0 to 65535");
        }
        if (handshakeTimeoutMs < 1 || backlog < 1 || connectionsMax < 1) {
            throw new IllegalArgumentException("handshake timeout " + handshakeTimeoutMs + " ms, backlog " + backlog + ", at most " + connectionsMax
                    + " connections; each must be at least 1");
        }
    }
}
