package io.postrider.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.broker.core.Command;
import io.postrider.broker.core.Peer;
import io.postrider.broker.security.UsersFile;
import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Inspect;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClientConnectionIT {
    private static final DestinationName ORDERS = DestinationName.queue("orders");
    private static final String LONG_SELECTOR = "weight > 1" + " OR weight > 1".repeat(100);

    @TempDir
    Path folder;

    /** Null: a step runs at once. Otherwise it waits here. */
    private volatile BlockingQueue<Runnable> waiting;
    private volatile boolean workersBusy;
    private TestBroker broker;
    private TestClient client;
    private Peer peer;

    @BeforeEach
    void an_attached_client() throws Exception {
        TestBroker.Setup setup = new TestBroker.Setup(new UsersFile(folder.resolve("users"), new SecureRandom()));
        setup.workers = task -> {
            if (workersBusy) {
                throw new RejectedExecutionException();
            }
            if (waiting == null) {
                task.run();
            } else {
                waiting.add(task);
            }
        };
        broker = setup.start();
        client = new TestClient(broker.port());
        client.anonymous();
        peer = broker.expect(Command.Attach.class).peer();
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    @Test
    void frames_reach_the_core_in_their_order_and_from_their_peer() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            client.send(new Inspect(i, "status"));
        }

        for (int i = 0; i < 1_000; i++) {
            Command.FromClient command = broker.expect(Command.FromClient.class);
            assertSame(peer, command.peer());
            assertEquals(i, ((Inspect) command.frame()).requestId());
        }
    }

    @Test
    void what_the_core_sends_reaches_the_client() throws Exception {
        peer.send(new Done(5, 6));

        assertEquals(new Done(5, 6), client.expect(Done.class));
    }

    @Test
    void a_selector_comes_parsed() throws Exception {
        client.send(browse(1, "weight > 5"));
        client.send(consumer(2, "colour = 'red'"));

        assertEquals("weight > 5", broker.expect(Command.FromClient.class).selector().text());
        assertEquals("colour = 'red'", broker.expect(Command.FromClient.class).selector().text());
    }

    @Test
    void no_selector_and_one_of_spaces_are_none() throws Exception {
        client.send(browse(1, null));
        client.send(browse(2, ""));
        client.send(consumer(3, "  "));

        for (int i = 0; i < 3; i++) {
            assertNull(broker.expect(Command.FromClient.class).selector());
        }
    }

    @Test
    void a_wrong_selector_is_answered_with_its_place_and_the_next_frame_goes_on() throws Exception {
        client.send(browse(1, "weight >"));
        client.send(consumer(2, LONG_SELECTOR + " OR"));
        client.send(new Inspect(3, "status"));

        Failure browse = client.expect(Failure.class);
        assertEquals(1, browse.requestId());
        assertEquals(ErrorCode.SELECTOR_INVALID, browse.code());
        assertTrue(browse.detail().startsWith("the selector is wrong at position 9: found "), browse.detail());
        Failure consumer = client.expect(Failure.class);
        assertEquals(2, consumer.requestId());
        assertTrue(consumer.detail().startsWith("the selector is wrong at position " + (LONG_SELECTOR.length() + 4) + ": "), consumer.detail());
        assertEquals(3, broker.expectFrame(Inspect.class).requestId());
    }

    @Test
    void frames_wait_in_their_order_while_a_long_selector_is_read() throws Exception {
        waiting = new LinkedBlockingQueue<>();

        client.sendAndSettle(consumer(1, LONG_SELECTOR), new Inspect(2, "status"), browse(3, "weight > 5"), consumer(4, LONG_SELECTOR), new Inspect(5, "status"));
        broker.expectNothing();

        waiting.take().run();
        assertEquals(1, broker.expectFrame(CreateConsumer.class).requestId());
        assertEquals(2, broker.expectFrame(Inspect.class).requestId());
        assertEquals(3, broker.expectFrame(Browse.class).requestId());
        broker.expectNothing();

        waiting.take().run();
        assertEquals(4, broker.expectFrame(CreateConsumer.class).requestId());
        assertEquals(5, broker.expectFrame(Inspect.class).requestId());
    }

    @Test
    void a_link_that_ends_while_a_selector_is_read_is_detached_after_its_frames() throws Exception {
        waiting = new LinkedBlockingQueue<>();
        client.sendAndSettle(consumer(1, LONG_SELECTOR), new Inspect(2, "status"));
        client.close();

        waiting.take().run();

        broker.expectFrame(CreateConsumer.class);
        broker.expectFrame(Inspect.class);
        assertSame(peer, broker.expect(Command.Detach.class).peer());
        broker.expectNothing();
    }

    @Test
    void a_long_selector_is_refused_while_too_many_are_read() throws Exception {
        workersBusy = true;

        client.send(consumer(1, LONG_SELECTOR));

        assertEquals(new Failure(1, ErrorCode.LIMIT_REACHED, "too many selectors are being read at this moment; try again"), client.expect(Failure.class));
    }

    @Test
    void nothing_is_lost_or_overtaken_while_the_core_takes_nothing() throws Exception {
        broker.full = true;
        client.sendAndSettle(new Inspect(1, "status"), consumer(2, "weight > 5"), new Inspect(3, "status"));
        broker.expectNothing();

        broker.full = false;

        assertEquals(1, broker.expectFrame(Inspect.class).requestId());
        assertEquals(2, broker.expectFrame(CreateConsumer.class).requestId());
        assertEquals(3, broker.expectFrame(Inspect.class).requestId());
    }

    @Test
    void the_end_of_a_link_is_not_lost_while_the_core_takes_nothing() throws Exception {
        broker.full = true;
        client.sendAndSettle(new Inspect(1, "status"));
        client.close();

        broker.full = false;

        broker.expectFrame(Inspect.class);
        broker.expect(Command.Detach.class);
    }

    @Test
    void a_client_that_sends_beyond_its_credit_is_cut_off_when_the_core_takes_nothing() throws Exception {
        broker.full = true;
        for (int i = 0; i < 40; i++) {
            client.send(new Chunk(1, false, new byte[Chunk.BYTES_MAX]));
        }

        assertEquals("more is on the way to the broker than there was credit for", client.expectClose(ErrorCode.LIMIT_REACHED).detail());
        broker.full = false;
        broker.expectUntil(Command.Detach.class);
        broker.expectNothing();
    }

    @Test
    void a_link_that_ends_is_detached_once() throws Exception {
        client.close();

        assertSame(peer, broker.expect(Command.Detach.class).peer());
        broker.expectNothing();
    }

    @Test
    void a_close_of_the_client_goes_through_the_core() throws Exception {
        client.send(new Close(ErrorCode.NORMAL, "done"));
        broker.expectFrame(Close.class);

        peer.close(ErrorCode.NORMAL, "goodbye");

        assertEquals("goodbye", client.expectClose(ErrorCode.NORMAL).detail());
        broker.expect(Command.Detach.class);
    }

    @Test
    void the_core_hears_when_what_it_sent_has_left() throws Exception {
        for (int i = 0; i < 64; i++) {
            peer.send(new Chunk(1, i == 63, new byte[Chunk.BYTES_MAX]));
        }

        assertSame(peer, broker.expect(Command.Writable.class).peer());
        for (int i = 0; i < 64; i++) {
            assertNotNull(client.expect(Chunk.class));
        }
    }

    private static Browse browse(long requestId, String selector) {
        return new Browse(requestId, 1, requestId, ORDERS, selector);
    }

    private static CreateConsumer consumer(long requestId, String selector) {
        return new CreateConsumer(requestId, 1, requestId, ORDERS, SubscriptionKind.QUEUE, null, selector, false);
    }
}
