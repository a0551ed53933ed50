package io.postrider.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The runner uses the public faces of broker and command, and of the client what any program has. */
@Timeout(20)
class DependencyTest {
    @Test
    void it_knows_nothing_of_how_a_broker_or_a_client_does_its_work() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertFalse(sources.isEmpty());
            for (Path source : sources) {
                for (String line : Files.readAllLines(source)) {
                    if (line.matches("import (io\\.netty|org\\.rocksdb|io\\.postrider\\.broker\\.(core|net|selector|store)|io\\.postrider\\.(transport|jms\\.(client|ack|error|message)))\\..*")) {
                        found.add(source.getFileName() + ": " + line);
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }
}
