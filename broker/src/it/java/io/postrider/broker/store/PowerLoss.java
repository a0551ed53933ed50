package io.postrider.broker.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;

/**
 * Makes of the data folder of a killed process, or of a copy, what a loss of power could have left: each write-ahead log ends
 * where it was synced, and logs made since are gone. Files that RocksDB synced itself stay. The process must have run with
 * {@link StoreSettings#notingSyncedWal}.
 */
public final class PowerLoss {
    private PowerLoss() {
    }

    /** Returns how many bytes were cut off. */
    public static long cut(Path dataFolder) throws IOException {
        TreeMap<Long, Long> synced = new TreeMap<>();
        for (String line : Files.readAllLines(dataFolder.resolve(SyncedWal.FILE))) {
            int space = line.indexOf(' ');
            synced.put(Long.parseLong(line.substring(0, space)), Long.parseLong(line.substring(space + 1)));
        }
        long cut = 0;
        for (Path log : WalFile.in(dataFolder.resolve("store"))) {
            long number = WalFile.number(log);
            Long end = synced.get(number);
            if (end == null && number > synced.firstKey()) {
                cut += WalFile.end(log, 0);
                Files.delete(log);
            } else if (end != null) {
                cut += WalFile.end(log, 0) - end;
                try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    file.truncate(end);
                }
            }
        }
        return cut;
    }
}
