package io.postrider.broker.store;

import io.postrider.transport.message.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

@Timeout(30)
class OperationsTest {
    @Test
    void aWriteSetIsToldOperationByOperation() {
        WriteSet set = new WriteSet(1);
        set.storeMatch(1, 9, 2);
        set.put(new FloorRecord(3, 4, 5));
        set.removeMatch(1, 9, 2);
        set.delete(new FloorRecord(3, 4, 5));
        set.storeChunk(6, 0, new byte[] {1, 2, 3}, 1, 2);
        set.removeBody(6, 2);
        set.deleteLanes(Keys.MESSAGE, 7);
        List<String> told = new ArrayList<>();
        HexFormat hex = HexFormat.of();
        Operations.forEach(set, (tag, family, key, value) -> told.add(tag + " " + family + " " + hex.formatHex(key) + " " + hex.formatHex(value)));
        assertEquals(List.of(
                "5 MESSAGES 780000000000000001000000000000000002 ",
                "5 STATE 43000000000000000304 05",
                "8 MESSAGES 780000000000000001000000000000000002 ",
                "4 STATE 43000000000000000304 ",
                "5 CHUNKS 000000000000000600000000 0203",
                "8 CHUNKS 000000000000000600000000 ",
                "8 CHUNKS 000000000000000600000001 ",
                "14 MESSAGES 6d0000000000000007 6d0000000000000008"), told);
        assertEquals(told.size(), set.count());
        assertEquals(2, set.chunkBytes());
    }

    @Test
    void otherBytesAreRefused() {
        byte[][] wrong = {{1, 1, 0}, {5, 0, 0, 0}, {5, 4, 0, 0}, {5, 1, 9}, {5, 1, 0}, {5}};
        for (byte[] bytes : wrong) {
            assertThrows(WireFormatException.class, () -> Operations.forEach(bytes, 0, bytes.length, (tag, family, key, value) -> { }));
        }
    }
}
