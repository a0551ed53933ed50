package io.postrider.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.broker.net.Held.Taken;
import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Inspect;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.net.LinkClosed;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HeldTest {
    private static final LinkClosed END = new LinkClosed(ErrorCode.NORMAL, "", null);
    private static final Frame CHUNK = new Chunk(1, false, new byte[64 << 10]);

    private final Held held = new Held(new Limits(1 << 20, 64 << 10, 1_000, 1_000, 64 << 10, 1));

    @Test
    void the_first_frame_is_for_whoever_brings_it_and_the_next_one_waits() {
        assertEquals(Taken.OURS, held.take(inspect(1)));
        assertEquals(Taken.HELD, held.take(inspect(2)));

        assertEquals(inspect(2), held.next());
        assertNull(held.next());
        assertEquals(Taken.OURS, held.take(inspect(3)));
    }

    @Test
    void frames_come_out_in_their_order_then_that_the_link_is_writable_then_its_end() {
        held.take(inspect(1));
        assertFalse(held.takeWritable());
        assertFalse(held.takeClosed(END));
        held.take(inspect(2));
        held.take(inspect(3));
        assertFalse(held.takeWritable());

        assertEquals(inspect(2), held.next());
        assertEquals(inspect(3), held.next());
        assertSame(Held.WRITABLE, held.next());
        assertSame(END, held.next());
        assertNull(held.next());
    }

    @Test
    void what_nobody_is_in_the_way_of_is_for_whoever_brings_it() {
        assertTrue(held.takeWritable());
        assertNull(held.next());
        assertTrue(held.takeClosed(END));
    }

    @Test
    void a_bound_is_said_once_and_nothing_behind_it_is_kept() {
        held.take(inspect(1));
        int kept = 0;
        while (held.take(CHUNK) == Taken.HELD) {
            kept++;
        }
        assertEquals(Taken.HELD, held.take(inspect(2)));

        // four times the credit, one message and the room for control frames
        assertEquals(((4 * 64 << 10) + (64 << 10) + (1 << 20)) / (64 << 10) - 1, kept);
        for (int i = 0; i < kept; i++) {
            assertSame(CHUNK, held.next());
        }
        assertNull(held.next());
        assertEquals(Taken.HELD, held.take(inspect(3)), "nothing may follow what was dropped");
    }

    @Test
    void frames_without_a_message_weigh_what_they_are() {
        Frame acknowledgements = new Acknowledge(1, 1, 0, Collections.nCopies(100_000, new MessageRef(1, 4, 1)));
        held.take(inspect(1));

        int kept = 0;
        while (held.take(acknowledgements) == Taken.HELD) {
            kept++;
        }

        assertEquals(4, kept);
    }

    @Test
    void what_was_dealt_with_makes_room() {
        held.take(inspect(1));
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Taken.HELD, held.take(CHUNK));
            assertSame(CHUNK, held.next());
        }
    }

    private static Frame inspect(long id) {
        return new Inspect(id, "status");
    }
}
