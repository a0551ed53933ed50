package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One command, run in a process of its own and ended.
 *
 * @param exitCode what it ended with
 * @param out      its standard output
 * @param err      its standard error
 */
record CommandRun(int exitCode, byte[] out, String err) {
    private static final int SECONDS_MAX = 120;

    /** What a command is given besides its arguments. */
    static final class Given {
        private final Map<String, String> variables = new HashMap<>();
        private final List<String> options = new ArrayList<>();
        private Path folder = Path.of("target").toAbsolutePath();
        private byte[] input = new byte[0];

        Given input(String text) {
            input = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        Given input(byte[] bytes) {
            input = bytes.clone();
            return this;
        }

        Given variable(String name, String value) {
            variables.put(name, value);
            return this;
        }

        /** As the script does when its output is a terminal. */
        Given terminal() {
            options.add("-Dpostrider.output=terminal");
            return this;
        }

        Given in(Path given) {
            folder = given;
            return this;
        }

        CommandRun run(String... arguments) throws IOException, InterruptedException {
            Path in = Files.createTempFile(Path.of("target"), "run", ".in");
            Path out = Files.createTempFile(Path.of("target"), "run", ".out");
            Path err = Files.createTempFile(Path.of("target"), "run", ".err");
            try {
                Files.write(in, input);
                ProcessBuilder builder = new ProcessBuilder(command(options, List.of(arguments))).directory(folder.toFile())
                        .redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
                builder.environment().keySet().removeIf(name -> name.startsWith("POSTRIDER"));
                builder.environment().putAll(variables);
                Process process = builder.start();
                if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(List.of(arguments) + " did not end within " + SECONDS_MAX + " s; " + Files.readString(err));
                }
                return new CommandRun(process.exitValue(), Files.readAllBytes(out), Files.readString(err));
            } finally {
                Files.delete(in);
                Files.delete(out);
                Files.delete(err);
            }
        }
    }

    static Given given() {
        return new Given();
    }

    static CommandRun run(String... arguments) throws IOException, InterruptedException {
        return given().run(arguments);
    }

    /** The command as the script runs it. */
    static List<String> command(List<String> arguments) {
        return command(List.of(), arguments);
    }

    private static List<String> command(List<String> more, List<String> arguments) {
        List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        options.addAll(more);
        return new ArrayList<>(JavaProcess.postrider(options, arguments));
    }

    String text() {
        return new String(out, StandardCharsets.UTF_8);
    }

    CommandRun done() {
        assertEquals(0, exitCode, () -> err + text());
        return this;
    }

    /** One sentence on standard error that has these parts, and no stack. */
    void refused(int expectedExitCode, String... parts) {
        assertEquals(expectedExitCode, exitCode, () -> err + text());
        List<String> lines = err.lines().filter(line -> line.startsWith("postrider: ")).toList();
        assertEquals(1, lines.size(), err);
        assertFalse(err.contains("\tat "), err);
        for (String part : parts) {
            assertTrue(lines.get(0).contains(part), () -> "'" + part + "' is not in: " + lines.get(0));
        }
    }
}
