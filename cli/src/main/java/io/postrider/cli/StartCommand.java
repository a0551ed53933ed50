package io.postrider.cli;

import io.postrider.broker.Broker;
import io.postrider.broker.BrokerConfig;
import io.postrider.broker.config.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a broker in this process until it is told to stop, or starts one in the background. */
@Command(name = "start", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Start a broker that keeps its messages in a folder.",
            "Without options: folder ./data, address 127.0.0.1:7337. It stops with ctrl-C, SIGTERM or the command stop."})
final class StartCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "FOLDER", description = "folder of the store; made if there is none (default: data)")
    private Path data;

    @Option(names = "--port", paramLabel = "PORT", description = "port to listen on; 0 takes any free one (default: 7337)")
    private String port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "address to listen on (default: 127.0.0.1); any but a loopback address needs users and TLS")
    private String host;

    @Option(names = "--config", paramLabel = "FILE", description = "file of settings, one line 'key: value' each; what the command line says wins")
    private Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "any setting; --settings lists them")
    private List<String> settings = List.of();

    @Option(names = "--settings", description = "list every setting with its default, and do nothing else")
    private boolean list;

    @Option(names = "--background", description = "return when the broker has started; its output goes to broker.log in its folder")
    private boolean background;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            print(Setting.values(), out);
            return ExitCode.DONE;
        }
        BrokerConfig read = BrokerConfig.read(config, assignments());
        if (background) {
            return new BackgroundBroker(read.data().toAbsolutePath().normalize()).start(config, assignments(), out);
        }
        run(read, out, spec.commandLine().getErr());
        return ExitCode.DONE;
    }

    private List<String> assignments() {
        List<String> assignments = new ArrayList<>(settings);
        if (data != null) {
            assignments.add(Setting.DATA.key() + "=" + data);
        }
        if (port != null) {
            assignments.add(Setting.PORT.key() + "=" + port);
        }
        if (host != null) {
            assignments.add(Setting.HOST.key() + "=" + host);
        }
        return assignments;
    }

    private static void print(Setting[] all, PrintWriter out) {
        for (Setting setting : all) {
            out.printf("%-26s %s%n%26s takes %s%s%n", setting.key(), setting.meaning(), "", setting.expected(),
                    setting.defaultText() == null ? "" : "; default " + setting.defaultText());
        }
    }

    /** Ends with the process: {@link Stopping} does what is left. */
    private static void run(BrokerConfig config, PrintWriter out, PrintWriter err) throws InterruptedException {
        Path folder = config.data().toAbsolutePath().normalize();
        Broker broker = Broker.start(config, failure -> {
            err.println("postrider: the broker cannot go on and has stopped; what it confirmed is kept: " + Failures.sentence(failure.getMessage()));
            Runtime.getRuntime().halt(ExitCode.FAILED);
        });
        String url = url(config, broker.port());
        RunningBroker.here(url).write(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(new Stopping(broker, folder, out, err), "postrider-stop"));
        greet(url, folder, out);
        new CountDownLatch(1).await();
    }

    private static void greet(String url, Path folder, PrintWriter out) {
        String command = System.getProperty("postrider.command", "postrider");
        String to = url.equals("postrider://127.0.0.1:7337") ? "" : " --url " + url;
        out.println("The broker listens at " + url + " and keeps its messages in " + folder + ".");
        out.println("Try next, in another terminal:");
        out.println("  printf 'one\\ntwo\\n' | " + command + " send" + to + " --queue lines --each-line");
        out.println("  " + command + " status" + to);
        out.println("  " + command + " receive" + to + " --queue lines --count 2");
        out.println("Stop it with ctrl-C.");
        out.flush();
    }

    /** As a client would write it. */
    private static String url(BrokerConfig config, int port) throws IllegalArgumentException {
        String address = config.host();
        try {
            InetAddress listening = InetAddress.getByName(address);
            if (listening.isAnyLocalAddress()) {
                address = "localhost";
            } else if (listening instanceof Inet6Address && address.indexOf(':') >= 0) {
                address = "[" + address + "]";
            }
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("the broker listens on a host that is not known: " + address, e);
        }
        return (config.isEncrypted() ? "postriders://" : "postrider://") + address + ":" + port;
    }

    /** Ctrl-C or SIGTERM. Ends the process with 0 when the broker is closed in order, whatever else would have ended it. */
    private record Stopping(Broker broker, Path folder, PrintWriter out, PrintWriter err) implements Runnable {
        @Override
        public void run() {
            int exitCode = ExitCode.DONE;
            try {
                broker.close();
                RunningBroker.delete(folder);
                out.println("The broker has stopped.");
            } catch (RuntimeException e) {
                err.println("postrider: the broker did not stop in order: " + Failures.sentence(e.getMessage()));
                exitCode = ExitCode.FAILED;
            }
            out.flush();
            err.flush();
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
