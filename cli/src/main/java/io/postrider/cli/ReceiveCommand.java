package io.postrider.cli;

import jakarta.jms.Destination;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Topic;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Receives messages and writes them to standard output; each is acknowledged after it was written, so that none is lost on the way. */
@Command(name = "receive", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Receive messages: the text of each on a line of standard output.",
            "Without --count it takes what is there and ends when nothing came for a second; on a topic without --durable, where nothing can be there, it goes on until ctrl-C."})
final class ReceiveCommand implements Callable<Integer> {
    private static final int PREFETCH = 1_000;
    /** Acknowledged at once, with one wait for the disk. What was written and not acknowledged comes again after a crash. */
    private static final int ACKNOWLEDGED_TOGETHER = 500;
    private static final long TIMEOUT_MS = 1_000;
    private static final long TIMEOUT_COUNTED_MS = 30_000;
    /** How soon ctrl-C is noticed. */
    private static final long SLICE_MS = 250;
    private static final long STOP_MS = 5_000;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private DestinationOptions destination;

    @Option(names = {"-n", "--count"}, paramLabel = "N", description = "end after N messages")
    private Long count;

    @Option(names = "--timeout", paramLabel = "TIME", converter = DurationOption.class,
            description = "end when nothing came for so long (default: 1s; with --count 30s, and exit code 5)")
    private DurationOption.Ms timeout;

    @Option(names = "--follow", description = "go on until ctrl-C")
    private boolean follow;

    @Option(names = "--selector", paramLabel = "EXPRESSION", description = "only messages that match, such as \"region = 'EU' AND amount > 5\"")
    private String selector;

    @Option(names = "--transacted", paramLabel = "N", description = "in transactions of N messages")
    private Integer transacted;

    @Option(names = "--subscription", paramLabel = "NAME", description = "name of the topic subscription, for --durable and --shared")
    private String subscription;

    @Option(names = "--durable", description = "the subscription stays, and collects messages while nobody receives")
    private boolean durable;

    @Option(names = "--shared", description = "several receivers share the subscription")
    private boolean shared;

    @Option(names = "--client-id", paramLabel = "ID", description = "client identifier; a durable subscription that is not shared belongs to one")
    private String clientId;

    @Option(names = "--unsubscribe", description = "delete the durable subscription at the end")
    private boolean unsubscribe;

    @Mixin
    private OutputOptions form;

    @Mixin
    private BrokerOptions broker;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile long received;
    private int unsettled;

    @Override
    public Integer call() throws JMSException {
        checkOptions();
        stopInOrder();
        try {
            receive();
        } finally {
            ended.countDown();
        }
        if (count != null && received < count && !stopping) {
            throw new CommandFailure(ExitCode.TIMED_OUT, received + " of " + count + " messages came, and then none from " + destination + " for " + timeoutMs() + " ms.");
        }
        return ExitCode.DONE;
    }

    private void receive() throws JMSException {
        int prefetch = count == null ? PREFETCH : (int) Math.min(PREFETCH, Math.max(1, count));
        try (JMSContext context = broker.connect(transacted == null ? JMSContext.CLIENT_ACKNOWLEDGE : JMSContext.SESSION_TRANSACTED, prefetch);
                Progress progress = Progress.on(spec.commandLine().getErr(), () -> received + " messages received from " + destination)) {
            progress.start();
            if (clientId != null) {
                context.setClientID(clientId);
            }
            try (JMSConsumer consumer = selecting(context)) {
                receiveAll(context, consumer, form.standard());
            }
            if (unsubscribe) {
                context.unsubscribe(subscription);
            }
        }
    }

    private void checkOptions() {
        require(count == null || count > 0, "--count is " + count + ", expected 1 or more");
        require(transacted == null || transacted > 0, "--transacted is " + transacted + ", expected 1 or more");
        require(!(follow && timeout != null), "--follow has no end, so --timeout contradicts it");
        require(destination.isTopic() || subscription == null && !durable && !shared, "--subscription, --durable and --shared are for --topic");
        require((durable || shared) == (subscription != null), "--subscription NAME belongs to --durable or --shared");
        require(!durable || shared || clientId != null || broker.factory().getClientId() != null,
                "a durable subscription that is not shared belongs to a client: add --client-id ID (the same each time), or --shared");
        require(!unsubscribe || durable, "--unsubscribe is for --durable");
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private JMSConsumer selecting(JMSContext context) {
        try {
            return consumer(context);
        } catch (InvalidSelectorRuntimeException e) {
            throw Failures.ofSelector(selector, e);
        }
    }

    private JMSConsumer consumer(JMSContext context) {
        Destination from = destination.of(context);
        if (!destination.isTopic() || subscription == null) {
            return context.createConsumer(from, selector);
        }
        Topic topic = (Topic) from;
        if (durable) {
            return shared ? context.createSharedDurableConsumer(topic, subscription, selector)
                    : context.createDurableConsumer(topic, subscription, selector, false);
        }
        return context.createSharedConsumer(topic, subscription, selector);
    }

    private void receiveAll(JMSContext context, JMSConsumer consumer, MessageOutput output) throws JMSException {
        int settledTogether = transacted == null ? ACKNOWLEDGED_TOGETHER : transacted;
        Message last = null;
        while (!stopping && (count == null || received < count)) {
            Message message = consumer.receiveNoWait();
            if (message == null) {
                settle(context, last, output);
                message = await(consumer);
                if (message == null) {
                    break;
                }
            }
            output.write(message);
            last = message;
            received++;
            if (++unsettled >= settledTogether) {
                settle(context, last, output);
            }
        }
        settle(context, last, output);
    }

    /** Written first, then acknowledged: what whoever reads did not get is not lost. */
    private void settle(JMSContext context, Message last, MessageOutput output) throws JMSException {
        output.flush();
        if (unsettled == 0) {
            return;
        }
        if (transacted == null) {
            last.acknowledge();
        } else {
            context.commit();
        }
        unsettled = 0;
    }

    private Message await(JMSConsumer consumer) {
        long untilNanos = System.nanoTime() + timeoutMs() * 1_000_000;
        while (!stopping) {
            long leftMs = follow || isEndless() ? SLICE_MS : (untilNanos - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return null;
            }
            Message message = consumer.receive(Math.min(leftMs, SLICE_MS));
            if (message != null) {
                return message;
            }
        }
        return null;
    }

    /** A subscription that begins now has nothing, so that its end would be its beginning. */
    private boolean isEndless() {
        return destination.isTopic() && !durable && count == null && timeout == null;
    }

    private long timeoutMs() {
        return timeout != null ? timeout.value() : count != null ? TIMEOUT_COUNTED_MS : TIMEOUT_MS;
    }

    /** Ctrl-C ends the loop, so that what was written is acknowledged. */
    private void stopInOrder() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping = true;
            try {
                ended.await(STOP_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "postrider-stop"));
    }
}
