package io.postrider.benchmark.narayana;

import io.postrider.jms.JmsXaConnectionFactory;
import jakarta.jms.Queue;
import jakarta.jms.XAJMSContext;
import javax.transaction.xa.XAResource;

/** A queue of a broker. */
final class QueueSink implements Sink {
    private final XAJMSContext context;
    private final Queue queue;

    QueueSink(String url, String name) {
        context = new JmsXaConnectionFactory(url).createXAContext();
        queue = context.createQueue(name);
    }

    @Override
    public XAResource resource() {
        return context.getXAResource();
    }

    @Override
    public void put(String text) {
        context.createProducer().send(queue, text);
    }

    @Override
    public void close() {
        context.close();
    }
}
