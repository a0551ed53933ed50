package io.postrider.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.broker.core.Command;
import io.postrider.broker.core.Core;
import io.postrider.broker.core.CoreSettings;
import io.postrider.broker.core.CoreStore;
import io.postrider.broker.core.CoreThread;
import io.postrider.broker.core.LoadedCore;
import io.postrider.transport.frame.Limits;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CoreQueueTest {
    private static final Command ANY = new Command.Tick();

    private static final CoreStore NOWHERE = new CoreStore(set -> { }, read -> { });

    private final Deque<Runnable> later = new ArrayDeque<>();
    private final CoreQueue queue = new CoreQueue((task, afterMs) -> later.add(task));
    /** Takes nothing from its queue until it is started. */
    private final CoreThread core = new CoreThread(new Core(new CoreSettings("node", new Limits(1 << 20, 1 << 20, 1_000, 1_000, 1 << 16, 10), 1 << 20,
            1 << 20, 1 << 16, true, 3, "DLQ", 1 << 20, 10, 10, 10, 100, 60_000, 600_000), LoadedCore.empty(), NOWHERE, NOWHERE, 0), 4, () -> 0, failure -> { });

    @Test
    void who_may_be_told_to_wait_is_told_when_the_queue_is_full() {
        queue.open(core);
        for (int i = 0; i < 4; i++) {
            assertTrue(queue.offer(ANY));
        }

        assertFalse(queue.offer(ANY));
        assertTrue(later.isEmpty());
    }

    @Test
    void what_must_not_be_lost_is_kept_and_goes_first() {
        queue.open(core);
        while (queue.offer(ANY)) {
            // until it is full
        }
        for (int i = 0; i < 10; i++) {
            queue.deliver(ANY);
        }
        assertEquals(1, later.size(), "one task for all");
        later.remove().run();
        assertEquals(1, later.size(), "nothing had changed: it is tried again");

        core.start();
        while (!later.isEmpty()) {
            assertFalse(queue.offer(ANY), "nobody else may get in before");
            later.remove().run();
        }

        core.finish();
        assertTrue(queue.offer(ANY));
    }
}
