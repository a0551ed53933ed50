package io.postrider.examples;

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

/** The examples are programs for any provider. (The measuring program in the folder perf has a library to count with.) */
@Timeout(20)
class PortableTest {
    @Test
    void an_example_imports_the_api_the_naming_service_and_the_jdk_only() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources()) {
            for (String line : Files.readAllLines(source)) {
                if (line.startsWith("import ") && !line.matches("import (static )?(jakarta\\.jms|javax\\.naming|java|io\\.postrider\\.examples)\\..*")) {
                    found.add(source.getFileName() + ": " + line);
                }
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void an_example_names_no_class_of_a_provider() throws IOException {
        for (Path source : sources()) {
            String code = Files.readString(source).replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", " ");
            assertFalse(code.contains("io.postrider.jms"), source.toString());
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "main", "java", "io", "postrider", "examples"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertFalse(sources.isEmpty());
            return sources;
        }
    }
}
