package io.postrider.transport.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Addresses as people read them. */
final class Addresses {
    private Addresses() {
    }

    static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            return text(inet.getAddress().getHostAddress(), inet.getPort());
        }
        return String.valueOf(address);
    }

    static String text(String host, int port) {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
