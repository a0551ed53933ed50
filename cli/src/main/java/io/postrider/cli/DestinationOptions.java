package io.postrider.cli;

import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import picocli.CommandLine.Option;

/** One queue or one topic. */
final class DestinationOptions {
    @Option(names = {"-q", "--queue"}, required = true, paramLabel = "NAME", description = "a queue")
    private String queue;

    @Option(names = {"-t", "--topic"}, required = true, paramLabel = "NAME", description = "a topic")
    private String topic;

    boolean isTopic() {
        return topic != null;
    }

    Destination of(JMSContext context) {
        return isTopic() ? context.createTopic(topic) : context.createQueue(queue);
    }

    @Override
    public String toString() {
        return isTopic() ? "topic " + topic : "queue " + queue;
    }
}
