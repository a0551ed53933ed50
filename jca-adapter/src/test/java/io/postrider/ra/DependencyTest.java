package io.postrider.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dependencies point one way: this module knows the client, what servers define, and the JDK. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DependencyTest {
    private static final List<String> KNOWN = List.of("io.postrider.ra.", "io.postrider.jms.", "jakarta.jms.", "jakarta.resource.", "jakarta.transaction.",
            "jakarta.validation.constraints.", "java.", "javax.naming.", "javax.security.auth.", "javax.transaction.xa.");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);

    @Test
    void nothing_is_imported_but_the_client_the_apis_of_a_server_and_the_jdk() throws IOException {
        assertEquals(Set.of(), imported(name -> KNOWN.stream().noneMatch(name::startsWith)));
    }

    @Test
    void of_the_client_only_what_is_meant_for_others_is_used() throws IOException {
        assertEquals(Set.of(), imported(name -> name.startsWith("io.postrider.jms.client.") || name.startsWith("io.postrider.jms.message.")
                || name.startsWith("io.postrider.jms.ack.")));
    }

    @Test
    void the_ways_out_know_nothing_of_the_ways_in() throws IOException {
        assertEquals(Set.of(), imported(name -> name.startsWith("io.postrider.ra.inbound.")).stream()
                .filter(use -> use.startsWith("outbound/")).collect(java.util.stream.Collectors.toSet()));
    }

    private static Set<String> imported(java.util.function.Predicate<String> which) throws IOException {
        Path root = Path.of("src/main/java/io/postrider/ra");
        Set<String> found = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(root)) {
            for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher imports = IMPORT.matcher(Files.readString(source));
                while (imports.find()) {
                    if (which.test(imports.group(1))) {
                        found.add(root.relativize(source) + " " + imports.group(1));
                    }
                }
            }
        }
        return found;
    }
}
