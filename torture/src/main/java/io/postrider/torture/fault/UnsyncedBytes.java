package io.postrider.torture.fault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Takes from a killed broker's data folder what a loss of power could have taken: each write-ahead log ends where it was noted as
 * synced, or somewhere behind that, since a system writes out some of it by itself; logs made since the last note are gone. Table files
 * and manifest, which RocksDB syncs itself, stay.
 */
final class UnsyncedBytes {
    private static final String NOTES = "synced-wal";
    private static final String SUFFIX = ".log";

    private UnsyncedBytes() {
    }

    /**
     * @param kept share of what was not synced that stays, 0 to 1
     * @return bytes that were taken
     */
    static long cut(Path data, double kept) throws IOException {
        TreeMap<Long, Long> synced = new TreeMap<>();
        for (String line : Files.readAllLines(data.resolve(NOTES))) {
            int space = line.indexOf(' ');
            synced.put(Long.parseLong(line.substring(0, space)), Long.parseLong(line.substring(space + 1)));
        }
        long taken = 0;
        for (Path log : logs(data.resolve("store"))) {
            String name = log.getFileName().toString();
            long number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
            Long end = synced.get(number);
            if (end != null) {
                taken += truncate(log, end, kept);
            } else if (synced.isEmpty() || number > synced.firstKey()) {
                taken += Files.size(log);
                Files.delete(log);
            }
        }
        return taken;
    }

    private static long truncate(Path log, long synced, double kept) throws IOException {
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            long size = file.size();
            long end = synced + (long) (Math.max(0, size - synced) * kept);
            file.truncate(end);
            return Math.max(0, size - end);
        }
    }

    private static List<Path> logs(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).toList();
        }
    }
}
