package io.postrider.benchmark.narayana;

import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;

/** H2 in a process of its own, so that it outlives the application. Says {@code ready URL} and ends with its input. */
final class Database {
    private Database() {
    }

    /** @param arguments the folder of its files */
    public static void main(String[] arguments) throws Exception {
        String folder = Path.of(arguments[0]).toAbsolutePath().toString();
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", folder).start();
        System.out.println("ready jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/rows");
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
        server.stop();
    }

    static JdbcDataSource source(String url) throws SQLException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        source.setPassword("");
        return source;
    }
}
