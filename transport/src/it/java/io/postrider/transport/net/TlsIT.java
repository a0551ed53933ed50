package io.postrider.transport.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.NoLeaks;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.ErrorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** TLS with certificates made for the run. */
@Timeout(120)
@ExtendWith(NoLeaks.class)
class TlsIT {
    private static final int TIMEOUT_MS = 20_000;

    @TempDir
    static Path folder;
    private static TestCertificates broker;
    private static TestCertificates stranger;
    private static TestCertificates client;

    private final BlockingQueue<Link> accepted = new LinkedBlockingQueue<>();
    private final RecordingHandler server = new RecordingHandler();
    private final List<AutoCloseable> closeables = new ArrayList<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        broker = TestCertificates.make(folder, "broker", "RSA", "ip:127.0.0.1");
        stranger = TestCertificates.make(folder, "stranger", "EC", "dns:elsewhere.example");
        client = TestCertificates.make(folder, "client", "EC", "dns:client.example");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = closeables.size() - 1; i >= 0; i--) {
            closeables.get(i).close();
        }
    }

    @Test
    void framesGoBothWaysAndAreEncrypted() throws Exception {
        Listener listener = listen(tls(broker, null));
        RecordingHandler handler = new RecordingHandler();
        Link link = dial(listener, new TlsClientOptions(broker.certificate(), true), handler);
        Link other = accepted();
        assertTrue(link.isEncrypted() && other.isEncrypted());
        link.authenticated(1 << 20);
        other.authenticated(1 << 20);
        for (int i = 0; i < 40; i++) {
            link.send(new Chunk(i, true, new byte[Chunk.BYTES_MAX]));
            other.send(new Chunk(i, true, new byte[Chunk.BYTES_MAX]));
        }
        for (int i = 0; i < 40; i++) {
            assertEquals(i, ((Chunk) server.nextFrame()).stream());
            assertEquals(i, ((Chunk) handler.nextFrame()).stream());
        }
    }

    @Test
    void theReasonReachesThePeerUnderTlsToo() throws Exception {
        Listener listener = listen(tls(broker, null));
        RecordingHandler handler = new RecordingHandler();
        Link link = dial(listener, new TlsClientOptions(broker.certificate(), true), handler);
        link.send(new CommitTx(1, 2, 3));
        assertEquals(new CommitTx(1, 2, 3), server.nextFrame());
        long before = System.nanoTime();
        accepted().close(ErrorCode.STORE_FAILED, "the disk is broken");
        assertEquals(new Close(ErrorCode.STORE_FAILED, "the disk is broken"), handler.nextFrame());
        assertEquals(ErrorCode.STORE_FAILED, handler.closed().code());
        assertEquals(ErrorCode.STORE_FAILED, server.closed().code());
        assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(4), "both sides close without waiting for their bound");
    }

    @Test
    void aCertificateThatNobodyTrustsIsNamed() throws Exception {
        Listener listener = listen(tls(broker, null));
        String message = failure(listener, new TlsClientOptions(stranger.certificate(), true));
        assertTrue(message.startsWith("no TLS with 127.0.0.1:" + listener.port() + ": the broker's certificate is not trusted by " + stranger.certificate()), message);
        String byDefault = failure(listener, new TlsClientOptions(null, true));
        assertTrue(byDefault.contains("is not trusted by the JVM's trusted certificates"), byDefault);
    }

    @Test
    void aCertificateOfAnotherHostIsNamedUnlessNobodyAsks() throws Exception {
        Listener listener = listen(tls(stranger, null));
        String message = failure(listener, new TlsClientOptions(stranger.certificate(), true));
        assertTrue(message.startsWith("no TLS with 127.0.0.1:" + listener.port() + ": the broker's certificate is not for this host ("), message);
        assertTrue(dial(listener, new TlsClientOptions(stranger.certificate(), false), new RecordingHandler()).isEncrypted());
    }

    @Test
    void aClientNeedsACertificateWhereTheBrokerAsksForOne() throws Exception {
        Listener listener = listen(tls(broker, client.certificate()));
        RecordingHandler good = new RecordingHandler();
        Link link = dial(listener, new TlsClientOptions(broker.certificate(), true, client.certificate(), client.key()), good);
        link.send(new CommitTx(1, 2, 3));
        assertEquals(new CommitTx(1, 2, 3), server.nextFrame());
        assertEquals(1, accepted.size());

        // in TLS 1.3 the client believes in the handshake before the broker has judged its certificate
        RecordingHandler without = new RecordingHandler();
        try {
            dial(listener, new TlsClientOptions(broker.certificate(), true), without);
            assertEquals(ErrorCode.LINK_LOST, without.closed().code());
        } catch (ExecutionException e) {
            assertInstanceOf(IOException.class, e.getCause());
        }
        assertEquals(1, accepted.size());
        assertThrows(IllegalArgumentException.class, () -> new TlsClientOptions(null, true, client.certificate(), null));
    }

    @Test
    void aPortWithoutTlsIsNamed() throws Exception {
        Listener listener = listen(null);
        String message = failure(listener, new TlsClientOptions(broker.certificate(), true));
        assertTrue(message.startsWith("no TLS with 127.0.0.1:" + listener.port() + ": "), message);
    }

    @Test
    void aClientWithoutTlsIsToldThatThePortSpeaksIt() throws Exception {
        Listener listener = listen(tls(broker, null));
        Dialer dialer = new Dialer();
        closeables.add(dialer);
        RecordingHandler handler = new RecordingHandler();
        Link link = RecordingHandler.await(dialer.dial(new DialOptions("127.0.0.1", listener.port(), TIMEOUT_MS, null, () -> 0), handler));
        link.send(new CommitTx(1, 2, 3));
        assertTrue(handler.closed().code() != ErrorCode.NORMAL);
        assertEquals(0, accepted.size());
    }

    @Test
    void aStrangerThatNeverStartsTlsIsCutInTime() throws Exception {
        ListenerOptions options = new ListenerOptions("127.0.0.1", 0, tls(broker, null), 200, 10, 10, () -> 0);
        Listener listener = Listener.start(options, link -> server);
        closeables.add(listener);
        try (RawClient raw = new RawClient(listener.port())) {
            assertEquals(-1, raw.socket.getInputStream().read());
        }
    }

    @Test
    void eachFileThatCannotBeUsedIsNamedWithTheReason() throws Exception {
        Path missing = folder.resolve("missing.pem");
        Path text = Files.writeString(folder.resolve("text.pem"), "hello\n");
        Path damaged = TestCertificates.pem(folder.resolve("damaged.pem"), "CERTIFICATE", new byte[] {1, 2, 3});
        Path damagedKey = TestCertificates.pem(folder.resolve("damaged-key.pem"), "PRIVATE KEY", new byte[] {1, 2, 3});
        Path rsaForm = TestCertificates.pem(folder.resolve("rsa-key.pem"), "RSA PRIVATE KEY", new byte[] {1, 2, 3});
        Path encrypted = TestCertificates.pem(folder.resolve("encrypted-key.pem"), "ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3});
        TestCertificates another = TestCertificates.make(folder, "another", "RSA", "ip:127.0.0.1");

        assertEquals("the TLS certificate chain " + missing + " does not exist", refused(missing, broker.key(), null));
        assertEquals("the TLS certificate chain " + folder + " is a directory, expected a PEM file", refused(folder, broker.key(), null));
        assertEquals("the TLS certificate chain " + text + " has no line -----BEGIN CERTIFICATE-----; it must be a PEM file of certificates",
                refused(text, broker.key(), null));
        assertStartsWith("the TLS certificate chain " + damaged + " is damaged: ", refused(damaged, broker.key(), null));
        assertEquals("the TLS private key " + missing + " does not exist", refused(broker.certificate(), missing, null));
        assertEquals("the TLS private key " + text + " has no line -----BEGIN PRIVATE KEY-----; convert it with: openssl pkcs8 -topk8 -nocrypt",
                refused(broker.certificate(), text, null));
        assertStartsWith("the TLS private key " + rsaForm + " is not in PKCS#8; ", refused(broker.certificate(), rsaForm, null));
        assertStartsWith("the TLS private key " + encrypted + " is encrypted, ", refused(broker.certificate(), encrypted, null));
        assertStartsWith("the TLS private key " + damagedKey + " is damaged, or not the RSA key that ", refused(broker.certificate(), damagedKey, null));
        assertEquals("the TLS private key " + another.key() + " does not belong to the first certificate in " + broker.certificate(),
                refused(broker.certificate(), another.key(), null));
        assertStartsWith("the TLS private key " + client.key() + " is damaged, or not the RSA key that ", refused(broker.certificate(), client.key(), null));
        assertEquals("the TLS file of client certificates " + missing + " does not exist", refused(broker.certificate(), broker.key(), missing));

        Listener listener = listen(tls(broker, null));
        assertEquals("cannot dial 127.0.0.1:" + listener.port() + ": the TLS file of trusted certificates " + missing + " does not exist",
                failure(listener, new TlsClientOptions(missing, true)));
    }

    private static void assertStartsWith(String start, String message) {
        assertTrue(message.startsWith(start), message);
    }

    private static String refused(Path certificateChain, Path key, Path clientCertificates) {
        ListenerOptions options = new ListenerOptions("127.0.0.1", 0, new TlsServerOptions(certificateChain, key, clientCertificates), TIMEOUT_MS, 10, 10, () -> 0);
        return assertThrows(IOException.class, () -> Listener.start(options, link -> new RecordingHandler())).getMessage();
    }

    private static TlsServerOptions tls(TestCertificates certificates, Path clientCertificates) {
        return new TlsServerOptions(certificates.certificate(), certificates.key(), clientCertificates);
    }

    private Listener listen(TlsServerOptions tls) throws IOException {
        Listener listener = Listener.start(new ListenerOptions("127.0.0.1", 0, tls, TIMEOUT_MS, 10, 10, () -> 0), link -> {
            accepted.add(link);
            return server;
        });
        closeables.add(listener);
        return listener;
    }

    private Link accepted() throws InterruptedException {
        Link link = accepted.poll(20, TimeUnit.SECONDS);
        assertTrue(link != null, "no connection within 20 s");
        return link;
    }

    private Link dial(Listener listener, TlsClientOptions tls, RecordingHandler handler) throws Exception {
        Dialer dialer = new Dialer();
        closeables.add(dialer);
        return RecordingHandler.await(dialer.dial(new DialOptions("127.0.0.1", listener.port(), TIMEOUT_MS, tls, () -> 0), handler));
    }

    private String failure(Listener listener, TlsClientOptions tls) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> dial(listener, tls, new RecordingHandler()));
        return assertInstanceOf(IOException.class, failed.getCause()).getMessage();
    }
}
