package io.postrider.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands between clients and a broker of this machine, so that a test can hold the broker's answers back and cut the connections.
 * Any thread; closed by who made it.
 */
final class Relay implements AutoCloseable {
    private final int target;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    /** Guarded by this, as the two flags. */
    private final List<Socket> sockets = new ArrayList<>();
    private boolean refusing;
    private boolean holding;

    Relay(int target) throws IOException {
        this.target = target;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Answers of the broker wait from now on, and are lost by a cut. */
    synchronized void hold() {
        holding = true;
    }

    /** Ends every connection; new ones are refused until {@link #open}. */
    synchronized void cut() throws IOException {
        refusing = true;
        holding = false;
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
        notifyAll();
    }

    synchronized void open() {
        refusing = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            synchronized (this) {
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(broker);
                daemon(() -> copy(client, broker, false));
                daemon(() -> copy(broker, client, true));
            }
        }
    }

    private void copy(Socket from, Socket to, boolean answers) throws IOException {
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[8192];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (answers) {
                    awaitRelease(from);
                }
                out.write(buffer, 0, length);
            }
        }
    }

    private synchronized void awaitRelease(Socket from) throws IOException {
        try {
            while (holding && !from.isClosed()) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException cut) {
                // the end of each: by a cut, by a peer, or with the relay
            }
        }, "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
