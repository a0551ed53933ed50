package io.postrider.torture.fault;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Command lines of further Java processes, made of this one's Java and class path. */
public final class JavaProcess {
    private JavaProcess() {
    }

    /**
     * A command line. Without what the command line tool logs with, so that these processes log to their error output, as the JDK does
     * by itself, and say on their output what was agreed and nothing else.
     */
    public static List<String> of(List<String> options, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(options);
        command.add("-cp");
        command.add(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !isLogging(Path.of(entry).getFileName().toString())).collect(Collectors.joining(File.pathSeparator)));
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    private static boolean isLogging(String jar) {
        return jar.startsWith("logback-") || jar.startsWith("slf4j-");
    }
}
