package io.postrider.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dependencies point one way. Looks for names in whole files, so that a qualified name counts as an import does. */
@Timeout(20)
class DependencyTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "postrider", "broker");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

    /** What decides: a function of state and command, without threads, sockets or disks. */
    @ParameterizedTest
    @ValueSource(strings = {"core", "selector"})
    void what_decides_knows_no_socket_disk_or_lock(String folder) throws IOException {
        List<String> uses = uses(SOURCES.resolve(folder), List.of("io.netty.", "org.rocksdb.", "java.net.", "java.nio.channels.", "java.nio.file.", "java.io.",
                "java.util.concurrent.", "Thread.sleep", "System.currentTimeMillis", "System.nanoTime", "new Random()", "synchronized",
                "io.postrider.transport.net.", "io.postrider.transport.codec.", "io.postrider.transport.sasl.",
                "io.postrider.broker.net.", "io.postrider.broker.security.", "io.postrider.broker.config."));

        // the thread that drives it, and the queue in front of it
        uses.remove("core/CoreThread.java: java.util.concurrent.");
        assertEquals(List.of(), uses);
    }

    @Test
    void the_broker_knows_neither_netty_nor_jms() throws IOException {
        assertEquals(List.of(), uses(SOURCES, List.of("io.netty.", "jakarta.jms.")));
    }

    @Test
    void only_the_store_knows_rocksdb() throws IOException {
        assertEquals(List.of(), uses(SOURCES, List.of("org.rocksdb.")).stream().filter(use -> !use.startsWith("store/")).toList());
    }

    @Test
    void the_store_knows_nothing_of_links_and_of_what_decides() throws IOException {
        assertEquals(List.of(), uses(SOURCES.resolve("store"), List.of("io.postrider.broker.core.", "io.postrider.broker.net.", "io.postrider.transport.net.")));
    }

    private static List<String> uses(Path folder, List<String> names) throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
        assertFalse(files.isEmpty(), () -> "no source in " + folder.toAbsolutePath());
        for (Path file : files) {
            String code = COMMENT.matcher(Files.readString(file)).replaceAll(" ");
            names.stream().filter(code::contains).map(name -> SOURCES.relativize(file).toString().replace('\\', '/') + ": " + name).forEach(found::add);
        }
        return found;
    }
}
