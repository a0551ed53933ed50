package io.postrider.ra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.lang.System.Logger.Level;

/** The connection manager of who has no server (6.9): a connection for each handle, without a pool. Any thread. */
final class DirectConnectionManager implements ConnectionManager {
    private static final System.Logger LOG = System.getLogger(DirectConnectionManager.class.getName());

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info) throws ResourceException {
        ManagedConnection managed = factory.createManagedConnection(null, info);
        try {
            managed.addConnectionEventListener(new EndWithHandle(managed));
            return managed.getConnection(null, info);
        } catch (ResourceException e) {
            destroy(managed);
            throw e;
        }
    }

    private static void destroy(ManagedConnection managed) {
        try {
            managed.destroy();
        } catch (ResourceException e) {
            LOG.log(Level.WARNING, "a connection was not closed in order", e);
        }
    }

    private record EndWithHandle(ManagedConnection managed) implements ConnectionEventListener {
        @Override
        public void connectionClosed(ConnectionEvent event) {
            destroy(managed);
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            destroy(managed);
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            // nobody here begins one
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            // nor ends one
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            // nor ends one
        }
    }
}
