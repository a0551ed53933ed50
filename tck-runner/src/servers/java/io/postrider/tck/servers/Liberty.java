package io.postrider.tck.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.jdbcx.JdbcDataSource;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Open Liberty: a server of its own, configured by {@code liberty/server.xml} and {@code liberty/sign-on.xml} of the guide and {@code liberty/more.xml}. */
final class Liberty implements ApplicationServer {
    private static final String SERVER = "tests";
    private static final int HTTP = 9080;

    private final Path home;
    private int offset;
    private Ledger ledger;

    Liberty(Path home) {
        this.home = home;
    }

    @Override
    public String name() {
        return "liberty";
    }

    @Override
    public void configure(ServerBroker first, ServerBroker second, Path rar, Path folder) throws IOException {
        ledger = Ledger.start(folder);
        offset = Ports.freeOffset(HTTP);
        Path server = home.resolve("usr/servers").resolve(SERVER);
        Trees.delete(server);
        Path more = Files.createDirectories(server.resolve("configDropins/overrides"));
        Resources.copy("liberty/server.xml", server.resolve("server.xml"));
        Resources.copy("liberty/sign-on.xml", more.resolve("sign-on.xml"));
        Resources.copy("liberty/more.xml", more.resolve("more.xml"));
        Files.copy(rar, server.resolve("postrider.rar"));
        AdapterArchive.withSupport(rar, "LocalTransaction", server.resolve("local.rar"));
        AdapterArchive.withSupport(rar, "NoTransaction", server.resolve("untransacted.rar"));
        Files.copy(ServerCommand.jarOf(JdbcDataSource.class), server.resolve("h2.jar"));
        Files.writeString(server.resolve("bootstrap.properties"), String.join("\n",
                "http.port=" + httpPort(),
                "postrider.url=" + first.serverUrl(),
                "postrider.user=" + ServerBroker.USER,
                "postrider.password=" + ServerBroker.PASSWORD,
                "clerk.password=" + ServerBroker.CLERK_PASSWORD,
                "second.url=" + second.serverUrl(),
                "ledger.url=" + ledger.url(),
                ""));
        System.setProperty("liberty.serverName", SERVER);
        System.setProperty("liberty.httpPort", String.valueOf(httpPort()));
        System.setProperty("liberty.javaVmArguments", "-Xmx512m");
    }

    @Override
    public String names() {
        return "";
    }

    @Override
    public void describe(WebArchive application) {
        // nothing: server.xml says which adapter feeds which bean
    }

    @Override
    public boolean takesDefinitions() {
        return false;
    }

    @Override
    public void describeEmbedded(WebArchive application) {
        // nothing: server.xml has its resources too
    }

    @Override
    public boolean recoversMappedUsers() {
        return true;
    }

    @Override
    public int httpPort() {
        return HTTP + offset;
    }

    @Override
    public Path log() {
        return home.resolve("usr/servers").resolve(SERVER).resolve("logs/messages.log");
    }
}
