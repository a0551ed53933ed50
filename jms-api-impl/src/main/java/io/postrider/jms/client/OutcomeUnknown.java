package io.postrider.jms.client;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;

/** A send or a commit was on its way when the connection was lost for good: nobody can say whether it happened. */
public final class OutcomeUnknown extends BrokerFailure {
    OutcomeUnknown(BrokerFailure cause) {
        super(cause.getMessage(), cause);
    }

    @Override
    public JMSException toJms(String what) {
        return JmsErrors.outcomeUnknown(what, getCause());
    }
}
