package io.postrider.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.broker.core.CoreFixture.Client;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.message.DestinationName;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoreThreadTest {
    private static final int WAIT_S = 30;
    private static final long BEFORE_MS = 2_000_000;
    private static final long AFTER_MS = 2_005_000;

    @Test
    void a_delay_counts_from_when_its_message_is_taken_and_not_from_before_it_arrived() throws Exception {
        CoreFixture fixture = new CoreFixture();
        Client client = fixture.connect();
        long session = client.session(AcknowledgeMode.AUTO);
        client.consume(session, "orders");
        AtomicReference<CoreThread> core = new AtomicReference<>();
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch askedAgain = new CountDownLatch(3);
        // the message arrives right after the clock was read for the first time
        LongSupplier clock = () -> {
            askedAgain.countDown();
            if (asked.getAndIncrement() > 0) {
                return AFTER_MS;
            }
            core.get().offer(new Command.FromClient(client, client.sendFrame(session, DestinationName.queue("orders"), "later", true, 4, 0, 500), null));
            return BEFORE_MS;
        };
        core.set(new CoreThread(fixture.core, 16, clock, failure -> { }));
        core.get().start();
        askedAgain.await(WAIT_S, TimeUnit.SECONDS);
        core.get().finish();

        fixture.nowMs = AFTER_MS;
        fixture.settle();
        fixture.advance(499);
        assertEquals(List.of(), client.texts());

        fixture.advance(1);
        assertEquals(List.of("later"), client.texts());
    }
}
