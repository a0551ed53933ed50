package io.postrider.broker.core;

import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.ReadResult;
import io.postrider.broker.store.StoredMessage;
import io.postrider.broker.store.WriteSet;
import io.postrider.transport.message.WireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

@Timeout(60)
class ReadsTest {
    private final List<ReadRequest> asked = new ArrayList<>();
    private final List<Long> coverages = new ArrayList<>();
    private final Reads reads = new Reads(asked::add, 4);

    ReadsTest() {
        reads.opened(new WriteSet(5));
    }

    @Test
    void aResultTellsNothingAboutWhatWasStoredLater() {
        ask();
        store(5, 100);
        store(6, 120);
        answer(0, 5, 1_000);

        assertEquals(List.of(119L), coverages);
    }

    @Test
    void aResultTellsNothingAboutTheOpenWriteSet() {
        ask();
        WriteSet open = new WriteSet(5);
        reads.opened(open);
        open.storeMessage(1, 4, 200, message());
        answer(0, 4, 1_000);

        assertEquals(List.of(199L), coverages);
    }

    @Test
    void aResultTellsNoMoreThanItLookedAt() {
        ask();
        store(5, 100);
        answer(0, 5, 50);

        assertEquals(List.of(50L), coverages);
    }

    @Test
    void aLateResultIsJudgedByWhatItSawHoweverMuchIsDurableSince() {
        ask();
        store(5, 100);
        reads.durable(5);
        ask();
        store(6, 120);
        reads.durable(6);
        answer(1, 6, 1_000);
        answer(0, 4, 1_000);

        assertEquals(List.of(1_000L, 99L), coverages);
        assertEquals(0, reads.open());
    }

    @Test
    void anAnswerIsTakenOnce() {
        ask();
        answer(0, 4, 1);

        assertThrows(IllegalStateException.class, () -> answer(0, 4, 1));
    }

    private void ask() {
        reads.ask(id -> new ReadRequest.Lane(id, ReadRequest.Source.LOG, 0, 1, 4, 0, Long.MAX_VALUE, 1, 1, 1, each -> true),
                result -> coverages.add(reads.coverage(result)));
    }

    private void answer(int index, long applied, long scanned) {
        reads.answered(new ReadResult(asked.get(index), applied, List.of(), scanned, 0));
    }

    private void store(long number, long position) {
        WriteSet set = new WriteSet(number);
        set.storeMessage(1, 4, position, message());
        reads.sealed(set);
        reads.opened(new WriteSet(number + 1));
    }

    private static StoredMessage message() {
        WireMessage wire = CoreFixture.message("a", Map.of());
        return new StoredMessage(1, 0, 1, null, 1, 4, true, 0, wire);
    }
}
