package io.postrider.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the broker of a data folder on this machine to stop in order, and waits for it. */
@Command(name = "stop", mixinStandardHelpOptions = true, description = "Stop the broker that runs on a data folder of this machine, in order.")
final class StopCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "FOLDER", defaultValue = "data", description = "the folder it was started with (default: data)")
    private Path data;

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "90s", converter = DurationOption.class,
            description = "how long to wait, such as 500ms, 10s or 5min (default: 90s)")
    private DurationOption.Ms timeout;

    @Override
    public Integer call() throws InterruptedException {
        Path folder = data.toAbsolutePath().normalize();
        RunningBroker broker = RunningBroker.of(folder).orElseThrow(() -> new CommandFailure(ExitCode.NO_BROKER,
                "no broker runs on the data folder " + folder + ". Name the folder of the one you mean with --data."));
        ProcessHandle process = broker.process().orElseThrow();
        if (!process.destroy()) {
            throw new CommandFailure(ExitCode.FAILED, "the process " + broker.pid() + " of the broker on " + folder
                    + " cannot be told to stop by user " + System.getProperty("user.name") + ". Do it as the user that started it.");
        }
        try (Progress progress = Progress.on(spec.commandLine().getErr(), () -> "waiting for the broker to stop")) {
            progress.start();
            process.onExit().get(timeout.value(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailure(ExitCode.FAILED, "the broker (process " + broker.pid() + ") is still stopping after " + timeout
                    + ". Wait a little longer; if it never ends, kill -9 " + broker.pid() + " loses nothing that was confirmed.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        spec.commandLine().getOut().println("The broker at " + broker.url() + " has stopped.");
        return ExitCode.DONE;
    }
}
