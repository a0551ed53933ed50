package io.postrider.conformance;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Another process of this machine, with a connection that has a client id and lasts until it is closed. Closed by who made it. */
final class OtherProcess implements AutoCloseable {
    private final Path names;
    private final Process process;

    private OtherProcess(Path names, Process process) {
        this.names = names;
        this.process = process;
    }

    /** Returns when the connection of the other process has its client id. */
    static OtherProcess with(String clientId) throws IOException {
        Path names = Files.createTempFile("conformance", ".properties");
        try (Writer writer = Files.newBufferedWriter(names)) {
            Provider.names().store(writer, null);
        }
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dconformance.jndi=" + names,
                "-Dconformance.factory=" + Provider.NAME, "-Dconformance.user=" + Provider.USER, "-Dconformance.password=" + Provider.PASSWORD,
                "-cp", System.getProperty("java.class.path"), OtherProcess.class.getName(), clientId);
        OtherProcess other = new OtherProcess(names, builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        BufferedReader reader = new BufferedReader(new InputStreamReader(other.process.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        if (!clientId.equals(line)) {
            other.process.destroyForcibly();
            throw new IOException("the other process said " + line);
        }
        return other;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(Rules.WAIT_MS, TimeUnit.MILLISECONDS)) {
                throw new IOException("the other process does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            Files.delete(names);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The other process: its standard input ends when it has to. */
    public static void main(String[] args) throws JMSException, IOException {
        try (Connection connection = Provider.FACTORY.createConnection(Provider.USER, Provider.PASSWORD)) {
            connection.setClientID(args[0]);
            connection.start();
            System.out.println(args[0]);
            System.in.read();
        }
    }
}
