package io.postrider.conformance;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which tests prove the rules of which section of the specification, as a table. */
final class SectionTable {
    /** Sections by number: 3.8.1 before 3.10. */
    private static final Comparator<String> BY_NUMBER = (one, other) ->
            Arrays.compare(Arrays.stream(one.split("\\.")).mapToInt(Integer::parseInt).toArray(),
                    Arrays.stream(other.split("\\.")).mapToInt(Integer::parseInt).toArray());

    private SectionTable() {
    }

    /** The classes of the chapters. */
    static List<Class<?>> classes() throws IOException {
        try (Stream<Path> sources = Files.list(Path.of("src/it/java/io/postrider/conformance"))) {
            List<Class<?>> classes = new ArrayList<>();
            for (Path source : sources.filter(path -> path.getFileName().toString().matches("Chapter\\d+\\w*IT\\.java")).sorted().toList()) {
                classes.add(Class.forName("io.postrider.conformance." + source.getFileName().toString().replace(".java", ""), false,
                        SectionTable.class.getClassLoader()));
            }
            return classes;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    static String markdown() throws IOException {
        Map<String, List<String>> tests = new TreeMap<>(BY_NUMBER);
        for (Class<?> type : classes()) {
            for (Method method : type.getDeclaredMethods()) {
                Section section = method.getAnnotation(Section.class);
                if (section != null) {
                    tests.computeIfAbsent(section.value(), number -> new ArrayList<>())
                            .add(type.getSimpleName() + ": " + method.getName().replace('_', ' '));
                }
            }
        }
        return tests.entrySet().stream()
                .map(entry -> "| " + entry.getKey() + " | " + entry.getValue().stream().sorted().collect(Collectors.joining("<br>")) + " |\n")
                .collect(Collectors.joining("", "| Section | Tests |\n|---|---|\n", ""));
    }
}
