package io.postrider.ra;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Stands between clients and a broker, so that all their links can be cut at once. Any thread; closed by who made it. */
public final class CutRelay implements AutoCloseable {
    private final int target;
    private final ServerSocket server;
    private final Set<Socket> sockets = new HashSet<>();
    private boolean refusing;

    public CutRelay(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Waits until there are none. @return how many there are */
    public synchronized int awaitNoLinks(long timeoutMs) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        for (long left = timeoutMs; !sockets.isEmpty() && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
        return sockets.size();
    }

    public synchronized void cut() throws IOException {
        for (Socket each : Set.copyOf(sockets)) {
            each.close();
        }
    }

    /** From now on it lets no new link through, or does again. */
    public synchronized void refuse(boolean refuse) {
        refusing = refuse;
    }

    private synchronized boolean isRefusing() {
        return refusing;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            if (isRefusing()) {
                client.close();
                continue;
            }
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
            synchronized (this) {
                sockets.add(client);
                sockets.add(broker);
            }
            daemon(() -> copy(client, broker));
            daemon(() -> copy(broker, client));
        }
    }

    private void copy(Socket from, Socket to) throws IOException {
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } finally {
            synchronized (this) {
                sockets.remove(from);
                sockets.remove(to);
                notifyAll();
            }
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
