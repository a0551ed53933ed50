package io.postrider.jms.client;

/**
 * Where a broker listens.
 *
 * @param host name or address
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    /** As it stands in a URL. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
