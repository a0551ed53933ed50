package io.postrider.jms.client;

/** What happens to a consumer or a browser. Called on the event loop or on the thread that resumes; nothing may block. */
public interface ConsumerEvents {
    void delivered(Delivery delivery);

    /** Everything that could be delivered has been. @param number of the drain, 0 at the end of a browse */
    void drained(long number);

    /** The broker wants back what the application has not been given. */
    void recalled();

    /** The link was lost: what has arrived and was not handed over is void, and so is the credit. */
    void interrupted();

    /** Open, for the first time or again, without any credit. */
    void opened(ConsumerState consumer);

    /** It cannot be opened again, or the connection is lost for good. */
    void failed(BrokerFailure cause);
}
