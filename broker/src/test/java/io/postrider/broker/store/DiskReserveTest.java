package io.postrider.broker.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(30)
class DiskReserveTest {
    private static final long MIB = 1 << 20;

    @Test
    void sendsAreRefusedBelowTheReserveAndTakenAgainAQuarterAboveIt() {
        DiskReserve reserve = DiskReserve.of(Path.of("/data"), 1_000 * MIB);
        assertFalse(reserve.isShort());
        assertFalse(reserve.at(1_000 * MIB).isShort());
        DiskReserve reached = reserve.at(1_000 * MIB - 1);
        assertTrue(reached.isShort());
        assertTrue(reached.at(1_250 * MIB - 1).isShort());
        assertFalse(reached.at(1_250 * MIB).isShort());
    }

    @Test
    void theSentenceNamesFolderFreeSpaceAndReserve() {
        assertEquals("The disk of the data folder /data has 900 MiB free and a reserve of 1,000 MiB: messages are refused until 1,250 MiB are free.",
                DiskReserve.of(Path.of("/data"), 1_000 * MIB).at(900 * MIB).sentence());
    }

    @Test
    void thresholdsTheWrongWayRoundAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new DiskReserve(Path.of("/data"), 10, 9, 0, false));
    }
}
