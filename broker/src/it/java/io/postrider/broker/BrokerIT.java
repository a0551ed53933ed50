package io.postrider.broker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.broker.net.TestCertificate;
import io.postrider.broker.net.TestClient;
import io.postrider.broker.security.Role;
import io.postrider.broker.security.UsersFile;
import io.postrider.broker.store.LoadedState;
import io.postrider.broker.store.RocksStore;
import io.postrider.broker.store.StoreException;
import io.postrider.broker.store.StoreSettings;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.Connected;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Inspect;
import io.postrider.transport.frame.Inspected;
import io.postrider.transport.frame.OpenProducer;
import io.postrider.transport.frame.OpenSession;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SetClientId;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.net.TlsClientOptions;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole broker, spoken to in frames. */
@Timeout(120)
class BrokerIT {
    private static final DestinationName ORDERS = DestinationName.queue("orders");
    private static final DestinationName PRICES = DestinationName.topic("prices");

    @TempDir
    Path folder;

    private Broker broker;
    private TestClient client;

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void a_client_is_told_the_limits_that_were_set() throws Exception {
        start("heartbeatMs", "7 s", "messageBytesMax", "5 MiB", "frameBytesMax", "2 MiB", "sessionRetentionMs", "90 s", "unacknowledgedMax", "77",
                "connectionCreditBytes", "64 KiB");

        assertEquals(broker.config().limits(), connect().limits());
    }

    @Test
    void a_store_has_one_node_id_and_each_start_a_boot_id() throws Exception {
        start();
        Connected first = connect();
        restart();
        Connected second = connect();

        assertEquals(first.nodeId(), second.nodeId());
        assertEquals(broker.nodeId(), second.nodeId());
        assertNotEquals(first.bootId(), second.bootId());
    }

    @Test
    void a_persistent_message_outlives_the_broker() throws Exception {
        start();
        connect();
        long session = openSession();
        client.send(send(session, 1, new byte[] {1, 2, 3}));
        awaitFrame(Confirmed.class);
        restart();
        connect();
        consume(openSession());

        Deliver delivery = awaitFrame(Deliver.class);
        assertEquals(false, delivery.redelivered());
        assertEquals(3, delivery.message().bodyLength());
    }

    @Test
    void what_a_durable_subscription_missed_outlives_the_broker() throws Exception {
        start();
        connect();
        subscribe(openSession());
        reconnect();
        client.anonymous();
        client.expect(Connected.class);
        long session = openSession();
        client.send(send(session, PRICES, 1, new byte[] {1}));
        client.send(send(session, PRICES, 2, new byte[] {1, 2}));
        while (awaitFrame(Confirmed.class).upTo() < 2) {
            // the other one follows
        }
        restart();
        connect();
        subscribe(openSession());

        assertEquals(1, awaitFrame(Deliver.class).message().bodyLength());
        assertEquals(2, awaitFrame(Deliver.class).message().bodyLength());
    }

    @Test
    void a_large_body_comes_back_as_it_was_sent() throws Exception {
        start();
        connect();
        long session = openSession();
        byte[] body = new byte[3_000_000];
        new Random(7).nextBytes(body);
        for (int at = 0; at < body.length; at += Chunk.BYTES_MAX) {
            int end = Math.min(body.length, at + Chunk.BYTES_MAX);
            client.send(new Chunk(5, end == body.length, Arrays.copyOfRange(body, at, end)));
        }
        client.send(new Send(session, Series.PERSISTENT, 1, 0, ORDERS, true, 4, 0, 0, 5,
                WireMessage.withBodyApart(header(session, 1), Properties.NONE, BodyKind.BYTES, body.length)));
        awaitFrame(Confirmed.class);
        consume(session);

        assertEquals(body.length, awaitFrame(Deliver.class).message().bodyLength());
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        Chunk chunk;
        do {
            chunk = awaitFrame(Chunk.class);
            received.writeBytes(chunk.bytes());
        } while (!chunk.last());
        assertArrayEquals(body, received.toByteArray());
    }

    @Test
    void its_state_can_be_inspected() throws Exception {
        start();
        connect();
        long session = openSession();
        client.send(send(session, 1, new byte[0]));
        awaitFrame(Confirmed.class);
        client.send(new Inspect(9, "status"));

        String json = awaitFrame(Inspected.class).json();
        assertTrue(json.contains("\"nodeId\":\"" + broker.nodeId() + "\""), json);
        assertTrue(json.contains("\"kind\":\"queue\",\"name\":\"orders\",\"depth\":1"), json);
    }

