package io.postrider.ra.inbound;

import io.postrider.ra.BrokerSettings;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The beans that the adapter delivers to while it is started, each by its factory, of which the server has one for each activation (13.4.5). Any thread. */
public final class Endpoints {
    private static final System.Logger LOG = System.getLogger(Endpoints.class.getName());

    private final BrokerSettings adapter;
    private final Server server;
    private final Map<MessageEndpointFactory, EndpointActivation> active = new ConcurrentHashMap<>();

    /** @throws ResourceAdapterInternalException if the server lends no timer */
    public Endpoints(BrokerSettings adapter, BootstrapContext context) throws ResourceAdapterInternalException {
        this.adapter = adapter;
        try {
            this.server = new Server(context.getWorkManager(), context.createTimer(), context.getTransactionSynchronizationRegistry());
        } catch (UnavailableException e) {
            throw new ResourceAdapterInternalException("the server lends no timer: " + e.getMessage(), e);
        }
    }

    /** @throws ResourceException if the settings are wrong, or name what is not there */
    public void activate(MessageEndpointFactory factory, PostriderActivationSpec spec) throws ResourceException {
        spec.validate();
        Endpoint bean = Endpoint.of(factory, spec, Source.of(spec, adapter));
        EndpointActivation activation = new EndpointActivation(bean, server, spec.getSetupAttempts(), spec.getSetupInterval());
        active.put(factory, activation);
        boolean started = false;
        try {
            activation.start();
            started = true;
        } finally {
            if (!started) {
                active.remove(factory);
            }
        }
    }

    /** Bounded, as {@link EndpointActivation#stop}. */
    public void deactivate(MessageEndpointFactory factory) {
        EndpointActivation stopping = active.remove(factory);
        if (stopping != null) {
            stopping.stop();
        }
    }

    /** Whether the transaction of the calling thread is rolled back, or is going to be. */
    public boolean transactionRolledBack() {
        return server.isRolledBack();
    }

    /** Deactivates those that the server has forgotten. */
    public void close() {
        List<EndpointActivation> left = new ArrayList<>(active.values());
        active.clear();
        try {
            left.forEach(Endpoints::stop);
        } finally {
            server.timer().cancel();
        }
    }

    /** Whatever it throws, the others are to be stopped too. */
    private static void stop(EndpointActivation each) {
        try {
            each.stop();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a message-driven bean was not deactivated in order", e);
        }
    }
}
