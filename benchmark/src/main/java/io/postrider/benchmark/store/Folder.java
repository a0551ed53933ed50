package io.postrider.benchmark.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for data that is gone when this is closed. */
record Folder(Path path) implements AutoCloseable {

    static Folder in(Path parent, String name) throws IOException {
        Files.createDirectories(parent);
        return new Folder(Files.createTempDirectory(parent, name));
    }

    long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile).mapToLong(Folder::size).sum();
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(path)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    private static long size(Path file) {
        try {
            // A background compaction may remove a file between the walk and this line.
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
