package io.postrider.ra.outbound;

import io.postrider.jms.JmsXaConnectionFactory;
import io.postrider.ra.AdapterLoader;
import io.postrider.ra.BrokerSettings;
import io.postrider.ra.PostriderResourceAdapter;
import io.postrider.ra.ResourceErrors;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;

/**
 * Makes the connections of a pool of the server, for {@code jakarta.jms.ConnectionFactory} (6.5.3). A setting that it does not have is
 * taken from the adapter, unless it has a serverUrl of its own. Configured by the server on one thread, then used by any.
 */
public class PostriderManagedConnectionFactory extends BrokerSettings
        implements ManagedConnectionFactory, ValidatingManagedConnectionFactory, ResourceAdapterAssociation {
    @ConfigProperty(description = "Client identifier of each connection; as only one connection can have it at a time, the pool then needs a maximum size of 1")
    private String clientId;

    private BrokerSettings adapter;
    private transient volatile PrintWriter logWriter;

    Domain domain() {
        return Domain.COMMON;
    }

    // --- for applications

    @Override
    public Object createConnectionFactory(ConnectionManager manager) throws ResourceException {
        return new PostriderConnectionFactory(this, manager);
    }

    /** Outside of a server (6.9): each connection is made for its application, and is closed with it. */
    @Override
    public final Object createConnectionFactory() throws ResourceException {
        return createConnectionFactory(new DirectConnectionManager());
    }

    // --- for the pool

    /**
     * Connects and authenticates; also for recovery, where {@code info} is null (6.5.3.4).
     *
     * @throws jakarta.resource.spi.SecurityException if the broker does not accept the user
     * @throws ResourceException if there is no broker, or it refuses
     */
    @Override
    public final ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info) throws ResourceException {
        SignOn signOn = SignOn.of(this, subject, info);
        JmsXaConnectionFactory client = clientFactory();
        String id = client.getClientId();
        client.setClientId(null); // taken with the first handle, so that recovery does not compete for it
        try {
            XAConnection physical = AdapterLoader.call(() -> domain().connect(client, signOn));
            return new ManagedJmsConnection(this, signOn, physical, id);
        } catch (JMSException e) {
            throw ResourceErrors.of("no connection as " + signOn, e);
        }
    }

    /** @return one that was made by an equal factory for the same user and is not lost, or null (6.5.4.2) */
    @Override
    @SuppressWarnings("rawtypes")
    public final ManagedConnection matchManagedConnections(Set candidates, Subject subject, ConnectionRequestInfo info) {
        SignOn signOn = SignOn.of(this, subject, info);
        for (Object candidate : candidates) {
            if (candidate instanceof ManagedJmsConnection ours && ours.factory().equals(this) && ours.signOn().equals(signOn) && ours.isAlive()) {
                return ours;
            }
        }
        return null;
    }

    /** Those that are lost for good; a connection that the client still tries to resume is not (6.5.3.3). Asks no broker. */
    @Override
    @SuppressWarnings("rawtypes")
    public final Set getInvalidConnections(Set connections) {
        Set<Object> invalid = new HashSet<>();
        for (Object each : connections) {
            if (each instanceof ManagedJmsConnection ours && !ours.isAlive()) {
                invalid.add(ours);
            }
        }
        return invalid;
    }

    /** The client's factory for what is configured here and at the adapter, client identifier included. */
    public final JmsXaConnectionFactory clientFactory() throws InvalidPropertyException {
        JmsXaConnectionFactory client = factory(adapter == null ? new BrokerSettings() : adapter);
        if (clientId != null) {
            client.setClientId(clientId);
        }
        return client;
    }

    /** Whether the transaction of the calling thread is rolled back, or is going to be; without an adapter nobody knows. */
    final boolean transactionRolledBack() {
        return adapter instanceof PostriderResourceAdapter ours && ours.transactionRolledBack();
    }

    // --- configuration

    @Override
    public final ResourceAdapter getResourceAdapter() {
        return (ResourceAdapter) adapter;
    }

    /** Once (5.3.8). @throws ResourceException for another adapter than ours, and for a second one */
    @Override
    public final void setResourceAdapter(ResourceAdapter given) throws ResourceException {
        if (!(given instanceof BrokerSettings ours)) {
            throw new ResourceException("a resource adapter of class " + (given == null ? null : given.getClass().getName()) + " is not that of Postrider");
        }
        if (adapter != null && adapter != ours) {
            throw new jakarta.resource.spi.IllegalStateException("the connection factory belongs to a resource adapter already");
        }
        adapter = ours;
    }

    @Override
    public final PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public final void setLogWriter(PrintWriter writer) {
        logWriter = writer;
    }

    @Override
    protected final Map<String, String> values() {
        Map<String, String> values = super.values();
        if (clientId != null) {
            values.put("clientId", clientId);
        }
        return values;
    }

    @Override
    public final boolean equals(Object other) {
        return super.equals(other) && Objects.equals(((PostriderManagedConnectionFactory) other).adapter, adapter);
    }

    @Override
    public final int hashCode() {
        return super.hashCode();
    }

    public final String getClientId() {
        return clientId;
    }

    public final void setClientId(String clientId) {
        this.clientId = text(clientId);
    }
}
