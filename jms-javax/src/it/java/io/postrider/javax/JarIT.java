package io.postrider.javax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is in the jar, and what is not: it stands beside the client for jakarta.jms, and without it. */
@Timeout(60)
class JarIT {
    private static final String OWN = "io/postrider/javax/jms/";

    private final List<JarEntry> entries = new ArrayList<>();
    private Path jar;

    @BeforeEach
    void open() throws Exception {
        jar = jar();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream().filter(entry -> !entry.isDirectory()).forEach(entries::add);
        }
    }

    @Test
    void it_has_no_name_in_common_with_the_other_client() {
        List<String> others = entries.stream().map(JarEntry::getName).filter(name -> !name.startsWith(OWN) && !name.startsWith("META-INF/")).toList();
        assertEquals(List.of(), others);
    }

    @Test
    void nothing_in_it_names_the_other_api_or_the_other_packages() throws IOException {
        List<String> found = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : entries) {
                try (InputStream in = file.getInputStream(entry)) {
                    String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).replace('/', '.');
                    if (!entry.getName().startsWith("META-INF/maven/") && (text.contains("jakarta.jms") || text.contains("io.postrider.jms"))) {
                        found.add(entry.getName());
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void each_of_its_classes_can_be_linked_without_the_other_client() throws Exception {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("jakarta.jms.Message"));
        int classes = 0;
        for (JarEntry entry : entries) {
            if (entry.getName().endsWith(".class") && !entry.getName().endsWith("package-info.class")) {
                Class<?> type = Class.forName(entry.getName().replace('/', '.').replaceFirst("\\.class$", ""), true, getClass().getClassLoader());
                assertTrue(type.getDeclaredMethods().length >= 0);
                classes++;
            }
        }
        assertFalse(classes < 50, "only " + classes + " classes");
    }

    /** Jakarta Messaging 3.1 has constructors that JMS 2.0 has not; the compiler has seen the former only. */
    @Test
    void it_calls_nothing_that_the_api_does_not_have() throws Exception {
        List<MemberReference> missing = new ArrayList<>();
        int found = 0;
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : entries) {
                if (entry.getName().endsWith(".class")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        for (MemberReference reference : MemberReference.of(in)) {
                            if (reference.owner().startsWith("javax/jms/")) {
                                found++;
                                if (!reference.exists()) {
                                    missing.add(reference);
                                }
                            }
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(found > 50, "only " + found + " calls");
    }

    @Test
    void a_constructor_that_came_later_would_be_found_missing() throws ClassNotFoundException {
        assertTrue(new MemberReference("javax/jms/JMSException", "<init>", "(Ljava/lang/String;Ljava/lang/String;)V").exists());
        assertFalse(new MemberReference("javax/jms/JMSException", "<init>", "(Ljava/lang/String;Ljava/lang/String;Ljava/lang/Exception;)V").exists());
        assertTrue(new MemberReference("javax/jms/TextMessage", "getJMSMessageID", "()Ljava/lang/String;").exists());
    }

    private static Path jar() throws ClassNotFoundException, URISyntaxException {
        Class<?> factory = Class.forName("io.postrider.javax.jms.JmsConnectionFactory");
        return Path.of(factory.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
