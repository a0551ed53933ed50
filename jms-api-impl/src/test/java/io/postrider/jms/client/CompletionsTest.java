package io.postrider.jms.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which asynchronous sends begin, and who waits for which. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CompletionsTest {
    private final Completions completions = new Completions("completions-under-test", ClientClock.SYSTEM);
    private volatile boolean closed;
    private final Completions.Producer producer = () -> closed;

    @AfterEach
    void end() {
        completions.close();
    }

    @Test
    void no_send_begins_once_its_producer_is_closed() throws Exception {
        closed = true;
        assertTrue(completions.awaitNone(producer, 0), "nothing to wait for, so that the close returns");
        assertNull(completions.add(producer, failure -> { }), "a send that began before the close has a callback that nobody waits for");
        Completions.Pending other = completions.add(() -> false, failure -> { });
        assertNotNull(other, "other producers go on");
        other.cancel();
    }

    @Test
    void a_send_that_began_before_the_close_is_waited_for() throws Exception {
        CompletableFuture<BrokerFailure> called = new CompletableFuture<>();
        Completions.Pending send = completions.add(producer, called::complete);
        closed = true;
        assertFalse(completions.awaitNone(producer, 1));
        send.sent(null);
        assertTrue(completions.awaitNone(producer, 10_000));
        assertNull(called.get(0, TimeUnit.SECONDS));
    }

    @Test
    void who_waits_for_room_goes_on_when_the_session_closes() throws Exception {
        for (int i = 0; i < Completions.PENDING_MAX; i++) {
            completions.add(producer, failure -> { });
        }
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return completions.awaitRoom(120_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertFalse(waiting.isDone());
        completions.close();
        assertEquals(true, waiting.get(10, TimeUnit.SECONDS));
    }
}
