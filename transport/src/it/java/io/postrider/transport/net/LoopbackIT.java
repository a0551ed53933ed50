package io.postrider.transport.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.Epoll;
import io.postrider.transport.NoLeaks;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Ping;
import io.postrider.transport.frame.Pong;
import io.postrider.transport.frame.SaslResponse;
import io.postrider.transport.frame.Series;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Listener, dialer and links over real sockets, once with epoll and once with NIO. */
@Timeout(120)
@ExtendWith(NoLeaks.class)
@ParameterizedClass
@EnumSource(SocketKind.class)
class LoopbackIT {
    private static final int FRAME_BYTES_MAX = 1 << 20;
    private static final int TIMEOUT_MS = 20_000;

    @Parameter
    SocketKind kind;

    private final BlockingQueue<Link> accepted = new LinkedBlockingQueue<>();
    private final List<RecordingHandler> serverHandlers = new ArrayList<>();
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private String propertyBefore;

    @BeforeEach
    void chooseSockets() {
        Assumptions.assumeTrue(kind == SocketKind.NIO || Epoll.isAvailable(), "this machine has no epoll");
        propertyBefore = System.getProperty(SocketKind.PROPERTY);
        System.setProperty(SocketKind.PROPERTY, kind.name().toLowerCase(java.util.Locale.ROOT));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = closeables.size() - 1; i >= 0; i--) {
            closeables.get(i).close();
        }
        if (propertyBefore == null) {
            System.clearProperty(SocketKind.PROPERTY);
        } else {
            System.setProperty(SocketKind.PROPERTY, propertyBefore);
        }
        synchronized (serverHandlers) {
            for (RecordingHandler handler : serverHandlers) {
                assertEquals(1, handler.closedCount.get(), "onClosed calls");
                assertEquals(0, handler.concurrentCalls.get(), "calls at the same time");
            }
        }
    }

    @Test
    void framesGoBothWays() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        RecordingHandler client = new RecordingHandler();
        Link link = dial(listener.port(), client);
        Link server = accepted();
        assertEquals(kind == SocketKind.EPOLL, Epoll.isAvailable() && SocketKind.choose() == SocketKind.EPOLL);
        link.send(new CommitTx(1, 2, 3));
        assertEquals(new CommitTx(1, 2, 3), handler(0).nextFrame());
        server.send(new Done(1, 0));
        assertEquals(new Done(1, 0), client.nextFrame());
        assertEquals("127.0.0.1:" + listener.port(), link.peer());
        assertFalse(link.isEncrypted() || server.isEncrypted());
    }

    @Test
    void framesOfEachThreadKeepTheirOrder() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        Link link = dial(listener.port(), new RecordingHandler());
        accepted().authenticated(FRAME_BYTES_MAX);
        int threads = 4;
        int each = 50_000;
        for (int thread = 0; thread < threads; thread++) {
            int number = thread;
            Thread sender = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    link.send(new Credit(number, i, 1));
                }
            }, "sender-" + thread);
            sender.start();
            closeables.add(sender::join);
        }
        int[] next = new int[threads];
        RecordingHandler server = handler(0);
        for (int i = 0; i < threads * each; i++) {
            Credit credit = (Credit) server.nextFrame();
            assertEquals(next[(int) credit.consumer()]++, credit.messages());
        }
        assertTrue(server.batches.get() < threads * each / 4, server.batches + " batches");
    }

    @Test
    void aBodyInChunksArrivesWhole() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        RecordingHandler client = new RecordingHandler();
        Link link = dial(listener.port(), client);
        link.authenticated(FRAME_BYTES_MAX);
        Link server = accepted();
        server.authenticated(FRAME_BYTES_MAX);
        byte[] bytes = new byte[Chunk.BYTES_MAX];
        for (int i = 0; i < 100; i++) {
            bytes[0] = (byte) i;
            server.send(new Chunk(1, i == 99, bytes.clone()));
        }
        for (int i = 0; i < 100; i++) {
            Chunk chunk = (Chunk) client.nextFrame();
            assertEquals(i, chunk.bytes()[0]);
            assertEquals(i == 99, chunk.last());
        }
    }

    @Test
    void aPeerThatDoesNotReadIsSeenInTheQueueAndItsReturnInOnWritable() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        try (RawClient raw = new RawClient(listener.port())) {
            Link server = accepted();
            server.authenticated(FRAME_BYTES_MAX);
            int frames = 600;
            for (int i = 0; i < frames; i++) {
                server.send(new Chunk(i, true, new byte[Chunk.BYTES_MAX]));
            }
            // far more than both socket buffers take
            assertTrue(server.queuedBytes() > Link.WRITABLE_BYTES * 10, server.queuedBytes() + " bytes queued");
            handler(0).writable.clear();
            for (int i = 0; i < frames; i++) {
                assertEquals(i, ((Chunk) raw.read()).stream());
            }
            assertEquals(server, handler(0).writable.poll(20, TimeUnit.SECONDS));
            assertTrue(server.queuedBytes() <= Link.WRITABLE_BYTES);
        }
        handler(0).closed();
    }

    @Test
    void theReasonOfTheBrokerReachesTheClient() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        RecordingHandler client = new RecordingHandler();
        dial(listener.port(), client);
        accepted().close(ErrorCode.STORE_FAILED, "the disk is broken");
        assertEquals(new Close(ErrorCode.STORE_FAILED, "the disk is broken"), client.nextFrame());
        assertEquals(new LinkClosed(ErrorCode.STORE_FAILED, "the disk is broken", null), client.closed());
        assertEquals(new LinkClosed(ErrorCode.STORE_FAILED, "the disk is broken", null), handler(0).closed());
        assertEquals(1, client.closedCount.get());
    }

    @Test
    void theReasonReachesAPeerThatIsBusySending() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        RecordingHandler client = new RecordingHandler();
        Link link = dial(listener.port(), client);
        Link server = accepted();
        server.authenticated(FRAME_BYTES_MAX);
        for (int i = 0; i < 200; i++) {
            link.send(new Chunk(i, true, new byte[Chunk.BYTES_MAX]));
        }
        handler(0).nextFrame();
        server.close(ErrorCode.SUPERSEDED, "resumed elsewhere");
        assertEquals(ErrorCode.SUPERSEDED, client.closed().code());
    }

    @Test
    void theClientsCloseArrivesBehindWhatItSent() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        Link link = dial(listener.port(), new RecordingHandler());
        accepted();
        for (int i = 0; i < 100; i++) {
            link.send(new CommitTx(i, 0, 0));
        }
        link.close(ErrorCode.NORMAL, "");
        for (int i = 0; i < 100; i++) {
            assertEquals(new CommitTx(i, 0, 0), handler(0).nextFrame());
        }
        assertEquals(new Close(ErrorCode.NORMAL, ""), handler(0).nextFrame());
        assertEquals(ErrorCode.NORMAL, handler(0).closed().code());
    }

    @Test
    void aBrokerCanStillAnswerAClientThatSaidClose() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        RecordingHandler client = new RecordingHandler();
        Link link = dial(listener.port(), client);
        Link server = accepted();
        link.send(new Close(ErrorCode.NORMAL, ""));
        assertEquals(new Close(ErrorCode.NORMAL, ""), handler(0).nextFrame());
        server.send(new Confirmed(1, Series.PERSISTENT, 9));
        server.close(ErrorCode.NORMAL, "");
        assertEquals(new Confirmed(1, Series.PERSISTENT, 9), client.nextFrame());
        assertEquals(new Close(ErrorCode.NORMAL, ""), client.nextFrame());
        assertEquals(ErrorCode.NORMAL, client.closed().code());
    }

    @Test
    void anAbortIsALostLinkToThePeer() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        RecordingHandler client = new RecordingHandler();
        dial(listener.port(), client);
        accepted().abort();
        assertEquals(ErrorCode.LINK_LOST, client.closed().code());
        assertEquals(ErrorCode.LINK_LOST, handler(0).closed().code());
    }

    @Test
    void aSilentPeerMissesTheHeartbeat() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        try (RawClient raw = new RawClient(listener.port())) {
            accepted().authenticated(FRAME_BYTES_MAX);
            link(0).heartbeat(50);
            Frame frame = raw.read();
            assertEquals(new Ping(0), frame);
            while (frame instanceof Ping) {
                frame = raw.read();
            }
            assertEquals(ErrorCode.HEARTBEAT_MISSED, assertInstanceOf(Close.class, frame).code());
            assertNull(raw.read());
            assertEquals(ErrorCode.HEARTBEAT_MISSED, handler(0).closed().code());
        }
    }

    @Test
    void twoIdleLinksKeepEachOtherAlive() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        RecordingHandler client = new RecordingHandler();
        Link link = dial(listener.port(), client);
        Link server = accepted();
        server.authenticated(FRAME_BYTES_MAX);
        link.heartbeat(100);
        server.heartbeat(100);
        for (int i = 0; i < 10; i++) {
            assertEquals(new Pong(0, 4_711), client.nextFrame());
        }
        assertTrue(link.isOpen() && server.isOpen());
    }

    @Test
    void aStrangerMaySend16KiBAndNotAByteMore() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        try (RawClient raw = new RawClient(listener.port())) {
            raw.write(new SaslResponse(new byte[10_000]));
            assertInstanceOf(SaslResponse.class, handler(0).nextFrame());
            raw.write(new SaslResponse(new byte[10_000]));
            Close close = assertInstanceOf(Close.class, raw.read());
            assertEquals(ErrorCode.FRAME_TOO_LARGE, close.code());
            assertEquals("a frame of 10003 bytes, more than is left of the 16384 bytes that may come before authentication", close.detail());
            assertNull(raw.read());
        }
        assertEquals(ErrorCode.FRAME_TOO_LARGE, handler(0).closed().code());
    }

    @Test
    void aStrangerThatSaysNothingIsClosed() throws Exception {
        Listener listener = listen(200, 10);
        try (RawClient raw = new RawClient(listener.port())) {
            assertEquals(new Close(ErrorCode.HANDSHAKE_TIMEOUT, "the handshake was not finished in 200 ms"), raw.read());
            assertNull(raw.read());
        }
        assertEquals(ErrorCode.HANDSHAKE_TIMEOUT, handler(0).closed().code());
    }

    @Test
    void aConnectionAboveTheBoundIsToldSo() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 1);
        RecordingHandler first = new RecordingHandler();
        Link link = dial(listener.port(), first);
        accepted();
        RecordingHandler second = new RecordingHandler();
        dial(listener.port(), second);
        assertEquals(ErrorCode.TOO_MANY_CONNECTIONS, second.closed().code());
        assertTrue(link.isOpen());
        assertEquals(1, serverHandlers.size());
        link.close(ErrorCode.NORMAL, "");
        handler(0).closed();
        first.closed();
    }

    @Test
    void closingTheListenerTellsEachClient() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        RecordingHandler one = new RecordingHandler();
        RecordingHandler two = new RecordingHandler();
        dial(listener.port(), one);
        dial(listener.port(), two);
        accepted();
        accepted();
        listener.close();
        listener.close();
        assertEquals(ErrorCode.SHUTTING_DOWN, one.closed().code());
        assertEquals(ErrorCode.SHUTTING_DOWN, two.closed().code());
        assertTrue(failure(listener.port()).startsWith("nothing listens on 127.0.0.1:" + listener.port() + " (connection refused)"));
    }

    @Test
    void closingTheDialerTellsTheBroker() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        Dialer dialer = new Dialer();
        RecordingHandler client = new RecordingHandler();
        RecordingHandler.await(dialer.dial(options(listener.port()), client));
        accepted();
        dialer.close();
        dialer.close();
        assertEquals(ErrorCode.NORMAL, handler(0).closed().code());
        assertEquals(ErrorCode.NORMAL, client.closed().code());
        ExecutionException refused = assertThrows(ExecutionException.class, () -> dialer.dial(options(listener.port()), client).get(20, TimeUnit.SECONDS));
        assertTrue(refused.getCause().getMessage().contains("the dialer is closed"), refused.getCause().getMessage());
    }

    @Test
    void aPortInUseIsNamedWithWhatToDo() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        ListenerOptions same = new ListenerOptions("127.0.0.1", listener.port(), null, TIMEOUT_MS, 10, 10, () -> 0);
        assertEquals("cannot listen on 127.0.0.1:" + listener.port() + ": another process listens there; stop it or choose another port (0 = a free one)",
                assertThrows(IOException.class, () -> Listener.start(same, link -> new RecordingHandler())).getMessage());
        ListenerOptions elsewhere = new ListenerOptions("192.0.2.1", 0, null, TIMEOUT_MS, 10, 10, () -> 0);
        assertEquals("cannot listen on 192.0.2.1:0: this machine does not have that address; use one of its own, or 0.0.0.0 for all",
                assertThrows(IOException.class, () -> Listener.start(elsewhere, link -> new RecordingHandler())).getMessage());
        ListenerOptions unknown = new ListenerOptions("no.such.host.invalid", 0, null, TIMEOUT_MS, 10, 10, () -> 0);
        assertEquals("cannot listen on no.such.host.invalid:0: the host name is not known; use a name or an address of this machine",
                assertThrows(IOException.class, () -> Listener.start(unknown, link -> new RecordingHandler())).getMessage());
    }

    @Test
    void aHostThatIsNotKnownIsNamed() {
        assertTrue(failure(new DialOptions("no.such.host.invalid", 7337, TIMEOUT_MS, null, () -> 0))
                .equals("cannot dial no.such.host.invalid:7337: the host name is not known"));
    }

    @Test
    void aServerThatDoesNotAcceptEndsInATimeout() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // TLS that is never answered: the connection stands, the handshake does not
            DialOptions options = new DialOptions("127.0.0.1", full.getLocalPort(), 300, new TlsClientOptions(null, true), () -> 0);
            String message = failure(options);
            assertTrue(message.contains("within 300 ms") || message.contains("timed out"), message);
        }
    }

    @Test
    void aDialThatIsGivenUpLeavesNoLink() throws Exception {
        Listener listener = listen(TIMEOUT_MS, 10);
        Dialer dialer = new Dialer();
        closeables.add(dialer);
        RecordingHandler client = new RecordingHandler();
        CompletableFuture<Link> dial = dialer.dial(options(listener.port()), client);
        boolean cancelled = dial.cancel(false);
        if (cancelled) {
            assertEquals(0, client.closedCount.get());
        } else {
            dial.join().abort();
            client.closed();
        }
    }

    private Listener listen(int handshakeTimeoutMs, int connectionsMax) throws IOException {
        ListenerOptions options = new ListenerOptions("127.0.0.1", 0, null, handshakeTimeoutMs, 128, connectionsMax, () -> 4_711);
        Listener listener = Listener.start(options, link -> {
            RecordingHandler handler = new RecordingHandler();
            synchronized (serverHandlers) {
                serverHandlers.add(handler);
                serverHandlers.notifyAll();
            }
            links.add(link);
            accepted.add(link);
            return handler;
        });
        closeables.add(listener);
        return listener;
    }

    private final List<Link> links = java.util.Collections.synchronizedList(new ArrayList<>());

    private Link link(int index) {
        return links.get(index);
    }

    private RecordingHandler handler(int index) throws InterruptedException {
        synchronized (serverHandlers) {
            while (serverHandlers.size() <= index) {
                serverHandlers.wait(TIMEOUT_MS);
            }
            return serverHandlers.get(index);
        }
    }

    private Link accepted() throws InterruptedException {
        Link link = accepted.poll(20, TimeUnit.SECONDS);
        assertTrue(link != null, "no connection within 20 s");
        return link;
    }

    private static DialOptions options(int port) {
        return new DialOptions("127.0.0.1", port, TIMEOUT_MS, null, () -> 0);
    }

    private Link dial(int port, RecordingHandler handler) throws Exception {
        Dialer dialer = new Dialer();
        closeables.add(dialer);
        return RecordingHandler.await(dialer.dial(options(port), handler));
    }

    private String failure(int port) {
        return failure(options(port));
    }

    private String failure(DialOptions options) {
        Dialer dialer = new Dialer();
        closeables.add(dialer);
        ExecutionException failed = assertThrows(ExecutionException.class, () -> dialer.dial(options, new RecordingHandler()).get(20, TimeUnit.SECONDS));
        return assertInstanceOf(IOException.class, failed.getCause()).getMessage();
    }
}
