package io.postrider.torture.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection through a {@link Relay}: two sockets and a thread for each direction. */
final class RelayedConnection {
    private static final int BUFFER = 16 * 1024;
    private static final int LOOK_MS = 20;

    private final Relay relay;
    private final Socket client;
    private final Socket broker;
    private final Direction up;
    private final Direction down;
    private final AtomicInteger running = new AtomicInteger(2);
    private final CountDownLatch gone = new CountDownLatch(2);

    RelayedConnection(Relay relay, Socket client, Socket broker) throws IOException {
        this.relay = relay;
        this.client = client;
        this.broker = broker;
        this.up = new Direction("up", client, broker);
        this.down = new Direction("down", broker, client);
    }

    void start() {
        up.start();
        down.start();
    }

    /** Ends it now. @param abruptly with a reset, which throws away what the peer has not read, rather than an orderly end */
    void cut(boolean abruptly) {
        relay.closed(this);
        for (Socket socket : new Socket[] {client, broker}) {
            try {
                socket.setSoLinger(abruptly, 0);
            } catch (IOException e) {
                // closed already
            }
            closeQuietly(socket);
        }
    }

    /** Ends it once that many more bytes have passed in one direction, in the middle of whatever they belong to. */
    void cutAfter(boolean upwards, int bytes, boolean abruptly) {
        Direction direction = upwards ? up : down;
        direction.abruptly = abruptly;
        direction.left = bytes;
    }

    /** Passes nothing on any more in one direction. @param closed whether that side is told so */
    void halve(boolean upwards, boolean closed) {
        Direction direction = upwards ? up : down;
        direction.silent = true;
        if (closed) {
            try {
                direction.to.shutdownOutput();
            } catch (IOException e) {
                // ended meanwhile
            }
        }
    }

    /** @return whether it ended within that time */
    boolean awaitEnd(long ms) throws InterruptedException {
        return gone.await(ms, TimeUnit.MILLISECONDS);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nobody uses it any more
        }
    }

    private final class Direction extends Thread {
        private final Socket from;
        private final Socket to;
        private final InputStream in;
        private final OutputStream out;
        private volatile boolean silent;
        private volatile boolean abruptly;
        /** Bytes until the cut; negative for none. */
        private volatile int left = -1;

        private Direction(String name, Socket from, Socket to) throws IOException {
            super("torture-relay-" + name);
            setDaemon(true);
            this.from = from;
            this.to = to;
            // a side that is told of its end before this runs has no stream to give any more
            this.in = from.getInputStream();
            this.out = to.getOutputStream();
        }

        @Override
        public void run() {
            try {
                pass();
                to.shutdownOutput();
            } catch (IOException e) {
                // one side is gone: so is the other
                cut(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cut(true);
            } finally {
                gone.countDown();
                if (running.decrementAndGet() == 0) {
                    cut(false);
                }
            }
        }

        private void pass() throws IOException, InterruptedException {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                while (silent && !from.isClosed()) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                }
                int delayMs = relay.delayMs();
                if (delayMs > 0) {
                    TimeUnit.MILLISECONDS.sleep(delayMs);
                }
                int now = left;
                if (now < 0 || now > read) {
                    out.write(buffer, 0, read);
                    left = now < 0 ? now : now - read;
                } else {
                    out.write(buffer, 0, now);
                    out.flush();
                    cut(abruptly);
                    return;
                }
            }
        }
    }
}
