package io.postrider.torture;

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

/** A judge who shared code with the judged, or clients who knew their provider, would prove nothing. */
@Timeout(20)
class DependencyTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "postrider", "torture");
    private static final List<String> OURS = List.of("io.postrider.broker", "io.postrider.transport", "io.postrider.jms");

    @Test
    void the_judge_knows_the_logs_and_nothing_else() throws IOException {
        assertEquals(List.of(), imports("check", List.of("java.", "io.postrider.torture.log.", "io.postrider.torture.check.")));
    }

    @Test
    void clients_know_the_apis_their_transaction_manager_and_the_log_they_write() throws IOException {
        assertEquals(List.of(), imports("load", List.of("java.", "javax.naming.", "javax.transaction.xa.", "jakarta.jms.", "jakarta.transaction.", "com.arjuna.",
                "io.postrider.torture.log.", "io.postrider.torture.load.")));
    }

    @Test
    void logs_are_plain_java() throws IOException {
        assertEquals(List.of(), imports("log", List.of("java.", "io.postrider.torture.log.")));
    }

    @Test
    void the_broker_is_started_by_its_main_class_and_not_touched_otherwise() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources(SOURCES)) {
            String text = Files.readString(source).replace("io.postrider.broker.TortureBroker;", "").replace("io.postrider.jms.jndi.PostriderInitialContextFactory", "");
            OURS.stream().filter(text::contains).map(name -> source.getFileName() + ": " + name).forEach(found::add);
        }
        assertEquals(List.of(), found);
    }

    /** What a package imports beyond what it may. */
    private static List<String> imports(String folder, List<String> permitted) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources(SOURCES.resolve(folder))) {
            for (String line : Files.readAllLines(source)) {
                String name = line.replace("import static ", "").replace("import ", "");
                if (line.startsWith("import ") && permitted.stream().noneMatch(name::startsWith)) {
                    found.add(source.getFileName() + ": " + line);
                }
            }
        }
        return found;
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertFalse(sources.isEmpty());
            return sources;
        }
    }
}
