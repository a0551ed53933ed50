package io.postrider.torture.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes through a relay to a server that only accepts. */
@Timeout(60)
class RelayTest {
    private static final int WAIT_MS = 10_000;

    private ServerSocket server;
    private Relay relay;
    private Socket client;
    private Socket accepted;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        relay = new Relay();
        relay.to(server.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), relay.port());
        accepted = server.accept();
        accepted.setSoTimeout(WAIT_MS);
        client.setSoTimeout(WAIT_MS);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        accepted.close();
        relay.close();
        server.close();
    }

    /** It is known to the relay a moment after it was accepted here. */
    private RelayedConnection connection() throws InterruptedException {
        for (int i = 0; i < WAIT_MS && relay.connection(0) == null; i++) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return relay.connection(0);
    }

    @Test
    void bytes_pass_both_ways_and_so_does_an_end() throws IOException {
        client.getOutputStream().write(new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, accepted.getInputStream().readNBytes(3));
        accepted.getOutputStream().write(new byte[] {4});
        assertEquals(4, client.getInputStream().read());
        client.shutdownOutput();
        assertEquals(-1, accepted.getInputStream().read());
    }

    @Test
    void a_cut_comes_after_exactly_that_many_bytes() throws Exception {
        RelayedConnection connection = connection();
        assertNotNull(connection);
        connection.cutAfter(true, 5, false);
        client.getOutputStream().write(new byte[] {1, 2, 3});
        client.getOutputStream().write(new byte[] {4, 5, 6, 7});
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, accepted.getInputStream().readAllBytes());
        assertTrue(connection.awaitEnd(WAIT_MS));
        assertEquals(null, relay.connection(0));
    }

    @Test
    void half_of_a_connection_falls_silent_and_the_other_half_goes_on() throws Exception {
        connection().halve(true, false);
        client.getOutputStream().write(1);
        accepted.getOutputStream().write(2);
        assertEquals(2, client.getInputStream().read());
        accepted.setSoTimeout(100);
        assertThrows(SocketTimeoutException.class, () -> accepted.getInputStream().read());
    }

    @Test
    void half_of_a_connection_ends_and_the_other_half_goes_on() throws Exception {
        connection().halve(true, true);
        assertEquals(-1, accepted.getInputStream().read());
        accepted.getOutputStream().write(2);
        assertEquals(2, client.getInputStream().read());
    }

    @Test
    void a_new_connection_goes_where_the_broker_is_now() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            relay.to(other.getLocalPort());
            try (Socket next = new Socket(InetAddress.getLoopbackAddress(), relay.port()); Socket there = other.accept()) {
                next.getOutputStream().write(7);
                there.setSoTimeout(WAIT_MS);
                assertEquals(7, there.getInputStream().read());
            }
        }
    }
}
