package io.postrider.cli;

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

/** The command, and the runner of the TCK that is built on it, use the public faces of broker and client. */
@Timeout(20)
class DependencyTest {
    private static final String INSIDE_THE_BROKER = "io\\.netty|org\\.rocksdb|io\\.postrider\\.broker\\.(core|net|selector)";

    private static void knowsNothingOf(String packages, Path module) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(module.resolve(Path.of("src", "main", "java")))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertFalse(sources.isEmpty());
            for (Path source : sources) {
                for (String line : Files.readAllLines(source)) {
                    if (line.matches("import (" + packages + ")\\..*")) {
                        found.add(source.getFileName() + ": " + line);
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void the_command_knows_nothing_of_how_a_broker_decides() throws IOException {
        knowsNothingOf(INSIDE_THE_BROKER, Path.of(""));
    }

    @Test
    void the_runner_of_the_tck_knows_nothing_of_how_a_broker_or_a_client_does_its_work() throws IOException {
        knowsNothingOf(INSIDE_THE_BROKER + "|io\\.postrider\\.(broker\\.store|transport|jms\\.(client|ack|error|message))", Path.of("..", "tck-runner"));
    }
}
