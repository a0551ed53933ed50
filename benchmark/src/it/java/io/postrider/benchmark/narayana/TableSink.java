package io.postrider.benchmark.narayana;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;

/** A table of a database. */
final class TableSink implements Sink {
    private final XAConnection connection;
    private final XAResource resource;
    /** One for all branches: H2 rolls back what is done when it is closed. */
    private final Connection handle;
    private final PreparedStatement insert;

    TableSink(String url, String table) throws SQLException {
        connection = Database.source(url).getXAConnection();
        resource = connection.getXAResource();
        handle = connection.getConnection();
        insert = handle.prepareStatement("INSERT INTO " + table + " VALUES (?)");
    }

    @Override
    public XAResource resource() {
        return resource;
    }

    @Override
    public void put(String text) throws SQLException {
        insert.setString(1, text);
        insert.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        handle.close();
        connection.close();
    }
}
