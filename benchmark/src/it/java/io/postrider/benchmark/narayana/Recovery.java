package io.postrider.benchmark.narayana;

import java.nio.file.Path;
import java.util.List;

/** The process that comes after the application, and decides what that has left in doubt. Says {@code ready} when nothing is. */
final class Recovery {
    private Recovery() {
    }

    /** @param arguments folder of the log, name of the node, URLs of brokers and databases */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        try (Narayana narayana = new Narayana(Path.of(words.get(0)), words.get(1), words.subList(2, words.size()))) {
            narayana.recover();
            System.out.println("ready");
        }
        System.exit(0);
    }
}
