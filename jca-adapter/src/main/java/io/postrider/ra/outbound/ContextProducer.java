package io.postrider.ra.outbound;

import io.postrider.jms.JmsProducer;
import io.postrider.jms.error.JmsErrors;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSProducer;

/** The producer of a context in a server: that of the client, without asynchronous sends (JMS 12.2). */
final class ContextProducer extends JmsProducer {
    ContextProducer(ContextHandle context) {
        super(context::producer);
    }

    @Override
    public JMSProducer setAsync(CompletionListener listener) {
        throw JmsErrors.toRuntime(ProducerHandle.asyncForbidden());
    }
}
