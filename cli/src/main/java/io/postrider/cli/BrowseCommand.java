package io.postrider.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.broker.config.Spelling;
import io.postrider.jms.JmsConnectionFactory;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
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
    /** Names that may be meant: that many, and no farther from what was typed, in halves of an edit. */
    private static final int NEAR_MAX = 3;
    private static final int NEAR_EDITS_MAX = 4;

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
    public Integer call() throws JMSException, InterruptedException {
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "--count is " + count + ", expected 1 or more");
        }
        requireQueue();
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

    /** A browser would make a queue that is not there. */
    private void requireQueue() throws InterruptedException {
        JmsConnectionFactory factory = broker.factory();
        try (Inspection inspection = Inspection.open(factory, broker.login(factory))) {
            if (!inspection.ask("queue " + queue).path("exists").asBoolean()) {
                throw new CommandFailure(ExitCode.FAILED, "there is no queue '" + queue + "'" + others(inspection));
            }
        }
    }

    private String others(Inspection inspection) throws InterruptedException {
        JsonNode status;
        try {
            status = inspection.ask("status");
        } catch (CommandFailure notForThisUser) {
            return "; the first message that is sent there makes it.";
        }
        List<String> near = new ArrayList<>();
        for (JsonNode each : status.path("destinations")) {
            String name = each.path("name").asText();
            if (each.path("kind").asText().equals("queue") && Spelling.edits(queue, name) <= NEAR_EDITS_MAX) {
                near.add(name);
            }
        }
        near.sort(Comparator.comparingInt(name -> Spelling.edits(queue, name)));
        return near.isEmpty() ? "; status lists those that there are."
                : "; there is '" + String.join("', '", near.subList(0, Math.min(NEAR_MAX, near.size()))) + "'.";
    }
}
