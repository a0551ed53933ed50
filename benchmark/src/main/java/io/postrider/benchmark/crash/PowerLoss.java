package io.postrider.benchmark.crash;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes a copy of a killed broker's data folder as a loss of power could have left it: each write-ahead log ends where it was
 * noted as synced, and logs made since the last note are gone. Table files and manifest, which RocksDB syncs itself, stay.
 */
final class PowerLoss {
    private static final String NOTES = "synced-wal";
    private static final String SUFFIX = ".log";

    private PowerLoss() {
    }

    static void cut(Path data, Path copy) throws IOException {
        copy(data, copy);
        TreeMap<Long, Long> synced = new TreeMap<>();
        for (String line : Files.readAllLines(copy.resolve(NOTES))) {
            int space = line.indexOf(' ');
            synced.put(Long.parseLong(line.substring(0, space)), Long.parseLong(line.substring(space + 1)));
        }
        for (Path log : logs(copy.resolve("store"))) {
            String name = log.getFileName().toString();
            long number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
            Long end = synced.get(number);
            if (end != null) {
                try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    file.truncate(end);
                }
            } else if (synced.isEmpty() || number > synced.firstKey()) {
                Files.delete(log);
            }
        }
    }

    private static List<Path> logs(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }
}
