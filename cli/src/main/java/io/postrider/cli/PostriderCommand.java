package io.postrider.cli;

import io.postrider.jms.JmsMetaData;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself, which only has subcommands; and the one place where failures become sentences and exit codes. */
@Command(name = "postrider",
        description = "A message broker for Java people, at the command line.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = PostriderCommand.Version.class,
        subcommands = {DemoCommand.class, StartCommand.class, StopCommand.class, StatusCommand.class, SendCommand.class, ReceiveCommand.class,
                BrowseCommand.class, TxCommand.class, UserCommand.class, PerfCommand.class, TortureCommand.class,
                ExampleCommand.class, HelpCommand.class},
        footerHeading = "%nTry first:%n",
        footer = {
            "  postrider demo                                      a broker is killed twice, and nothing is lost",
            "  postrider start                                     a broker on this machine; in another terminal:",
            "  printf 'one\\ntwo\\n' | postrider send --queue lines --each-line",
            "  postrider receive --queue lines --count 2",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong command line, 3 no broker, 4 not permitted, 5 too few messages in time."})
public final class PostriderCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "show the log of the client, and the stack of a failure")
    private boolean verbose;

    public static void main(String[] arguments) {
        int exitCode = run(arguments, new PrintWriter(System.out, true, StandardCharsets.UTF_8), new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        System.exit(exitCode);
    }

    /** @param out for what is asked for */
    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new PostriderCommand());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpLongOptionsMaxWidth(30);
        line.setUsageHelpWidth(110);
        line.setExecutionStrategy(parsed -> {
            if (!parsed.hasSubcommand() && !parsed.unmatched().isEmpty()) {
                // with --help behind it picocli would explain the command itself
                throw new CommandLine.UnmatchedArgumentException(line, parsed.unmatched());
            }
            PostriderCommand root = parsed.commandSpec().root().commandLine().getCommand();
            Logging.set(root.verbose, parsed.hasSubcommand() && parsed.subcommand().commandSpec().name().equals("start"));
            return new CommandLine.RunLast().execute(parsed);
        });
        line.setParameterExceptionHandler((failure, given) -> misused(failure));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
        return line.execute(arguments);
    }

    /** Without a subcommand. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int misused(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String message = message(failure);
        err.println("postrider: " + message + (message.endsWith(".") ? "" : "."));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("           What it takes: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    private static String message(ParameterException failure) {
        if (failure instanceof CommandLine.UnmatchedArgumentException unmatched && failure.getCommandLine().getParent() == null) {
            String first = unmatched.getUnmatched().get(0);
            return first.startsWith("-") ? "there is no option '" + first + "'" : "there is no command '" + first + "'";
        }
        return failure.getMessage();
    }

    private static int failed(Exception failure, CommandLine command) {
        CommandFailure shown = Failures.of(failure);
        command.getErr().println("postrider: " + shown.getMessage());
        PostriderCommand root = command.getCommandSpec().root().commandLine().getCommand();
        if (root.verbose) {
            failure.printStackTrace(command.getErr());
        }
        return shown.exitCode();
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"postrider " + JmsMetaData.INSTANCE.getProviderVersion() + ", Jakarta Messaging "
                    + JmsMetaData.INSTANCE.getJMSVersion() + ", Java " + Runtime.version()};
        }
    }
}
