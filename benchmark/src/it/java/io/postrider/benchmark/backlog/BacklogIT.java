package io.postrider.benchmark.backlog;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A twentieth of the backlog in every build; all of it by hand with {@link Backlog#main}. Times are not judged here, since a build is no quiet place. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class BacklogIT {
    private final Path folder = Path.of("target", "backlog-it").toAbsolutePath();

    @BeforeEach
    void makeFolder() throws IOException {
        KilledStore.delete(folder);
        Files.createDirectories(folder);
    }

    @AfterEach
    void deleteFolder() throws IOException {
        KilledStore.delete(folder);
    }

    @Test
    void more_messages_than_the_heap_holds_come_out_in_order_within_bounded_memory() throws Exception {
        assertTrue(new Backlog(new Backlog.Options(100_000, 1, 1, 64, folder)).fillAndDrain());
    }

    @Test
    void a_waiting_client_gets_its_next_message_when_a_killed_broker_is_started() throws Exception {
        new Backlog(new Backlog.Options(20_000, 200, 2, 64, folder)).restarts(false);
    }
}
