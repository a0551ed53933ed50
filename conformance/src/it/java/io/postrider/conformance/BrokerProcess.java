package io.postrider.conformance;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A broker of ours in a process of its own, so that it can be killed; each start has the same port and store. Closed by who made it. */
final class BrokerProcess implements AutoCloseable {
    private final Path data = Files.createTempDirectory("conformance");
    private OtherProcess process;

    BrokerProcess() throws IOException {
        PostriderBroker.addUser(data, Provider.USER, Provider.PASSWORD);
        process = start(0);
    }

    /** @param lossMs for how long a lost connection is tried again */
    ConnectionFactory factory(long lossMs) {
        return Provider.at(port(), lossMs);
    }

    /** As kill -9 does. */
    void kill() throws IOException {
        process.kill();
    }

    /** In order. */
    void stop() throws IOException {
        process.close();
    }

    void startAgain() throws IOException {
        process = start(port());
    }

    @Override
    public void close() throws IOException {
        process.kill();
        PostriderBroker.delete(data);
    }

    private int port() {
        return Integer.parseInt(process.said());
    }

    private OtherProcess start(int port) throws IOException {
        return OtherProcess.start(PostriderBroker.class, List.of(), data.toString(), String.valueOf(port));
    }
}
