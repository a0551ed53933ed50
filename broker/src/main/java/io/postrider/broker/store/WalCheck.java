package io.postrider.broker.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks for damage in the middle of the write-ahead logs before RocksDB opens them: point-in-time recovery stops at a bad record
 * and says nothing, and a torn end looks the same. The difference is in the groups behind it, each of which names the last
 * write set that was durable when it was written.
 */
final class WalCheck {
    private static final long NONE = -1;

    private long last = NONE;
    private long claimed;

    private WalCheck() {
    }

    /** Number of a write set that was durable and may not be recovered from the logs; 0 if there is no sign of that. */
    static long missingWriteSet(Path database) throws IOException {
        if (!Files.isDirectory(database)) {
            return 0;
        }
        WalCheck check = new WalCheck();
        for (Path log : WalFile.in(database)) {
            WalFile.read(log, check::group);
        }
        return check.claimed > check.last ? check.claimed : 0;
    }

    private void group(AppliedRecord header, boolean whole) {
        if (last != NONE && header.previous() != last) {
            claimed = Math.max(claimed, header.durable());
        } else if (whole) {
            last = header.number();
        }
    }
}
