package io.postrider.broker.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder on the disk of the build, which is a real one where the temporary folder may be memory; gone when closed. */
final class DataDisk implements AutoCloseable {
    private final Path root;

    DataDisk() throws IOException {
        Files.createDirectories(Path.of("target"));
        root = Files.createTempDirectory(Path.of("target"), "data-disk-").toAbsolutePath();
    }

    Path folder(String name) {
        return root.resolve(name);
    }

    /** What a crash leaves behind: the folder as it is, while the store is open. */
    Path copy(Path from, String name) {
        Path to = folder(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return to;
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(root)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
