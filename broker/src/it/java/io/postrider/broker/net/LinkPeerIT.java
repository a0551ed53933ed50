package io.postrider.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.broker.core.Command;
import io.postrider.broker.core.Peer;
import io.postrider.broker.security.UsersFile;
import io.postrider.broker.store.StoreException;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Inspected;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LinkPeerIT {
    private static final int PART = Chunk.BYTES_MAX;

    @TempDir
    Path folder;

    private final ExecutorService readers = Executors.newSingleThreadExecutor();
    private final AtomicInteger partsRead = new AtomicInteger();
    private final AtomicLong queuedBytesMax = new AtomicLong();
    private final Queue<Integer> readersBusy = new ConcurrentLinkedQueue<>();
    private TestBroker broker;
    private TestClient client;
    private volatile Peer peer;

    /** Each part of body n is filled with n, but for body 9, which has only two parts. */
    private final BodySource bodies = new BodySource() {
        @Override
        public byte[] readChunk(long body, int index) {
            if (body == 9 && index >= 2) {
                throw new StoreException("chunk " + index + " of body 9 is not in the store");
            }
            partsRead.incrementAndGet();
            queuedBytesMax.accumulateAndGet(peer.queuedBytes(), Math::max);
            byte[] part = new byte[PART];
            Arrays.fill(part, (byte) body);
            return part;
        }

        @Override
        public boolean execute(Runnable task) {
            if (readersBusy.poll() != null) {
                return false;
            }
            readers.execute(task);
            return true;
        }
    };

    @BeforeEach
    void an_attached_client() throws Exception {
        TestBroker.Setup setup = new TestBroker.Setup(new UsersFile(folder.resolve("users"), new SecureRandom()));
        setup.bodies = bodies;
        broker = setup.start();
        client = new TestClient(broker.port());
        client.anonymous();
        peer = broker.expect(Command.Attach.class).peer();
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
        readers.shutdownNow();
    }

    @Test
    void a_body_follows_its_delivery_part_by_part() throws Exception {
        peer.sendWithBody(delivery(7, 3 * PART), 7);

        assertEquals(7, client.expect(Deliver.class).bodyStream());
        for (int part = 0; part < 3; part++) {
            Chunk chunk = client.expect(Chunk.class);
            assertEquals(7, chunk.stream());
            assertEquals(7, chunk.bytes()[0]);
            assertEquals(part == 2, chunk.last());
        }
    }

    @Test
    void bodies_take_turns_and_small_frames_pass_them() throws Exception {
        int parts = 200;
        peer.sendWithBody(delivery(1, (long) parts * PART), 1);
        peer.sendWithBody(delivery(2, (long) parts * PART), 2);
        peer.send(new Done(3, 0));

        Map<Long, Integer> partsUntilDone = new HashMap<>();
        Map<Long, Integer> partsOf = new HashMap<>();
        List<Long> ended = new ArrayList<>();
        boolean done = false;
        while (ended.size() < 2) {
            Frame frame = client.expectAny();
            if (frame instanceof Chunk chunk) {
                partsOf.merge(chunk.stream(), 1, Integer::sum);
                if (chunk.last()) {
                    ended.add(chunk.stream());
                }
            } else if (frame instanceof Done) {
                done = true;
                partsUntilDone.putAll(partsOf);
            }
        }
        assertTrue(done);
        assertTrue(partsUntilDone.getOrDefault(1L, 0) < parts / 2, () -> "parts before the small frame: " + partsUntilDone);
        assertEquals(Map.of(1L, parts, 2L, parts), partsOf);
    }

    @Test
    void a_body_that_is_gone_ends_short() throws Exception {
        peer.sendWithBody(delivery(9, 5 * PART), 9);

        client.expect(Deliver.class);
        assertEquals(PART, client.expect(Chunk.class).bytes().length);
        assertEquals(PART, client.expect(Chunk.class).bytes().length);
        Chunk end = client.expect(Chunk.class);
        assertTrue(end.last());
        assertEquals(0, end.bytes().length);
    }

    @Test
    void a_body_is_read_only_while_little_waits_for_the_socket() throws Exception {
        int parts = 1_000;
        peer.sendWithBody(delivery(1, (long) parts * PART), 1);
        client.expect(Deliver.class);
        for (int i = 0; i < parts; i++) {
            client.expect(Chunk.class);
        }

        // the body itself counts as one part, and each part as a little more than its bytes
        long bound = LinkPeer.BODY_QUEUED_BYTES_MAX + 2 * PART;
        assertTrue(queuedBytesMax.get() <= bound, () -> queuedBytesMax + " bytes waited, expected up to " + bound);
    }

    @Test
    void reading_ends_with_the_link() throws Exception {
        int parts = 10_000;
        peer.sendWithBody(delivery(1, (long) parts * PART), 1);
        client.expect(Deliver.class);
        client.expect(Chunk.class);

        client.close();
        broker.expectUntil(Command.Detach.class);
        readers.submit(() -> { }).get();
        readers.submit(() -> { }).get();

        assertTrue(partsRead.get() < parts, () -> partsRead + " parts were read");
        assertEquals(0, peer.queuedBytes());
    }

    @Test
    void a_waiting_body_counts_and_the_core_hears_when_it_has_left() throws Exception {
        readersBusy.add(1);
        peer.sendWithBody(delivery(1, PART), 1);
        assertTrue(peer.queuedBytes() >= PART, () -> peer.queuedBytes() + " bytes");

        client.expect(Deliver.class);
        client.expect(Chunk.class);
        broker.expect(Command.Writable.class);
    }

    @Test
    void a_snapshot_is_sent_as_json() throws Exception {
        peer.inspected(4, new Snapshot("orders", 12, List.of(new Part("a", true)), Map.of("x", 1L)));

        assertEquals(new Inspected(4, "{\"name\":\"orders\",\"count\":12,\"parts\":[{\"name\":\"a\",\"open\":true}],\"more\":{\"x\":1}}"),
                client.expect(Inspected.class));
    }

    @Test
    void a_snapshot_beyond_a_frame_is_refused() throws Exception {
        peer.inspected(4, new Part("x".repeat(1 << 20), true));

        Failure failure = client.expect(Failure.class);
        assertEquals(ErrorCode.LIMIT_REACHED, failure.code());
        assertEquals("the answer has 1048599 bytes, more than the 1048512 that a frame has room for; raise frameBytesMax", failure.detail());
    }

    private record Snapshot(String name, long count, List<Part> parts, Map<String, Long> more) {
    }

    private record Part(String name, boolean open) {
    }

    private static Deliver delivery(long stream, long bodyBytes) {
        WireMessage message = WireMessage.withBodyApart(new Header(1, stream, 0, 0, 0, null, null, null), Properties.NONE, BodyKind.BYTES, bodyBytes);
        return new Deliver(1, 1, stream, 4, true, false, 1, stream, message);
    }
}
