package io.postrider.tck.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the tests of one server share: two brokers, and the server's configuration. Made before Arquillian reads its own, which has ports in
 * it that are only known then; closed after it has stopped the server.
 */
public final class ServerRun implements BeforeAllCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(ServerRun.class);

    private static Shared shared;

    /** Closed by JUnit, in the end, which closes what was made first as the last. */
    record Shared(ApplicationServer server, ServerBroker first, ServerBroker second) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            first.close();
            second.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
        if (store.get(Shared.class) == null) {
            store.put(Shared.class, make());
        }
        shared = store.get(Shared.class, Shared.class);
    }

    private static Shared make() throws IOException, InterruptedException {
        ApplicationServer server = ApplicationServer.chosen();
        Path folder = Path.of(System.getProperty("server.home")).resolveSibling(server.name() + "-run").toAbsolutePath();
        Trees.delete(folder);
        Files.createDirectories(folder);
        ServerBroker first = ServerBroker.start(folder.resolve("first"));
        ServerBroker second = ServerBroker.start(folder.resolve("second"));
        server.configure(first, second, Path.of(System.getProperty("server.rar")), folder);
        System.setProperty("arquillian.launch", server.name());
        return new Shared(server, first, second);
    }

    static Shared shared() {
        return shared;
    }
}
