package io.postrider.jms.client;

import io.postrider.transport.frame.RedeliveryDelay;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;

/**
 * What a consumer consumes; kept so that it can be opened again after a resume.
 *
 * @param kind             null for a browser, which only looks
 * @param subscriptionName null unless the kind has one
 * @param selector         or null
 * @param noLocal          not what connections of the same client id, or this connection, sent
 * @param redeliveryDelay  for what the application has got and gives back
 */
public record ConsumerSpec(
        DestinationName destination, SubscriptionKind kind, String subscriptionName, String selector, boolean noLocal, RedeliveryDelay redeliveryDelay) {

    public static ConsumerSpec browser(DestinationName queue, String selector) {
        return new ConsumerSpec(queue, null, null, selector, false, RedeliveryDelay.NONE);
    }

    boolean isBrowser() {
        return kind == null;
    }
}
