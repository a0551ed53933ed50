package io.postrider.tck.servers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * The address of a broker as the application server has it, which stays the same: passes what it says on to the broker, unless a test
 * wants connections to break, or a commit to wait on its way. Any thread; closed by who made it.
 */
final class Gate implements AutoCloseable {
    /** XA_COMMIT of the protocol. */
    private static final int XA_COMMIT = 67;
    private static final int FRAME_BYTES_MAX = 64 << 20;

    private final int target;
    private final int port;
    /** Guarded by this, as what follows. */
    private final List<Socket> sockets = new ArrayList<>();
    private ServerSocket server;
    private boolean holdsCommits;
    private int heldCount;

    /** Closed at first. @param target port of the broker */
    Gate(int target) throws IOException {
        this.target = target;
        try (ServerSocket free = listen(0)) {
            this.port = free.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** Lets connections in. */
    synchronized void open() throws IOException {
        if (server == null) {
            ServerSocket opened = listen(port);
            server = opened;
            daemon(() -> accept(opened));
        }
    }

    /** Nobody listens there any more, as where a broker is down; connections break. */
    synchronized void shut() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
        cut();
    }

    /** Breaks every connection; new ones come in. */
    synchronized void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
        notifyAll();
    }

    /** From now on a branch's commit waits here, so that the branch stays prepared. */
    synchronized void holdCommits() {
        holdsCommits = true;
        heldCount = 0;
    }

    /** Those that wait are passed on if their connection is there yet. */
    synchronized void releaseCommits() {
        holdsCommits = false;
        notifyAll();
    }

    /** How many connections have a commit waiting since {@link #holdCommits}. */
    synchronized int heldCommits() {
        return heldCount;
    }

    @Override
    public void close() throws IOException {
        shut();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true); // connections of before may linger on that port
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }

    private void accept(ServerSocket from) throws IOException {
        while (true) {
            Socket client = from.accept();
            try {
                pass(from, client);
            } catch (IOException noBroker) {
                client.close();
            }
        }
    }

    private void pass(ServerSocket from, Socket client) throws IOException {
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
        synchronized (this) {
            if (server != from) {
                broker.close();
                client.close();
                return;
            }
            sockets.removeIf(Socket::isClosed);
            sockets.add(client);
            sockets.add(broker);
        }
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        daemon(() -> copyFrames(client, broker));
        daemon(() -> copy(broker, client));
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        }
    }

    private void copyFrames(Socket from, Socket to) throws IOException {
        try (from; to; DataInputStream in = new DataInputStream(from.getInputStream()); DataOutputStream out = new DataOutputStream(to.getOutputStream())) {
            while (true) {
                int length = in.readInt();
                if (length < 1 || length > FRAME_BYTES_MAX) {
                    throw new IOException("a frame of " + length + " bytes");
                }
                byte[] frame = in.readNBytes(length);
                if (frame.length < length) {
                    return;
                }
                if (frame[0] == XA_COMMIT) {
                    awaitRelease(from);
                }
                byte[] all = java.nio.ByteBuffer.allocate(Integer.BYTES + length).putInt(length).put(frame).array();
                out.write(all);
            }
        }
    }

    private synchronized void awaitRelease(Socket from) throws IOException {
        if (holdsCommits) {
            heldCount++;
            notifyAll();
        }
        try {
            while (holdsCommits && !from.isClosed()) {
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
            } catch (IOException broken) {
                // the end of each: by a cut, by a peer, or with the gate
            }
        }, "gate");
        thread.setDaemon(true);
        thread.start();
    }
}
