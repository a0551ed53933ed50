package io.postrider.ra.inbound;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.Locale;
import javax.transaction.xa.XAResource;

/**
 * A message-driven bean as the adapter sees it (13.5). Immutable.
 *
 * @param factory         of the server, gives endpoints to deliver to
 * @param transacted      whether the server begins a transaction for each delivery
 * @param acknowledgeMode of sessions, where it does not
 * @param source          of its messages
 * @param sessionsMax     deliveries at the same time
 */
record Endpoint(MessageEndpointFactory factory, boolean transacted, int acknowledgeMode, Source source, int sessionsMax) {
    /** A server that lets createEndpoint wait holds up one thread of the client meanwhile. */
    private static final long CREATE_TIMEOUT_MS = 10_000;
    private static final Method ON_MESSAGE;

    static {
        try {
            ON_MESSAGE = MessageListener.class.getMethod("onMessage", Message.class);
        } catch (NoSuchMethodException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static Endpoint of(MessageEndpointFactory factory, PostriderActivationSpec spec, Source source) throws ResourceException {
        boolean transacted;
        try {
            transacted = factory.isDeliveryTransacted(ON_MESSAGE);
        } catch (NoSuchMethodException e) {
            throw new ResourceException("the message endpoint has no onMessage, so it is no MessageListener", e);
        }
        return new Endpoint(factory, transacted, acknowledgeMode(spec), source, spec.getMaxSession());
    }

    private static int acknowledgeMode(PostriderActivationSpec spec) {
        String mode = spec.getAcknowledgeMode();
        return mode != null && mode.toLowerCase(Locale.ROOT).startsWith("dups") ? Session.DUPS_OK_ACKNOWLEDGE : Session.AUTO_ACKNOWLEDGE;
    }

    /** @param resource null where deliveries are not transacted */
    MessageEndpoint create(XAResource resource) throws ResourceException {
        return factory.createEndpoint(resource, CREATE_TIMEOUT_MS);
    }

    /** Begins the transaction of the delivery that follows (13.5.9). */
    static void before(MessageEndpoint endpoint) throws ResourceException {
        try {
            endpoint.beforeDelivery(ON_MESSAGE);
        } catch (NoSuchMethodException e) {
            throw new ResourceException("the message endpoint has no onMessage", e);
        }
    }
}
