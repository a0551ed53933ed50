package io.postrider.tck;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What one run is told. Immutable.
 *
 * @param jar          with the tests; null if none was named
 * @param jmsTimeoutMs how long the tests wait for a message, also for one that must not come
 * @param parts        packages below {@link #TESTS}, run side by side
 * @param classes      which classes to run, by their full names
 * @param folder       for everything that is written; emptied of what an earlier run left
 */
record TckOptions(Path jar, int jmsTimeoutMs, List<String> parts, Pattern classes, Path folder) {
    /** Where the TCK has its tests. */
    static final String TESTS = "com.sun.ts.tests.jms";
    /** As in the TCK's own runner. */
    private static final int JMS_TIMEOUT_MS = 10_000;

    /** @throws IllegalArgumentException for an argument that is not {@code key=value} of the above, saying what was expected */
    static TckOptions of(String... arguments) {
        Path jar = null;
        int jmsTimeoutMs = JMS_TIMEOUT_MS;
        List<String> parts = List.of("core", "core20");
        Pattern classes = Pattern.compile(".*");
        Path folder = Path.of("target", "tck");
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.substring(0, Math.max(0, argument.indexOf('=')))) {
                case "jar" -> jar = value.isEmpty() ? null : jar(Path.of(value).toAbsolutePath());
                case "jmsTimeoutMs" -> jmsTimeoutMs = timeout(value);
                case "parts" -> parts = Arrays.stream(value.split(",")).map(TckOptions::part).distinct().toList();
                case "classes" -> classes = pattern(value);
                case "folder" -> folder = Path.of(value);
                default -> throw new IllegalArgumentException("'" + argument
                        + "', expected jar=FILE, jmsTimeoutMs=N, parts=core,core20, classes=REGEX or folder=DIR");
            }
        }
        return new TckOptions(jar, jmsTimeoutMs, parts, classes, folder.toAbsolutePath());
    }

    private static Path jar(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        return file;
    }

    private static int timeout(String text) {
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("jmsTimeoutMs=" + text + ", expected milliseconds from 1 to 999999");
        }
        return Integer.parseInt(text);
    }

    private static String part(String text) {
        if (!text.matches("[a-z][a-z0-9]*")) {
            throw new IllegalArgumentException("part '" + text + "', expected the name of a package below " + TESTS);
        }
        return text;
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("classes=" + text + " is no regular expression: " + e.getMessage(), e);
        }
    }
}
