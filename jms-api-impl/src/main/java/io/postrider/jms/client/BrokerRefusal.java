package io.postrider.jms.client;

import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.frame.ErrorCode;
import jakarta.jms.JMSException;

/** The broker said no, and nothing has changed. */
public final class BrokerRefusal extends BrokerFailure {
    private final ErrorCode code;

    public BrokerRefusal(ErrorCode code, String detail) {
        super(detail == null || detail.isEmpty() ? code.meaning() : detail, null);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    @Override
    public JMSException toJms(String what) {
        return JmsErrors.from(code, getMessage());
    }
}
