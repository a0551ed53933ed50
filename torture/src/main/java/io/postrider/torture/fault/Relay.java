package io.postrider.torture.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between one client process and the broker, and passes bytes on, well or badly. Started by the torture, which closes it; faults
 * call it from the thread of their lane. Two threads for each connection.
 */
public final class Relay implements AutoCloseable {
    private static final int CONNECT_MS = 2_000;
    private static final int BACKLOG = 200;

    private final ServerSocket server;
    private final List<RelayedConnection> connections = new CopyOnWriteArrayList<>();
    private volatile int brokerPort;
    private volatile int delayMs;

    public Relay() throws IOException {
        server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(this::accept, "torture-relay-" + port());
        accepting.setDaemon(true);
        accepting.start();
    }

    /** Where clients connect. */
    public int port() {
        return server.getLocalPort();
    }

    /** Where new connections go to. */
    public void to(int port) {
        brokerPort = port;
    }

    /** Whatever passes waits that long first; 0 for not at all. */
    void delay(int ms) {
        delayMs = ms;
    }

    int delayMs() {
        return delayMs;
    }

    /** One of those that are open: {@code share} of them, 0 to 1; null if there is none. */
    RelayedConnection connection(double share) {
        Object[] open = connections.toArray();
        return open.length == 0 ? null : (RelayedConnection) open[(int) (share * open.length)];
    }

    void closed(RelayedConnection connection) {
        connections.remove(connection);
    }

    private void accept() {
        while (!server.isClosed()) {
            Socket client;
            try {
                client = server.accept();
            } catch (IOException e) {
                // closed
                return;
            }
            Socket broker = new Socket();
            try {
                client.setTcpNoDelay(true);
                broker.setTcpNoDelay(true);
                broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), brokerPort), CONNECT_MS);
                RelayedConnection connection = new RelayedConnection(this, client, broker);
                connections.add(connection);
                connection.start();
            } catch (IOException e) {
                // the broker is down: so is this connection
                RelayedConnection.closeQuietly(client);
                RelayedConnection.closeQuietly(broker);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        connections.forEach(connection -> connection.cut(true));
    }
}
