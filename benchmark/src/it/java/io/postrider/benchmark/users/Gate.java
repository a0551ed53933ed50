package io.postrider.benchmark.users;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way of some clients to a broker of this machine; while it is shut they meet nobody. Any thread; closed by the test. */
final class Gate implements AutoCloseable {
    private final int broker;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;

    Gate(int broker) throws IOException {
        this.broker = broker;
        start(this::letIn);
    }

    int port() {
        return server.getLocalPort();
    }

    /** For those who come from now on; connections that there are stay. */
    void shut() {
        shut = true;
    }

    void open() {
        shut = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void letIn() throws IOException {
        while (true) {
            Socket client = server.accept();
            if (shut) {
                client.close();
            } else {
                Socket to = new Socket(InetAddress.getLoopbackAddress(), broker);
                start(() -> pump(client, to));
                start(() -> pump(to, client));
            }
        }
    }

    private void pump(Socket from, Socket to) throws IOException {
        sockets.add(from);
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException ended) {
                // by the broker's end, a client's, or that of the test
            }
        }, "gate");
        thread.setDaemon(true);
        thread.start();
    }
}
