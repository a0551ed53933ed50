package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dependencies point one way: this module knows the wire, the API and the JDK. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DependenciesTest {
    private static final List<String> KNOWN = List.of("io.postrider.jms.", "io.postrider.transport.", "jakarta.jms.", "java.", "javax.");

    @Test
    void nothing_is_imported_but_the_wire_the_api_and_the_jdk() throws IOException {
        Set<String> others = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                others.addAll(Files.readAllLines(source).stream()
                        .filter(line -> line.startsWith("import "))
                        .map(line -> line.replace("import static ", "").replace("import ", ""))
                        .filter(name -> KNOWN.stream().noneMatch(name::startsWith))
                        .map(name -> source.getFileName() + " " + name)
                        .collect(Collectors.toSet()));
            }
        }
        assertEquals(Set.of(), others);
    }
}
