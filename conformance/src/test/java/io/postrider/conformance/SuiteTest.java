package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;

/** The suite itself: what it knows, and that its table is that of its tests. */
@Timeout(30)
class SuiteTest {
    private static final List<String> KNOWN = List.of("jakarta.jms.", "java.", "javax.naming.", "javax.transaction.xa.", "org.junit.");
    private static final Path SECTIONS = Path.of("../docs/compatibility.md");
    private static final Path RULES = Path.of("../docs/conformance.md");
    private static final String BEGIN = "<!-- table: begin -->\n";
    private static final String END = "<!-- table: end -->";

    @Test
    void it_knows_the_api_and_naming_alone_but_for_what_starts_the_broker() throws IOException {
        Set<String> others = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/it/java"))) {
            for (Path source : sources.filter(path -> path.toString().endsWith(".java") && !path.endsWith("PostriderBroker.java")).toList()) {
                Files.readAllLines(source).stream().filter(line -> line.startsWith("import "))
                        .map(line -> line.replace("import static ", "").replace("import ", ""))
                        .filter(name -> KNOWN.stream().noneMatch(name::startsWith))
                        .forEach(name -> others.add(source.getFileName() + " " + name));
            }
        }
        assertEquals(Set.of(), others);
    }

    @Test
    void each_test_cites_its_section() throws IOException {
        for (Class<?> type : SectionTable.classes()) {
            for (Method method : type.getDeclaredMethods()) {
                boolean isTest = method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(TestFactory.class)
                        || method.isAnnotationPresent(ParameterizedTest.class);
                assertEquals(isTest, method.isAnnotationPresent(Section.class), method::toString);
            }
        }
    }

    /** {@code -Dconformance.write=true} writes it. */
    @Test
    void the_page_has_the_table() throws IOException {
        String page = Files.readString(SECTIONS);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertTrue(end >= begin, "no marks of the table in " + SECTIONS);
        if (Boolean.getBoolean("conformance.write")) {
            Files.writeString(SECTIONS, page.substring(0, begin) + SectionTable.markdown() + page.substring(end));
        } else {
            assertEquals(SectionTable.markdown(), page.substring(begin, end), "write it by -Dconformance.write=true");
        }
    }

    @Test
    void the_tests_of_each_listed_rule_are_there() throws IOException {
        String page = Files.readString(RULES);
        RuleTable table = RuleTable.read(page.substring(page.indexOf("<!-- rules: begin -->"), page.indexOf("<!-- rules: end -->")), Path.of(".."));
        assertTrue(table.size() >= 60, () -> "rules read: " + table.size());
        assertEquals(List.of(), table.missing());
    }

    @Test
    void a_listed_rule_without_a_test_would_be_noticed() throws IOException {
        String rows = """
                | Rule | Tests |
                |---|---|
                | a | SuiteTest: each test cites its section<br>SuiteTest: no test of this name |
                | b | NoSuchTest: each test cites its section |
                | c | |
                """;
        assertEquals(List.of("a: SuiteTest: no test of this name", "b: NoSuchTest: each test cites its section", "c: "),
                RuleTable.read(rows, Path.of("..")).missing());
    }
}
