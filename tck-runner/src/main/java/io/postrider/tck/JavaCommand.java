package io.postrider.tck;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a further Java process, of this one's Java. */
public final class JavaCommand {
    private static final int HEAP_MIB = 512;

    private JavaCommand() {
    }

    public static List<String> of(List<String> options, String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            // newer Java asks that native code (RocksDB, epoll) be allowed by name
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-Xmx" + HEAP_MIB + "m");
        command.addAll(options);
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }
}
