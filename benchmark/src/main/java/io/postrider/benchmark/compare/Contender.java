package io.postrider.benchmark.compare;

import io.postrider.examples.perf.SendMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A broker with its client as they are started and configured here. */
interface Contender {
    /** As on the command line. */
    String id();

    /** As in the tables. */
    String name();

    boolean isPostrider();

    String brokerClassPath();

    /** Writes what the broker needs into its empty data folder. */
    void prepare(Path data) throws IOException;

    /** What its Java needs beside the heap that all have. */
    List<String> brokerJvm(Path data);

    /** Main class and arguments. */
    List<String> brokerMain(Path data);

    String clientClassPath();

    /** The connection factory's class, an XAConnectionFactory too. */
    String factory();

    String url(int port, SendMode mode);

    /** What an answer to the producer, and a delivery, wait for in that mode: a sentence for the table. */
    String waits(SendMode mode);

    /**
     * @param id         {@code postrider}, or {@code artemis-nio-N} or {@code artemis-aio-N} with a buffer timeout of N nanoseconds,
     *                   or {@code disk} for what a synced write costs here
     * @param classPaths of Artemis
     */
    static Contender of(String id, ArtemisClassPaths classPaths, DiskProbe disk) {
        if (id.equals("postrider")) {
            return new Postrider();
        }
        String[] words = id.split("-");
        if (words.length == 3 && words[0].equals("artemis") && words[1].matches("nio|aio") && words[2].matches("disk|\\d{1,10}")) {
            ArtemisConfiguration.Journal journal = words[1].equals("nio") ? ArtemisConfiguration.Journal.NIO : ArtemisConfiguration.Journal.AIO;
            long timeoutNanos = words[2].equals("disk") ? disk.bestMeanNanos() : Long.parseLong(words[2]);
            return new Artemis(id, new ArtemisConfiguration(journal, timeoutNanos), classPaths);
        }
        throw new IllegalArgumentException("contender cannot be " + id + "; it is postrider, artemis-nio-N or artemis-aio-N with a buffer timeout in nanoseconds or \"disk\" for N");
    }

    /** Resolved by the script. */
    record ArtemisClassPaths(String server, String client) {
    }
}
