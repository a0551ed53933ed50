package io.postrider.cli;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** Command lines of further Java processes, made of this one's Java and class path. */
final class JavaProcess {
    private JavaProcess() {
    }

    /** This command again, with other arguments. */
    static List<String> postrider(List<String> options, List<String> arguments) {
        return of(options, System.getProperty("java.class.path"), PostriderCommand.class.getName(), arguments);
    }

    /**
     * A program that knows only the API: its class path has the client and no broker. Without SLF4J either, so that the client
     * logs to the JDK's own log.
     *
     * @param first folder that comes first on its class path
     */
    static List<String> client(Path first, List<String> options, String mainClass, List<String> arguments) {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !isOfBroker(Path.of(entry).getFileName().toString()))
                .collect(Collectors.joining(File.pathSeparator));
        return of(options, first + File.pathSeparator + classPath, mainClass, arguments);
    }

    /** A new folder with a jndi.properties that wins over the one of the examples: another URL, the same names. */
    static Path jndi(String url) throws IOException {
        Path folder = Files.createTempDirectory("postrider-jndi");
        Properties properties = new Properties();
        properties.setProperty("connectionFactory.broker", url);
        try (Writer writer = Files.newBufferedWriter(folder.resolve("jndi.properties"), StandardCharsets.ISO_8859_1)) {
            properties.store(writer, null);
        }
        return folder;
    }

    private static boolean isOfBroker(String jar) {
        return List.of("postrider-broker-", "rocksdbjni-", "picocli-", "logback-", "slf4j-", "jackson-", "snakeyaml-", "fastutil-", "jctools-")
                .stream().anyMatch(jar::startsWith);
    }

    private static List<String> of(List<String> options, String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(options);
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }
}