    @Test
    void a_queue_that_is_looked_up_is_not_made_by_it() throws Exception {
        start();
        connect();
        client.send(new Inspect(1, "queue orders"));
        assertEquals("{\"name\":\"orders\",\"exists\":false}", awaitFrame(Inspected.class).json());
        long session = openSession();
        client.send(send(session, 1, new byte[0]));
        awaitFrame(Confirmed.class);
        client.send(new Inspect(2, "queue orders"));
        assertEquals("{\"name\":\"orders\",\"exists\":true}", awaitFrame(Inspected.class).json());
        client.send(new Inspect(3, "queue other"));
        client.send(new Inspect(4, "status"));
        awaitFrame(Inspected.class);
        String status = awaitFrame(Inspected.class).json();
        assertTrue(status.contains("\"orders\"") && !status.contains("\"other\""), status);
    }

    @Test
    void an_orderly_stop_tells_clients_and_leaves_nothing_to_repeat() throws Exception {
        start();
        connect();
        broker.close();
        broker.close();

        assertTrue(client.expectClose(ErrorCode.SHUTTING_DOWN).detail().startsWith("the broker is stopping"));
        try (RocksStore store = RocksStore.open(StoreSettings.of(folder.resolve("data")))) {
            LoadedState loaded = store.load();
            assertTrue(loaded.cleanStop());
            assertEquals(0, loaded.lostWriteSets());
        }
    }

    @Test
    void a_failure_cuts_connections_and_is_told_once() throws Exception {
        CompletableFuture<Throwable> fatal = new CompletableFuture<>();
        broker = Broker.start(config(), fatal::complete);
        connect();
        StoreException failure = new StoreException("the disk is gone");

        broker.fail(failure);
        broker.fail(new StoreException("and again"));
        client.send(new Inspect(1, "status"));

        client.expectClose(ErrorCode.SHUTTING_DOWN);
        assertEquals(failure, fatal.get(10, TimeUnit.SECONDS));
    }

    @Test
    void destinations_are_not_created_by_use_if_they_may_not() throws Exception {
        start("createDestinations", "false");
        connect();
        client.send(new OpenProducer(1, openSession(), ORDERS));

        assertEquals(ErrorCode.DESTINATION_UNKNOWN, awaitFrame(Failure.class).code());
    }

    @Test
    void sends_are_refused_below_the_disk_reserve() throws Exception {
        start("diskReserveBytes", "1000 TiB");
        connect();
        client.send(send(openSession(), 1, new byte[0]));

        Refused refused = awaitFrame(Refused.class);
        assertEquals(ErrorCode.DISK_FULL, refused.code());
        assertTrue(refused.detail().contains(folder.resolve("data").toString()), refused.detail());
    }

    @Test
    void a_connection_above_the_bound_is_told_so() throws Exception {
        start("connectionsMax", "1");
        connect();
        try (TestClient second = new TestClient(broker.port())) {
            second.expectClose(ErrorCode.TOO_MANY_CONNECTIONS);
        }
    }

    @Test
    void a_client_that_says_nothing_is_closed_after_the_handshake_timeout() throws Exception {
        start("handshakeTimeoutMs", "200");
        client = new TestClient(broker.port());

        client.expectClose(ErrorCode.HANDSHAKE_TIMEOUT);
    }

    @Test
    void credentials_can_be_required_on_loopback() throws Exception {
        users("users").add("ann", "secret", Role.USER);
        start("requireCredentials", "true", "users", folder.resolve("users").toString());
        client = new TestClient(broker.port());
        client.anonymous();
        client.expectClose(ErrorCode.MECHANISM_REFUSED);

        reconnect();
        client.scram("ann", "secret");
        client.expect(Connected.class);
    }

    @Test
    void tls_is_spoken_if_there_is_a_certificate() throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        users("data/conf/users").add("ann", "secret", Role.USER);
        start("tlsCertificate", certificate.certificate().toString(), "tlsKey", certificate.key().toString());
        client = new TestClient(broker.port(), new TlsClientOptions(certificate.certificate(), true));

        client.plain("ann", "secret");

