package io.postrider.cli;

import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the messages of a queue and leaves them there. */
@Command(name = "browse", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Show the messages of a queue without taking them: the text of each on a line.")
final class BrowseCommand implements Callable<Integer> {
    private static final int PREFETCH = 1_000;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-q", "--queue"}, required = true, paramLabel = "NAME", description = "the queue")
    private String queue;

    @Option(names = {"-n", "--count"}, paramLabel = "N", description = "at most N messages, the first ones")
    private Long count;

    @Option(names = "--selector", paramLabel = "EXPRESSION", description = "only messages that match, such as \"region = 'EU' AND amount > 5\"")
    private String selector;

    @Mixin
    private OutputOptions form;

    @Mixin
    private BrokerOptions broker;

    private volatile long shown;

    @Override
    public Integer call() throws JMSException {
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "--count is " + count + ", expected 1 or more");
        }
        MessageOutput output = form.standard();
        try (JMSContext context = broker.connect(JMSContext.AUTO_ACKNOWLEDGE, PREFETCH);
                Progress progress = Progress.on(spec.commandLine().getErr(), () -> shown + " messages of queue " + queue);
                QueueBrowser browser = context.createBrowser(context.createQueue(queue), selector)) {
            progress.start();
            Enumeration<?> messages = browser.getEnumeration();
            while ((count == null || shown < count) && messages.hasMoreElements()) {
                output.write((Message) messages.nextElement());
                shown++;
            }
            output.flush();
        } catch (InvalidSelectorException | InvalidSelectorRuntimeException e) {
            throw Failures.ofSelector(selector, e);
        }
        return ExitCode.DONE;
    }
}
