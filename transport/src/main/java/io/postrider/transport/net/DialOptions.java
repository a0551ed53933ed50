package io.postrider.transport.net;

import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Whom to dial and how.
 *
 * @param host             name or address of the broker
 * @param port             1 to 65535
 * @param connectTimeoutMs from the call to a link, with the look-up of the name and TLS; at least 1
 * @param tls              null = without TLS
 * @param clockMs          epoch milliseconds for Pong
 */
public record DialOptions(String host, int port, int connectTimeoutMs, TlsClientOptions tls, LongSupplier clockMs) {
    public DialOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(clockMs, "clockMs");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + ", expected 1 to 65535");
        }
        if (connectTimeoutMs < 1) {
            throw new IllegalArgumentException("connect timeout of " + connectTimeoutMs + " ms, expected at least 1");
        }
    }
}
