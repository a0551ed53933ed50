package io.postrider.benchmark.narayana;

import java.sql.SQLException;
import javax.transaction.xa.XAResource;

/** Where a transfer puts what it has taken from a queue. Used by one thread. */
interface Sink extends AutoCloseable {
    /** Of the branches that {@link #put} works in. */
    XAResource resource();

    void put(String text) throws SQLException;

    @Override
    void close() throws SQLException;

    /** @param url of a broker or a database; @param name of the queue or table */
    static Sink open(String url, String name) throws SQLException {
        return url.startsWith("jdbc:") ? new TableSink(url, name) : new QueueSink(url, name);
    }
}
