package io.postrider.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.Connect;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Ping;
import io.postrider.transport.frame.Pong;
import io.postrider.transport.frame.SaslChallenge;
import io.postrider.transport.frame.SaslResponse;
import io.postrider.transport.net.DialOptions;
import io.postrider.transport.net.Dialer;
import io.postrider.transport.net.Link;
import io.postrider.transport.net.LinkClosed;
import io.postrider.transport.net.LinkHandler;
import io.postrider.transport.net.TlsClientOptions;
import io.postrider.transport.sasl.Plain;
import io.postrider.transport.sasl.SaslException;
import io.postrider.transport.sasl.ScramSha256Client;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that says what a test tells it to, over a real socket. */
public final class TestClient implements LinkHandler, AutoCloseable {
    private final Dialer dialer = new Dialer();
    private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Link link;

    public TestClient(int port) throws Exception {
        this(port, null);
    }

    public TestClient(int port, TlsClientOptions tls) throws Exception {
        link = dialer.dial(new DialOptions("localhost", port, 10_000, tls, () -> 0), this).get(10, TimeUnit.SECONDS);
        link.authenticated(1 << 20);
    }

    public Link link() {
        return link;
    }

    public void send(Frame frame) {
        link.send(frame);
    }

    /** When this returns, the broker has dealt with every frame that was sent before. */
    public void sendAndSettle(Frame... frames) throws InterruptedException {
        for (Frame frame : frames) {
            link.send(frame);
        }
        link.send(new Ping(7));
        assertEquals(7, expect(Pong.class).nonce());
    }

    public <F extends Frame> F expect(Class<F> type) throws InterruptedException {
        Frame frame = received.poll(10, TimeUnit.SECONDS);
        assertNotNull(frame, "nothing came, expected " + type.getSimpleName());
        assertEquals(type, frame.getClass(), frame::toString);
        return type.cast(frame);
    }

    public Frame expectAny() throws InterruptedException {
        Frame frame = received.poll(10, TimeUnit.SECONDS);
        assertNotNull(frame, "nothing came");
        return frame;
    }

    /** The broker says why and closes. */
    public Close expectClose(ErrorCode code) throws InterruptedException {
        Close close = expect(Close.class);
        assertEquals(code, close.code(), close::detail);
        assertEquals(true, closed.await(10, TimeUnit.SECONDS), "the broker did not close");
        return close;
    }

    /** The link ends and nothing comes. */
    public void expectLost() throws InterruptedException {
        assertEquals(true, closed.await(10, TimeUnit.SECONDS), "the broker did not close");
        assertEquals(null, received.peek());
    }

    public void connect(String mechanism, byte[] response) {
        send(new Connect(1, 1, 0, "test client", mechanism, response));
    }

    public void anonymous() {
        connect("ANONYMOUS", new byte[0]);
    }

    public void plain(String user, String password) throws SaslException {
        connect("PLAIN", Plain.of(user, password).encode());
    }

    public ScramSha256Client scram(String user, String password) throws Exception {
        ScramSha256Client scram = new ScramSha256Client(user, password);
        connect("SCRAM-SHA-256", scram.initial());
        send(new SaslResponse(scram.respond(expect(SaslChallenge.class).data())));
        return scram;
    }

    @Override
    public void onFrame(Link from, Frame frame) {
        received.add(frame);
    }

    @Override
    public void onBatchEnd(Link from) {
        // a test looks at frames one by one
    }

    @Override
    public void onClosed(Link from, LinkClosed reason) {
        closed.countDown();
    }

    @Override
    public void close() {
        link.abort();
        dialer.close();
    }
}
