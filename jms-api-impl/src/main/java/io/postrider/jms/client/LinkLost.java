package io.postrider.jms.client;

import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.net.LinkClosed;
import jakarta.jms.JMSException;

/** The link ended before the answer came. A {@link ReconnectingBrokerClient} mends this; nobody above it sees it. */
public final class LinkLost extends BrokerFailure {
    private final LinkClosed reason;

    LinkLost(LinkClosed reason) {
        super(reason.detail(), reason.cause());
        this.reason = reason;
    }

    /** @param detail a sentence for people */
    static LinkLost because(String detail, Throwable cause) {
        return new LinkLost(new LinkClosed(ErrorCode.LINK_LOST, detail, cause));
    }

    /** Who asked had another link in mind than the one that is there now. */
    static LinkLost replaced() {
        return because("the link was replaced meanwhile", null);
    }

    /** Whoever asked does not want to wait for one. */
    static LinkLost missing() {
        return because("there is no connection to a broker at the moment", null);
    }

    LinkClosed reason() {
        return reason;
    }

    @Override
    public JMSException toJms(String what) {
        return JmsErrors.connectionLost(getMessage(), getCause());
    }
}
