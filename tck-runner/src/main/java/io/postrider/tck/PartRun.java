package io.postrider.tck;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** One part of the TCK: its broker, its process of tests, and what that process tells. Used by one thread. */
final class PartRun implements Callable<PartResult> {
    private static final int CONNECT_MS_MAX = 60_000;
    private static final int ACCEPT_MS = 500;
    /** No test of the TCK takes longer than a minute and a few of its timeouts. */
    private static final int SILENCE_MS_MAX = 300_000;

    private final String part;
    private final TckOptions options;
    private final Progress progress;
    private final Path folder;
    private final Path log;

    PartRun(String part, TckOptions options, Progress progress) {
        this.part = part;
        this.options = options;
        this.progress = progress;
        this.folder = options.folder().resolve(part);
        this.log = folder.resolve("tests.log");
    }

    @Override
    public PartResult call() throws IOException, InterruptedException {
        empty(folder);
        Files.createDirectories(folder.resolve("tmp"));
        try (TckBroker broker = TckBroker.start(folder);
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (Writer names = Files.newBufferedWriter(folder.resolve("jndi.properties"))) {
                TckNames.of(broker.url()).store(names, null);
            }
            try (ChildProcess tests = ChildProcess.start(command(server.getLocalPort()), folder, log)) {
                return results(server, tests);
            }
        }
    }

    private List<String> command(int port) {
        String classPath = String.join(File.pathSeparator, folder.toString(), options.jar().toString(), System.getProperty("java.class.path"));
        List<String> properties = List.of(
                "-Duser=" + TckBroker.USER, "-Dpassword=" + TckBroker.PASSWORD, "-Djms_timeout=" + options.jmsTimeoutMs(),
                "-Dplatform.mode=standalone", "-Dvehicle=standalone",
                // the TCK writes a file there whose name is the same in every run
                "-Djava.io.tmpdir=" + folder.resolve("tmp"));
        return JavaCommand.of(properties, classPath, TestProcess.class.getName(),
                List.of(Integer.toString(port), TckOptions.TESTS + "." + part, options.classes().pattern()));
    }

    private PartResult results(ServerSocket server, ChildProcess tests) throws IOException, InterruptedException {
        int planned = 0;
        List<TestResult> results = new ArrayList<>();
        try (Socket socket = accept(server, tests)) {
            socket.setSoTimeout(SILENCE_MS_MAX);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            planned = in.readInt();
            progress.started(part, planned);
            while (in.readBoolean()) {
                TestResult result = TestResult.read(in);
                results.add(result);
                progress.finished(part, result);
            }
            return new PartResult(part, planned, results, planned == 0 ? "there are no such tests in the jar" : "");
        } catch (SocketTimeoutException e) {
            return new PartResult(part, planned, results, "nothing was heard of the tests for minutes; see " + log);
        } catch (EOFException | SocketException e) {
            return new PartResult(part, planned, results, "the process of the tests ended early; see " + log);
        }
    }

    private static Socket accept(ServerSocket server, ChildProcess tests) throws IOException, InterruptedException {
        server.setSoTimeout(ACCEPT_MS);
        for (int waitedMs = 0; waitedMs < CONNECT_MS_MAX; waitedMs += ACCEPT_MS) {
            try {
                return server.accept();
            } catch (SocketTimeoutException e) {
                if (tests.hasEnded(0)) {
                    throw new EOFException();
                }
            }
        }
        throw new SocketTimeoutException();
    }

    private static void empty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
