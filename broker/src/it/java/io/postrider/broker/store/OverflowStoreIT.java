package io.postrider.broker.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

@Timeout(120)
class OverflowStoreIT {
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    @Test
    void whatIsAppliedIsReadAndNothingOutlivesTheProcess() throws Exception {
        try (DataDisk disk = new DataDisk(); OpenStore open = new OpenStore(disk.folder("data"))) {
            Path folder = open.store.folder().resolve("overflow");
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("CURRENT"), "left by an earlier broker");
            try (OverflowStore overflow = OverflowStore.open(open.store, listener(), heard::add)) {
                WriteSet set = new WriteSet(1);
                set.storeMessage(5, 4, 10, Samples.message(10, "a"));
                set.storeMessage(5, 4, 11, Samples.message(11, "b"));
                overflow.apply(set);
                assertEquals(1L, heard.poll(20, TimeUnit.SECONDS));
                WriteSet removal = new WriteSet(2);
                removal.removeMessage(5, 4, 10);
                overflow.apply(removal);
                assertEquals(2L, heard.poll(20, TimeUnit.SECONDS));
                assertEquals(2, overflow.applied());
                overflow.readers().read(Samples.lane(1, 0, 10));
                ReadResult result = (ReadResult) heard.poll(20, TimeUnit.SECONDS);
                assertEquals(List.of(11L), result.found().stream().map(ReadResult.Found::position).toList());
                assertEquals(2, result.applied());
            }
            assertFalse(Files.exists(folder));
            assertEquals(List.of(), open.read(Samples.lane(1, 0, 10)).found(), "the durable store knows nothing of it");
        }
    }

    private CommitListener listener() {
        return new CommitListener() {
            @Override
            public void applied(long number) {
                heard.add(number);
            }

            @Override
            public void durable(long number) {
                heard.add("durable " + number);
            }

            @Override
            public void failed(Throwable cause) {
                heard.add(cause);
            }
        };
    }
}
