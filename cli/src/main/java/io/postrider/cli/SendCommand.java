package io.postrider.cli;

import io.postrider.cli.PropertyOption.Property;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends texts or a file; done when the broker has confirmed every message. */
@Command(name = "send", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Send messages: each TEXT is one; without any, what comes on standard input is one, or each line of it with --each-line.",
            "When it ends with 0, every message is stored."})
final class SendCommand implements Callable<Integer> {
    private static final int PREFETCH = 1;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private DestinationOptions destination;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "text of a message")
    private List<String> texts = List.of();

    @Option(names = "--each-line", description = "each line of standard input is a message")
    private boolean eachLine;

    @Option(names = "--file", paramLabel = "FILE", description = "the bytes of a file are the message")
    private Path file;

    @Option(names = {"-p", "--property"}, paramLabel = "NAME[:TYPE]=VALUE", converter = PropertyOption.class,
            description = "a property of each message; text, or of type boolean, byte, short, int, long, float or double")
    private List<Property> properties = List.of();

    @Option(names = "--priority", paramLabel = "0-9", description = "9 is delivered first (default: 4)")
    private Integer priority;

    @Option(names = "--ttl", paramLabel = "TIME", converter = DurationOption.class, description = "after which a message that nobody took is dropped, such as 10s (default: never)")
    private DurationOption.Ms timeToLive;

    @Option(names = "--delay", paramLabel = "TIME", converter = DurationOption.class, description = "before which a message is not delivered")
    private DurationOption.Ms delay;

    @Option(names = "--correlation-id", paramLabel = "ID", description = "JMSCorrelationID")
    private String correlationId;

    @Option(names = "--type", paramLabel = "TYPE", description = "JMSType")
    private String type;

    @Option(names = "--reply-to", paramLabel = "NAME", description = "JMSReplyTo: the name of a queue, or topic:NAME")
    private String replyTo;

    @Option(names = "--persistent", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "whether messages outlive a restart of the broker (default: --persistent)")
    private boolean persistent;

    @Option(names = "--transacted", paramLabel = "N", description = "commit after each N messages, and at the end: N together or none")
    private Integer transacted;

    @Option(names = "--json", description = "say what was sent as JSON")
    private boolean json;

    @Mixin
    private BrokerOptions broker;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkOptions();
        byte[] bytes = file == null ? null : bytes();
        try (JMSContext context = broker.connect(transacted == null ? JMSContext.AUTO_ACKNOWLEDGE : JMSContext.SESSION_TRANSACTED, PREFETCH)) {
            Destination to = destination.of(context);
            Sending sending = transacted == null ? Sending.confirmedOneByOne(to) : Sending.inTransactions(to, context, transacted);
            JMSProducer producer = producer(context);
            try (Progress progress = Progress.on(spec.commandLine().getErr(), () -> sending.confirmed() + " messages sent to " + destination)) {
                progress.start();
                sendAll(context, producer, sending, bytes);
                sending.finish();
            }
            report(sending);
        }
        return ExitCode.DONE;
    }

    private void checkOptions() {
        int sources = (texts.isEmpty() ? 0 : 1) + (eachLine ? 1 : 0) + (file != null ? 1 : 0);
        if (sources > 1) {
            throw new ParameterException(spec.commandLine(), "only one of TEXT, --each-line and --file says what to send");
        }
        if (priority != null && (priority < 0 || priority > 9)) {
            throw new ParameterException(spec.commandLine(), "--priority is " + priority + ", expected 0 to 9");
        }
        if (transacted != null && transacted < 1) {
            throw new ParameterException(spec.commandLine(), "--transacted is " + transacted + ", expected 1 or more");
        }
    }

    private byte[] bytes() throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.USAGE, "there is no file " + file + ".", e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "the file " + file + " cannot be read: " + e.getMessage() + ".", e);
        } catch (OutOfMemoryError e) {
            throw new CommandFailure(ExitCode.USAGE, "the file " + file + " of " + Files.size(file) + " bytes is too large for the memory of this command."
                    + " Give it more with POSTRIDER_JAVA_OPTS=-Xmx4g.", e);
        }
    }

    private JMSProducer producer(JMSContext context) {
        JMSProducer producer = context.createProducer().setDeliveryMode(persistent ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
        if (priority != null) {
            producer.setPriority(priority);
        }
        if (timeToLive != null) {
            producer.setTimeToLive(timeToLive.value());
        }
        if (delay != null) {
            producer.setDeliveryDelay(delay.value());
        }
        if (correlationId != null) {
            producer.setJMSCorrelationID(correlationId);
        }
        if (type != null) {
            producer.setJMSType(type);
        }
        if (replyTo != null) {
            producer.setJMSReplyTo(replyTo.startsWith("topic:") ? context.createTopic(replyTo.substring("topic:".length()))
                    : context.createQueue(replyTo.startsWith("queue:") ? replyTo.substring("queue:".length()) : replyTo));
        }
        for (Property property : properties) {
            setProperty(producer, property);
        }
        return producer;
    }

    private void setProperty(JMSProducer producer, Property property) {
        try {
            producer.setProperty(property.name(), property.value());
        } catch (IllegalArgumentException | jakarta.jms.JMSRuntimeException e) {
            throw new ParameterException(spec.commandLine(), "the property '" + property.name() + "' cannot be set: " + e.getMessage(), e);
        }
    }

    private void sendAll(JMSContext context, JMSProducer producer, Sending sending, byte[] bytes) throws IOException, InterruptedException {
        if (bytes != null) {
            BytesMessage message = context.createBytesMessage();
            write(message, bytes);
            sending.send(producer, message);
        } else if (eachLine) {
            TextLines lines = new TextLines(System.in);
            for (String line = lines.next(); line != null; line = lines.next()) {
                sending.send(producer, context.createTextMessage(line));
            }
        } else {
            for (String text : texts.isEmpty() ? List.of(new TextLines(System.in).rest()) : texts) {
                sending.send(producer, context.createTextMessage(text));
            }
        }
    }

    private static void write(BytesMessage message, byte[] bytes) {
        try {
            message.writeBytes(bytes);
        } catch (jakarta.jms.JMSException e) {
            throw Failures.of(e);
        }
    }

    private void report(Sending sending) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.object().put("sent", sending.confirmed()).put("destination", destination.toString())
                    .put("firstMessageId", sending.firstMessageId()).put("lastMessageId", sending.lastMessageId()));
        } else {
            out.println("Sent " + sending.confirmed() + (sending.confirmed() == 1 ? " message" : " messages") + " to " + destination + ".");
        }
    }

}
