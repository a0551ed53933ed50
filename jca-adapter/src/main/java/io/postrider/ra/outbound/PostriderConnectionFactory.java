package io.postrider.ra.outbound;

import io.postrider.jms.error.JmsErrors;
import io.postrider.ra.ResourceErrors;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import java.io.Serializable;
import javax.naming.Reference;

/**
 * Where an application gets handles on connections, and finds in JNDI (6.5.1): each is asked for at the server's connection manager. Any
 * thread.
 */
public class PostriderConnectionFactory implements ConnectionFactory, Referenceable, Serializable {
    private final PostriderManagedConnectionFactory factory;
    private final ConnectionManager manager;
    private Reference reference;

    PostriderConnectionFactory(PostriderManagedConnectionFactory factory, ConnectionManager manager) {
        this.factory = factory;
        this.manager = manager;
    }

    /** What it was configured with. */
    public final PostriderManagedConnectionFactory managedConnectionFactory() {
        return factory;
    }

    @Override
    public final ConnectionHandle createConnection() throws JMSException {
        return createConnection(null, null);
    }

    /** @param user null or empty for the one that the server or the configuration has */
    @Override
    public final ConnectionHandle createConnection(String user, String password) throws JMSException {
        SignOn signOn = new SignOn(user, password);
        try {
            ConnectionHandle handle = (ConnectionHandle) manager.allocateConnection(factory, signOn);
            handle.allocatedBy(manager, signOn);
            return handle;
        } catch (ResourceException e) {
            throw ResourceErrors.toJms(e);
        }
    }

    @Override
    public final JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public final JMSContext createContext(int sessionMode) {
        return createContext(null, null, sessionMode);
    }

    @Override
    public final JMSContext createContext(String user, String password) {
        return createContext(user, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public final JMSContext createContext(String user, String password, int sessionMode) {
        return JmsErrors.unchecked(() -> {
            Modes.requireMode(sessionMode);
            return new ContextHandle(createConnection(user, password), sessionMode);
        });
    }

    /** Set by the server, which binds it (6.5.1). */
    @Override
    public final void setReference(Reference given) {
        reference = given;
    }

    @Override
    public final Reference getReference() {
        return reference;
    }
}
