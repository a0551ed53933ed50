package io.postrider.benchmark.backlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A data folder as a kill left it, from which any number of equal ones can be made. Table files never change, so they are only linked. */
final class KilledStore {
    private final Path image;

    /** @param image data folder whose broker was killed; stays as it is */
    KilledStore(Path image) {
        this.image = image;
    }

    /** Makes {@code target} equal to the image; what was there goes. */
    void restore(Path target) throws IOException {
        delete(target);
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(image)) {
            paths = walk.toList();
        }
        for (Path path : paths) {
            Path copy = target.resolve(image.relativize(path));
            if (Files.isDirectory(path)) {
                Files.createDirectories(copy);
            } else if (path.getFileName().toString().endsWith(".sst")) {
                Files.createLink(copy, path);
            } else {
                Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** In bytes, logs included. */
    static long size(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum();
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
