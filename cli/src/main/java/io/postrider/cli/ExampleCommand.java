package io.postrider.cli;

import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a program of the folder examples in a process of its own, whose class path has the client only. */
@Command(name = "example", mixinStandardHelpOptions = true,
        description = {"Run one of the programs in the folder examples, in a process that has the client and no broker on its class path.", "NAME is one of: queue, topic, request, transfer."})
final class ExampleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME")
    private String name;

    @Mixin
    private BrokerOptions broker;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String program = switch (name) {
            case "queue" -> "QueueExample";
            case "topic" -> "DurableTopicExample";
            case "request" -> "RequestReplyExample";
            case "transfer" -> "TransferExample";
            default -> throw new ParameterException(spec.commandLine(), "there is no example '" + name + "'; expected queue, topic, request or transfer");
        };
        // a broker that is not there is one sentence here, and a stack in a program that does not expect it
        broker.connect(JMSContext.AUTO_ACKNOWLEDGE, 1).close();
        Path settings = JavaProcess.jndi(broker.factory().getUrl());
        List<String> command = JavaProcess.client(settings, List.of(), "io.postrider.examples." + program, List.of());
        Process process = new ProcessBuilder(command).inheritIO().start();
        int exitCode = process.waitFor();
        Files.delete(settings.resolve("jndi.properties"));
        Files.delete(settings);
        return exitCode;
    }
}
