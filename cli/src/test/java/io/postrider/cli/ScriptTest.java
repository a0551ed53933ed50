package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, with a Java and a Maven that only say what they were called with. */
@Timeout(120)
class ScriptTest {
    private static final Path SCRIPT = Path.of("..", "postrider");
    private static final List<String> MODULES = List.of("transport", "broker", "jms-api-impl", "examples", "torture", "cli");

    @TempDir
    private Path folder;
    private Path root;
    private Path programs;

    /** @param output both streams, line by line */
    private record Run(int exitCode, List<String> output) {
    }

    @BeforeEach
    void makeClone() throws IOException {
        root = Files.createDirectories(folder.resolve("a clone"));
        programs = Files.createDirectory(folder.resolve("programs"));
        Files.copy(SCRIPT, root.resolve("postrider"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String module : MODULES) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            Files.createFile(root.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(root.resolve("pom.xml"));
        java("17.0.1");
        program("javac", "exit 0");
        program("mvn", """
                if [ "$1" = -version ]; then echo 'Apache Maven 3.8.7'; exit 0; fi
                echo "$*" >> "%1$s/maven-calls"
                echo '[INFO] Building Postrider transport 0.1.0-SNAPSHOT                [2/6]'
                mkdir -p "%1$s/cli/target" "%1$s/broker/target"
                echo cli > "%1$s/cli/target/postrider-cli-0.1.0.jar"
                echo broker > "%1$s/broker/target/postrider-broker-0.1.0.jar"
                echo library > "%2$s/library.jar"
                printf '%%s' "%1$s/broker/target/postrider-broker-0.1.0.jar:%2$s/library.jar" > "%1$s/cli/target/classpath"
                """.formatted(root, folder));
        past();
    }

    @Test
    void the_first_use_builds_and_says_so_and_the_second_does_not() throws Exception {
        Run first = run("status", "--json");
        assertEquals(0, first.exitCode, first.output::toString);
        assertTrue(first.output.stream().anyMatch(line -> line.startsWith("postrider: building Postrider transport (2/6 after ")), first.output::toString);
        assertEquals(1, builds());
        Run second = run("status", "--json");
        assertEquals(1, second.output.size(), second.output::toString);
        assertTrue(second.output.get(0).endsWith("io.postrider.cli.PostriderCommand status --json"), second.output::toString);
        assertEquals(1, builds());
    }

    @Test
    void a_newer_source_or_build_file_or_a_removed_one_builds_again() throws Exception {
        run("status");
        Files.createFile(root.resolve("broker/src/main/java/New.java"));
        run("status");
        assertEquals(2, builds());
        Files.delete(root.resolve("broker/src/main/java/New.java"));
        run("status");
        assertEquals(3, builds());
        touch(root.resolve("examples/pom.xml"));
        run("status");
        assertEquals(4, builds());
        run("status");
        assertEquals(4, builds());
    }

    @Test
    void a_library_that_is_gone_from_the_local_repository_builds_again() throws Exception {
        run("status");
        Files.delete(folder.resolve("library.jar"));
        run("status");
        assertEquals(2, builds());
    }

    @Test
    void a_running_broker_keeps_its_jars_when_another_command_builds() throws Exception {
        String before = classPath(run("status"));
        touch(root.resolve("pom.xml"));
        String after = classPath(run("status"));
        assertTrue(!before.equals(after), after);
        for (String jar : before.split(":")) {
            assertTrue(Files.exists(Path.of(jar)), jar);
        }
    }

    @Test
    void it_works_from_another_folder_and_through_links() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createSymbolicLink(folder.resolve("link-to"), root.resolve("postrider")));
        Run run = run(folder, List.of(link.toString(), "send", "two words"));
        assertEquals(0, run.exitCode, run.output::toString);
        assertTrue(run.output.get(run.output.size() - 1).endsWith("PostriderCommand send two words"), run.output::toString);
    }

    @Test
    void it_tells_the_command_whether_its_output_is_a_terminal() throws Exception {
        assertFalse(run("browse").output.toString().contains("-Dpostrider.output=terminal"));
        Path terminal = Path.of("/usr/bin/script");
        Assumptions.assumeTrue(Files.isExecutable(terminal), "there is no " + terminal + " to make a terminal");
        Run run = run(folder, List.of(terminal.toString(), "-qec", "'" + root.resolve("postrider") + "' browse", "/dev/null"));
        assertTrue(run.output.toString().contains("-Dpostrider.output=terminal"), run.output::toString);
    }

