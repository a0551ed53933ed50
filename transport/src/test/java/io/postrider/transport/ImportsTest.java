package io.postrider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Dependencies point one way: this module knows Netty and itself, and only two of its packages know Netty. */
@Timeout(30)
class ImportsTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Path ROOT = SOURCES.resolve(Path.of("io", "postrider", "transport"));
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.*]+);$");
    private static final Pattern NETTY = Pattern.compile("\\bio\\.netty\\.");

    @Test
    void nothingIsImportedButTheJdkNettyAndThisModule() throws IOException {
        List<String> strangers = new ArrayList<>();
        int imports = 0;
        for (Path source : sources()) {
            for (String name : imports(source)) {
                imports++;
                if (!name.startsWith("java.") && !name.startsWith("javax.") && !name.startsWith("io.netty.") && !name.startsWith("io.postrider.transport.")) {
                    strangers.add(SOURCES.relativize(source) + " imports " + name);
                }
            }
        }
        assertEquals(List.of(), strangers);
        assertTrue(imports > 100, imports + " imports were found");
    }

    @Test
    void onlyTheCodecAndTheNetKnowNetty() throws IOException {
        List<String> strangers = new ArrayList<>();
        for (Path source : sources()) {
            if (!source.startsWith(ROOT.resolve("codec")) && !source.startsWith(ROOT.resolve("net")) && NETTY.matcher(Files.readString(source)).find()) {
                strangers.add(SOURCES.relativize(source).toString());
            }
        }
        assertEquals(List.of(), strangers);
    }

    @Test
    void nettysInternalsAreLeftAlone() throws IOException {
        for (Path source : sources()) {
            assertTrue(!Files.readString(source).contains("io.netty.util.internal"), source + " uses Netty's internal classes");
        }
    }

    @Test
    void framesAndMechanismsKnowNeitherCodecNorSockets() throws IOException {
        for (Path source : sources()) {
            boolean pure = Stream.of("frame", "message", "sasl").anyMatch(name -> source.startsWith(ROOT.resolve(name)));
            for (String name : imports(source)) {
                assertTrue(!pure || !name.startsWith("io.postrider.transport.net") && !name.startsWith("io.postrider.transport.codec"), source + " imports " + name);
                assertTrue(!source.startsWith(ROOT.resolve("codec")) || !name.startsWith("io.postrider.transport.net"), source + " imports " + name);
            }
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<String> imports(Path source) {
        try {
            return IMPORT.matcher(Files.readString(source)).results().map(match -> match.group(1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
