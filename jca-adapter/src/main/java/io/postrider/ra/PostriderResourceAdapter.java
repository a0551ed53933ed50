package io.postrider.ra;

import io.postrider.jms.ClientThreads;
import io.postrider.ra.inbound.Endpoints;
import io.postrider.ra.inbound.PostriderActivationSpec;
import io.postrider.ra.inbound.RecoveryResources;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import javax.transaction.xa.XAResource;

/**
 * The adapter as the server has it (5.3): one per deployed archive, with the settings that are used where a connection factory or a
 * message-driven bean has none of its own. Started and stopped by the server; between, any thread.
 *
 * <p>There is no client identifier here: it belongs to one connection at a time, and every connection of the server would ask for it.
 */
public final class PostriderResourceAdapter extends BrokerSettings implements ResourceAdapter {
    private transient volatile Endpoints endpoints;
    /** Those of the client end with the adapter, whose class loader the server may close then. */
    private transient volatile ClientThreads threads;

    /** @throws ResourceAdapterInternalException if a setting cannot be what it is, naming it */
    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        try {
            if (factory(this).getClientId() != null) {
                throw new InvalidPropertyException("serverUrl of the resource adapter has a clientId, which every connection would ask for and one could have; "
                        + "set clientId of a connection factory or a message-driven bean");
            }
        } catch (InvalidPropertyException e) {
            throw new ResourceAdapterInternalException(e.getMessage(), e);
        }
        ClientThreads held = ClientThreads.hold();
        try {
            endpoints = new Endpoints(this, context);
            threads = held;
        } finally {
            if (endpoints == null) {
                held.close();
            }
        }
    }

    /**
     * Ends what the server has not deactivated, and waits for that no longer than {@link #endpointDeactivation} does; then the threads of the
     * client, if the server has destroyed its pools, as it has to.
     */
    @Override
    public void stop() {
        Endpoints running = endpoints;
        endpoints = null;
        ClientThreads held = threads;
        threads = null;
        try {
            if (running != null) {
                running.close();
            }
        } finally {
            if (held != null) {
                held.close();
            }
        }
    }

    /** Whether the transaction of the calling thread is rolled back, or is going to be, as far as the server tells. */
    public boolean transactionRolledBack() {
        Endpoints running = endpoints;
        return running != null && running.transactionRolledBack();
    }

    /**
     * Begins to deliver to a message-driven bean (13.5). Succeeds also while no broker can be reached; then delivery begins when one can.
     *
     * @throws InvalidPropertyException if the settings of the bean contradict each other, naming them
     * @throws ResourceException        if something that they name is not in JNDI, or the broker refuses the selector
     */
    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        Endpoints running = endpoints;
        if (running == null) {
            throw new jakarta.resource.spi.IllegalStateException("the resource adapter is not started");
        }
        if (!(spec instanceof PostriderActivationSpec ours)) {
            throw new InvalidPropertyException("an ActivationSpec of class " + (spec == null ? null : spec.getClass().getName())
                    + "; expected " + PostriderActivationSpec.class.getName());
        }
        running.activate(factory, ours);
    }

    /** Ends delivery: no message is taken any more, and those in hand are waited for, but for a bounded time. */
    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        Endpoints running = endpoints;
        if (running != null) {
            running.deactivate(factory);
        }
    }

    /**
     * One for each broker and user that message-driven beans have used (13.5.8), whether or not it can be reached now; without any bean,
     * that of the adapter's own settings. They connect for each call, so they need not be closed.
     */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return RecoveryResources.of(this, specs);
    }
}
