package io.postrider.benchmark.compare;

import io.postrider.examples.perf.Perf;
import io.postrider.examples.perf.SendMode;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Apache Artemis with one of its journals and a time that its buffer gathers writes for. */
record Artemis(String id, ArtemisConfiguration configuration, ArtemisClassPaths classPaths) implements Contender {
    private static final String NATIVE = "libartemis-native-64.so";

    @Override
    public String name() {
        return String.format(Locale.ROOT, "Artemis %s, buffer %.3f ms", configuration.journal(), configuration.bufferTimeoutNanos() / 1e6);
    }

    @Override
    public boolean isPostrider() {
        return false;
    }

    /** With this module's own classes, which need none of its dependencies here. */
    @Override
    public String brokerClassPath() {
        return String.join(File.pathSeparator, location(ArtemisMain.class), classPaths.server());
    }

    @Override
    public void prepare(Path data) throws IOException {
        configuration.writeTo(data);
        for (String jar : classPaths.server().split(File.pathSeparator)) {
            if (Path.of(jar).getFileName().toString().startsWith("activemq-artemis-native")) {
                unpackNative(Path.of(jar), data);
            }
        }
    }

    /** Its jar holds the library for libaio, but Java loads it only from a folder. */
    private static void unpackNative(Path jar, Path folder) throws IOException {
        String architecture = System.getProperty("os.arch").replace("amd64", "x86_64");
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Path library = files.getPath("lib", "linux-" + architecture, NATIVE);
            if (Files.exists(library)) {
                Files.copy(library, folder.resolve(NATIVE));
            }
        }
    }

    @Override
    public List<String> brokerJvm(Path data) {
        return List.of("-Djava.library.path=" + data, "-Djava.util.logging.config.file=" + data.resolve(ArtemisConfiguration.LOGGING));
    }

    @Override
    public List<String> brokerMain(Path data) {
        return List.of(ArtemisMain.class.getName(), data.toString());
    }

    @Override
    public String clientClassPath() {
        return String.join(File.pathSeparator, location(ClientMain.class), location(Perf.class), location(Histogram.class), classPaths.client());
    }

    @Override
    public String factory() {
        return "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory";
    }

    /** Without a confirmation window its client completes asynchronous sends before the broker has them. */
    @Override
    public String url(int port, SendMode mode) {
        return "tcp://127.0.0.1:" + port + (mode == SendMode.ASYNCHRONOUS ? "?confirmationWindowSize=1048576" : "");
    }

    @Override
    public String waits(SendMode mode) {
        return switch (mode) {
            case PERSISTENT -> "send returns, and the message is delivered, when its journal record is synced (journal-datasync, journal-sync-non-transactional, "
                    + "blockOnDurableSend); nobody waits for an AUTO acknowledgement, which is synced too";
            case TRANSACTED -> "commit, of sends and of acknowledgements, returns when its journal records are synced (journal-sync-transactional); the sends of a "
                    + "transaction wait for nothing but producerWindowSize (64 KB of credit)";
            case NON_PERSISTENT -> "send waits for no answer (blockOnNonDurableSend is false), only for credit (producerWindowSize, 64 KB); nothing is stored";
            case ASYNCHRONOUS -> "onCompletion comes when the journal record is synced (confirmationWindowSize 1 MB); at most 1,000 sends per producer are incomplete";
            case XA -> "prepare and commit each return when their journal record is synced (journal-sync-transactional); start and end wait for an answer from memory, "
                    + "a send in a branch for nothing but producerWindowSize";
        };
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " was loaded from no file", e);
        }
    }
}