    @Test
    void two_first_uses_at_once_build_once() throws Exception {
        Process one = start(folder, List.of(root.resolve("postrider").toString(), "status"), "one");
        Process two = start(folder, List.of(root.resolve("postrider").toString(), "status"), "two");
        assertTrue(one.waitFor(60, TimeUnit.SECONDS));
        assertTrue(two.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, one.exitValue());
        assertEquals(0, two.exitValue());
        assertEquals(1, builds());
    }

    @Test
    void a_failed_build_shows_the_errors_and_where_the_rest_is() throws Exception {
        program("mvn", """
                if [ "$1" = -version ]; then echo 'Apache Maven 3.9.9'; exit 0; fi
                echo '[INFO] much'
                echo '[ERROR] the reason'
                exit 1
                """);
        Run run = run("status");
        assertEquals(1, run.exitCode);
        assertTrue(run.output.contains("[ERROR] the reason"), run.output::toString);
        assertTrue(run.output.get(run.output.size() - 1).endsWith("build.log."), run.output::toString);
    }

    @Test
    void what_is_missing_is_named_with_what_to_install() throws Exception {
        Files.delete(programs.resolve("mvn"));
        assertRefused("postrider: there is no mvn on the PATH");
        program("mvn", "echo 'Apache Maven 3.5.4'");
        assertRefused("postrider: " + programs.resolve("mvn") + " has version 3.5.4. Install Maven 3.6.3 or later");
        java("11.0.2");
        assertRefused("postrider: " + programs.resolve("java") + " has version 11. Install a JDK of version 17 or later");
        java("1.8.0_302");
        assertRefused("postrider: " + programs.resolve("java") + " has version 8. Install a JDK of version 17 or later");
        Files.delete(programs.resolve("java"));
        assertRefused("postrider: there is no java on the PATH. Install a JDK of version 17 or later");
    }

    @Test
    void newer_java_is_allowed_its_native_code() throws Exception {
        java("25");
        Run run = run("start");
        assertTrue(run.output.get(run.output.size() - 1).contains("--enable-native-access=ALL-UNNAMED"), run.output::toString);
        java("17.0.9");
        assertTrue(run("start").output.stream().noneMatch(line -> line.contains("--enable-native-access")));
    }

    private void assertRefused(String start) throws Exception {
        Run run = run("status");
        assertEquals(1, run.exitCode, run.output::toString);
        assertEquals(1, run.output.size(), run.output::toString);
        assertTrue(run.output.get(0).startsWith(start), run.output::toString);
    }

    private void java(String version) throws IOException {
        program("java", "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\"' >&2; else echo \"java $*\"; fi");
    }

    private void program(String name, String text) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Everything is older than what will be built, on file systems with coarse times too. */
    private void past() throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100)));
            }
        }
    }

    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    private int builds() throws IOException {
        return Files.readAllLines(root.resolve("maven-calls")).size();
    }

    private static String classPath(Run run) {
        String line = run.output.get(run.output.size() - 1);
        return line.substring(line.indexOf(" -cp ") + 5, line.indexOf(" io.postrider.cli.PostriderCommand"));
    }

    private Run run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("./postrider"));
        command.addAll(List.of(arguments));
        return run(root, command);
    }

    private Run run(Path in, List<String> command) throws Exception {
        Process process = start(in, command, "output");
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Run(process.exitValue(), Files.readAllLines(folder.resolve("output")));
    }

    private Process start(Path in, List<String> command, String output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve(output).toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("POSTRIDER") || name.startsWith("JAVA") || name.startsWith("MAVEN"));
        builder.environment().put("PATH", programs + ":" + folder.resolve("system"));
        Files.createDirectories(folder.resolve("system"));
        for (String tool : List.of("bash", "sh", "env", "dirname", "readlink", "find", "head", "sed", "sort", "mkdir", "cp", "mv", "touch", "date", "grep", "cat", "flock", "mktemp", "sleep")) {
            for (String place : List.of("/usr/bin/", "/bin/")) {
                Path from = Path.of(place + tool);
                if (Files.exists(from) && !Files.exists(folder.resolve("system").resolve(tool))) {
                    Files.createSymbolicLink(folder.resolve("system").resolve(tool), from);
                }
            }
        }
        return builder.start();
    }
}