        client.expect(Connected.class);
    }

    @Test
    void a_client_certificate_is_required_if_there_is_a_ca() throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        start("tlsCertificate", certificate.certificate().toString(), "tlsKey", certificate.key().toString(),
                "tlsClientCa", certificate.certificate().toString());
        client = new TestClient(broker.port(), new TlsClientOptions(certificate.certificate(), true, certificate.certificate(), certificate.key()));
        client.anonymous();
        client.expect(Connected.class);
        client.close();

        // with TLS 1.3 the client's side of the handshake is over before the broker has looked at the certificate
        client = new TestClient(broker.port(), new TlsClientOptions(certificate.certificate(), true));
        client.anonymous();
        client.expectLost();
    }

    @Test
    void beyond_loopback_without_a_user_it_does_not_start() throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);

        StartException refused = assertThrows(StartException.class, () -> start("host", "0.0.0.0",
                "tlsCertificate", certificate.certificate().toString(), "tlsKey", certificate.key().toString()));

        assertEquals("Clients of 0.0.0.0 need a user name, but there is no user in " + folder.resolve("data/conf/users")
                + ". Add one with the command postrider user add, or listen on 127.0.0.1 only; set insecure to true if everybody who can reach this"
                + " machine may use the broker.", refused.getMessage());
    }

    @Test
    void beyond_loopback_it_starts_insecure_if_it_is_told_to() throws Exception {
        start("host", "0.0.0.0", "insecure", "true");

        connect();
    }

    @Test
    void a_port_in_use_is_named() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StartException refused = assertThrows(StartException.class, () -> start("port", Integer.toString(other.getLocalPort())));

            assertEquals("cannot listen on 127.0.0.1:" + other.getLocalPort()
                    + ": another process listens there; stop it or choose another port (0 = a free one)", refused.getMessage());
        }
        start();
    }

    @Test
    void a_data_folder_in_use_is_named() throws Exception {
        start();

        StartException refused = assertThrows(StartException.class, () -> Broker.start(config()));

        assertTrue(refused.getMessage().contains(folder.resolve("data").toString()), refused.getMessage());
    }

    @Test
    void a_data_folder_that_is_a_file_is_refused() throws Exception {
        Files.writeString(folder.resolve("data"), "");

        StartException refused = assertThrows(StartException.class, () -> start("users", folder.resolve("users").toString()));

        assertTrue(refused.getMessage().startsWith("The data folder " + folder.resolve("data") + " is a file."), refused.getMessage());
    }

    @Test
    void a_data_folder_of_a_newer_broker_is_refused() throws Exception {
        start();
        broker.close();
        Files.writeString(folder.resolve("data").resolve("format"), "postrider store format 99\n");

        StartException refused = assertThrows(StartException.class, this::start);

        assertTrue(refused.getMessage().contains("has store format 99"), refused.getMessage());
    }

    @Test
    void a_certificate_that_is_none_is_named_and_the_folder_is_free_again() throws Exception {
        Path nonsense = Files.writeString(folder.resolve("broker.pem"), "nonsense");

        StartException refused = assertThrows(StartException.class, () -> start("tlsCertificate", nonsense.toString(), "tlsKey", nonsense.toString()));

        assertTrue(refused.getMessage().contains(nonsense.toString()), refused.getMessage());
        start();
    }

    @Test
    void a_damaged_users_file_keeps_it_from_starting() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "nonsense");

        StartException refused = assertThrows(StartException.class, () -> start("users", users.toString()));

        assertTrue(refused.getMessage().startsWith("the file " + users + " is no file of users"), refused.getMessage());
    }

    private BrokerConfig config(String... settings) {
        Map<String, String> given = new HashMap<>(Map.of("data", folder.resolve("data").toString(), "port", "0", "diskReserveBytes", "0"));
        for (int i = 0; i < settings.length; i += 2) {
            given.put(settings[i], settings[i + 1]);
        }
        return BrokerConfig.of(given);
    }

    private void start(String... settings) {
        broker = Broker.start(config(settings));
    }

    private void restart() {
        client.close();
        broker.close();
        start();
    }

    private UsersFile users(String name) {
        return new UsersFile(folder.resolve(name), new SecureRandom());
    }

    private void reconnect() throws Exception {
        client.close();
        client = new TestClient(broker.port());
    }

    private Connected connect() throws Exception {
        client = new TestClient(broker.port());
        client.anonymous();
        return client.expect(Connected.class);
    }

    private long openSession() throws Exception {
        client.send(new OpenSession(100, AcknowledgeMode.AUTO));
        return awaitFrame(Done.class).value();
    }

    private void consume(long session) throws Exception {
        client.send(new CreateConsumer(101, session, 1, ORDERS, SubscriptionKind.QUEUE, null, null, false));
        client.send(new Credit(1, 10, 1 << 20));
    }

    private void subscribe(long session) throws Exception {
        client.send(new SetClientId(103, "client"));
        client.send(new CreateConsumer(102, session, 1, PRICES, SubscriptionKind.DURABLE, "all", null, false));
        client.send(new Credit(1, 10, 1 << 20));
        assertEquals(103, awaitFrame(Done.class).requestId());
        assertEquals(102, awaitFrame(Done.class).requestId());
    }

    private static Send send(long session, long number, byte[] body) {
        return send(session, ORDERS, number, body);
    }

    private static Send send(long session, DestinationName to, long number, byte[] body) {
        return new Send(session, Series.PERSISTENT, number, 0, to, true, 4, 0, 0, 0,
                WireMessage.of(header(session, number), Properties.NONE, BodyKind.BYTES, body));
    }

    private static Header header(long session, long number) {
        return new Header(session, number, 0, 0, 0, null, null, null);
    }

    /** Passes over credit and whatever else comes before. */
    private <F extends Frame> F awaitFrame(Class<F> type) throws InterruptedException {
        Frame frame = client.expectAny();
        while (!type.isInstance(frame)) {
            frame = client.expectAny();
        }
        return type.cast(frame);
    }
}
