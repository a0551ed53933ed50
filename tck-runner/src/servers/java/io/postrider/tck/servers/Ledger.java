package io.postrider.tck.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.tools.Server;

/**
 * The database of transactions, which is no part of the server: inside of one, H2 now and then lost what was prepared when that was killed.
 * Ends with the tests.
 */
final class Ledger {
    private final String url;
    /** So that the database does not close with the server's last connection. */
    private final Connection kept;

    private Ledger(Server server) throws SQLException {
        this.url = "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/./ledger";
        this.kept = DriverManager.getConnection(url, "sa", "sa");
    }

    static Ledger start(Path folder) throws IOException {
        System.setProperty("h2.bindAddress", "127.0.0.1"); // otherwise it listens on every address
        try {
            return new Ledger(Server.createTcpServer("-tcpPort", "0", "-tcpDaemon", "-ifNotExists", "-baseDir", folder.toString()).start());
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    String url() {
        return url;
    }
}
