package io.postrider.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules that a page lists, each with its tests as {@code Class: name of the method}, of whatever module of the project. */
final class RuleTable {
    private record Row(String rule, List<String> tests) {
    }

    private final List<Row> rows;
    private final Map<String, Path> sources;

    private RuleTable(List<Row> rows, Map<String, Path> sources) {
        this.rows = rows;
        this.sources = sources;
    }

    /**
     * @param markdown of the page
     * @param project  the folder with the modules
     */
    static RuleTable read(String markdown, Path project) throws IOException {
        List<Row> rows = markdown.lines().filter(line -> line.startsWith("| ") && !line.startsWith("| Rule |")).map(RuleTable::row).toList();
        Map<String, Path> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(project)) {
            for (Path module : modules.toList()) {
                for (String folder : List.of("src/test/java", "src/it/java")) {
                    addSources(module.resolve(folder), sources);
                }
            }
        }
        return new RuleTable(rows, sources);
    }

    int size() {
        return rows.size();
    }

    /** What the table names and the project does not have, as rule and test. */
    List<String> missing() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Row row : rows) {
            for (String test : row.tests) {
                if (!exists(test)) {
                    missing.add(row.rule + ": " + test);
                }
            }
        }
        return missing;
    }

    private boolean exists(String test) throws IOException {
        String[] parts = test.split(": ", 2);
        Path source = sources.get(parts[0]);
        if (source == null || parts.length < 2) {
            return false;
        }
        String method = Pattern.quote(parts[1].replace(' ', '_'));
        // as tests are declared: neither private nor static, in the class itself
        return Pattern.compile("\n    (void|List<DynamicTest>) " + method + "\\(").matcher(Files.readString(source)).find();
    }

    private static Row row(String line) {
        String[] cells = line.split("\\|");
        return new Row(cells[1].strip(), Arrays.stream(cells.length < 3 ? new String[] {""} : cells[2].split("<br>")).map(String::strip).toList());
    }

    private static void addSources(Path folder, Map<String, Path> sources) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> sources.put(file.getFileName().toString().replace(".java", ""), file));
            }
        }
    }
}
