package io.postrider.cli;

import io.postrider.jms.JmsConnectionFactory;
import io.postrider.jms.JmsXaConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which broker a command talks to, and as whom. */
final class BrokerOptions {
    private static final String URL_VARIABLE = "POSTRIDER_URL";
    private static final String DEFAULT_URL = "postrider://localhost:7337";

    @Option(names = "--url", paramLabel = "URL", description = "the broker, as postrider://host:port, or postriders:// with TLS"
            + " (default: variable POSTRIDER_URL, or the broker that runs on ./data, or " + DEFAULT_URL + ")")
    private String url;

    @Option(names = "--user", paramLabel = "NAME", description = "user name; the password is asked for, or comes from the variable POSTRIDER_PASSWORD")
    private String user;

    @Option(names = "--password", paramLabel = "PASSWORD", description = "the password itself; other users of this machine can see it while the command runs")
    private String password;

    private Login login;

    /** The user as given here or in the URL; the password too. */
    record Login(String user, String password) {
    }

    /** The broker's URL checked, with what it says about TLS and times; for global transactions as well, which perf may measure. */
    JmsConnectionFactory factory() {
        String chosen = chosenUrl();
        try {
            JmsConnectionFactory factory = new JmsXaConnectionFactory(chosen);
            // a command that a person started is not worth waiting five minutes for
            if (!chosen.contains("reconnectTimeoutMs=")) {
                factory.setReconnectTimeoutMs(60_000);
            }
            return factory;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, Failures.sentence(e.getMessage()), e);
        }
    }

    /** The same each time, so that a password is asked for but once. */
    Login login(JmsConnectionFactory factory) {
        if (login == null) {
            login = loginOf(factory);
        }
        return login;
    }

    private Login loginOf(JmsConnectionFactory factory) {
        String name = user != null ? user : factory.getUser();
        if (name == null) {
            if (password != null) {
                throw new CommandFailure(ExitCode.USAGE, "--password needs --user.");
            }
            return new Login(null, null);
        }
        String secret = password != null ? password : factory.getPassword();
        return new Login(name, secret != null ? secret : Passwords.known(name));
    }

    /** @param prefetch messages that may wait in the buffer of a consumer */
    JMSContext connect(int sessionMode, int prefetch) {
        JmsConnectionFactory factory = factory();
        factory.setPrefetchMessages(prefetch);
        Login as = login(factory);
        try {
            return factory.createContext(as.user, as.password, sessionMode);
        } catch (JMSSecurityRuntimeException e) {
            throw notLetIn(as, e.getMessage(), e);
        } catch (JMSRuntimeException e) {
            throw e.getCause() instanceof JMSException cause && cause.getClass() == JMSException.class
                    ? noBroker(e.getMessage(), e) : Failures.of(e);
        }
    }

    /** @param why in words of the client */
    static CommandFailure noBroker(String why, Throwable cause) {
        return new CommandFailure(ExitCode.NO_BROKER, Failures.sentence(why) + " A broker on this machine is started with: "
                + System.getProperty("postrider.command", "postrider") + " start", cause);
    }

    static CommandFailure notLetIn(Login login, String why, Throwable cause) {
        String what = login.user == null ? "the broker lets nobody in without a user name; give one with --user" : "the broker did not let user " + login.user + " in";
        return new CommandFailure(ExitCode.NOT_PERMITTED, what + ": " + Failures.sentence(why), cause);
    }

    private String chosenUrl() {
        if (url != null) {
            return url;
        }
        String variable = System.getenv(URL_VARIABLE);
        return variable != null ? variable : local().map(RunningBroker::url).orElse(DEFAULT_URL);
    }

    /** The broker on ./data, if one runs and no other was named. */
    Optional<RunningBroker> local() {
        return url != null || System.getenv(URL_VARIABLE) != null ? Optional.empty() : RunningBroker.of(Path.of("data"));
    }
}
