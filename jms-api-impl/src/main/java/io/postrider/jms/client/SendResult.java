package io.postrider.jms.client;

/** Who wants to know what became of a send. */
@FunctionalInterface
public interface SendResult {
    /**
     * Called once, on the event loop or on the thread that gave up the connection; must not block.
     *
     * @param failure null if the message is as safe as its delivery mode promises
     */
    void sent(BrokerFailure failure);
}
