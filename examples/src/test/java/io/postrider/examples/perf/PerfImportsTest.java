package io.postrider.examples.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The load must be the same for every provider, so it knows none. */
@Timeout(10)
class PerfImportsTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "postrider", "examples", "perf");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.*]+);$");

    @Test
    void theLoadKnowsTheSpecificationTheHistogramAndTheJdk() throws IOException {
        List<String> imports;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            imports = files.filter(file -> file.toString().endsWith(".java")).flatMap(PerfImportsTest::imports).toList();
        }
        assertTrue(imports.size() > 30, imports.toString());
        List<String> known = List.of("java.", "javax.transaction.xa.", "jakarta.jms.", "org.HdrHistogram.");
        assertEquals(List.of(), imports.stream().filter(name -> known.stream().noneMatch(name::startsWith)).toList());
    }

    private static Stream<String> imports(Path source) {
        try {
            return IMPORT.matcher(Files.readString(source)).results().map(match -> match.group(1)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
