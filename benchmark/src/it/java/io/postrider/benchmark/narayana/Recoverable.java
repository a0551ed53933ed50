package io.postrider.benchmark.narayana;

import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import io.postrider.jms.JmsXaConnectionFactory;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.XAJMSContext;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** A broker or a database, connected to for the sake of recovery alone. Used by Narayana's threads, and closed when those have ended. */
final class Recoverable implements XAResourceRecoveryHelper, AutoCloseable {
    private final String url;
    private XAJMSContext context;
    private XAConnection connection;
    private XAResource resource;

    Recoverable(String url) {
        this.url = url;
    }

    @Override
    public boolean initialise(String unused) {
        return true;
    }

    /** @throws SQLException if there is no connection yet and none can be opened; the next scan tries again */
    @Override
    public synchronized XAResource[] getXAResources() throws SQLException {
        if (resource == null) {
            if (url.startsWith("jdbc:")) {
                connection = Database.source(url).getXAConnection();
                resource = connection.getXAResource();
            } else {
                context = new JmsXaConnectionFactory(url).createXAContext();
                resource = context.getXAResource();
            }
        }
        return new XAResource[] {resource};
    }

    /** What of it waits for the word of its transaction manager, or why that is not known; empty if nothing does. */
    String inDoubt() {
        try {
            int branches = getXAResources()[0].recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN).length;
            return branches == 0 ? "" : branches + " branches of " + url;
        } catch (SQLException | XAException | JMSRuntimeException e) {
            return url + " cannot be asked: " + e;
        }
    }

    @Override
    public String toString() {
        return url;
    }

    @Override
    public synchronized void close() throws SQLException {
        if (context != null) {
            context.close();
        }
        if (connection != null) {
            connection.close();
        }
    }
}
