package io.postrider.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.postrider.jms.JmsConnectionFactory;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.Connect;
import io.postrider.transport.frame.Connected;
import io.postrider.transport.frame.DecideBranch;
import io.postrider.transport.frame.Decision;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Inspect;
import io.postrider.transport.frame.Inspected;
import io.postrider.transport.frame.SaslChallenge;
import io.postrider.transport.frame.SaslResponse;
import io.postrider.transport.net.DialOptions;
import io.postrider.transport.net.Dialer;
import io.postrider.transport.net.Link;
import io.postrider.transport.net.LinkClosed;
import io.postrider.transport.net.LinkHandler;
import io.postrider.transport.net.TlsClientOptions;
import io.postrider.transport.sasl.Plain;
import io.postrider.transport.sasl.SaslException;
import io.postrider.transport.sasl.ScramSha256Client;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A connection that asks a broker for its state. What Jakarta Messaging has no words for goes over the protocol itself. Used by
 * the thread of a command; frames arrive on the link's event loop and wait in a queue.
 */
final class Inspection implements LinkHandler, AutoCloseable {
    private static final int VERSION = 1;
    private static final byte[] NOTHING = new byte[0];

    private final Dialer dialer = new Dialer();
    /** Frames, and at the end why there are no more. */
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private final long timeoutMs;
    private final String where;
    private Link link;
    private long requests;

    private Inspection(String where, long timeoutMs) {
        this.where = where;
        this.timeoutMs = timeoutMs;
    }

    /** Connects to the first host of the factory's URL that answers, and logs in. */
    static Inspection open(JmsConnectionFactory factory, BrokerOptions.Login login) throws InterruptedException {
        String url = factory.getUrl();
        String hosts = url.substring(url.indexOf("://") + 3).replaceFirst("\\?.*", "");
        CommandFailure last = null;
        for (String host : hosts.split(",")) {
            Inspection inspection = new Inspection(host, factory.getRequestTimeoutMs());
            try {
                inspection.connect(factory, login, URI.create("postrider://" + host));
                return inspection;
            } catch (CommandFailure e) {
                inspection.close();
                last = e;
                if (e.exitCode() != ExitCode.NO_BROKER) {
                    throw e;
                }
            }
        }
        throw last;
    }

    /** @throws CommandFailure if the broker does not want to say */
    JsonNode ask(String subject) throws InterruptedException {
        link.send(new Inspect(++requests, subject));
        Object answer = next();
        if (answer instanceof Inspected inspected) {
            try {
                return JsonMapper.builder().build().readTree(inspected.json());
            } catch (JsonProcessingException e) {
                throw new CommandFailure(ExitCode.FAILED, "the broker at " + where + " answered something that is not JSON.", e);
            }
        }
        if (answer instanceof Failure failure) {
            throw refused(failure.code(), failure.detail());
        }
        throw new CommandFailure(ExitCode.FAILED, "the broker at " + where + " answered with " + answer + " where its state was expected.");
    }

    /** @throws CommandFailure if the broker does not do it */
    void decide(long branch, Decision decision) throws InterruptedException {
        link.send(new DecideBranch(++requests, branch, decision));
        Object answer = next();
        if (answer instanceof Failure failure) {
            throw refused(failure.code(), failure.detail());
        }
        if (!(answer instanceof Done)) {
            throw new CommandFailure(ExitCode.FAILED, "the broker at " + where + " answered with " + answer + " where the end of a branch was expected.");
        }
    }

    private void connect(JmsConnectionFactory factory, BrokerOptions.Login login, URI host) throws InterruptedException {
        boolean encrypted = factory.getUrl().startsWith("postriders:");
        TlsClientOptions tls = encrypted ? new TlsClientOptions(path(factory.getTrustedCertificates()), factory.isVerifyHostName(),
                path(factory.getCertificateChain()), path(factory.getPrivateKey())) : null;
        String name = host.getHost().replaceAll("^\\[|]$", "");
        try {
            link = dialer.dial(new DialOptions(name, host.getPort(), (int) factory.getConnectTimeoutMs(), tls, System::currentTimeMillis), this).get();
        } catch (ExecutionException e) {
            throw BrokerOptions.noBroker("no broker answers: " + e.getCause().getMessage(), e);
        }
        try {
            handshake(factory.getMechanism(), encrypted, login);
        } catch (SaslException e) {
            throw BrokerOptions.notLetIn(login, e.getMessage(), e);
        } catch (CommandFailure e) {
            throw e.exitCode() == ExitCode.NOT_PERMITTED ? BrokerOptions.notLetIn(login, e.getMessage(), e) : e;
        }
    }

    private void handshake(String mechanism, boolean encrypted, BrokerOptions.Login login) throws SaslException, InterruptedException {
        ScramSha256Client scram = null;
        if (login.user() == null) {
            begin("ANONYMOUS", NOTHING);
        } else if (mechanism.equals("PLAIN") && encrypted) {
            begin(mechanism, Plain.of(login.user(), login.password()).encode());
        } else {
            scram = new ScramSha256Client(login.user(), login.password());
            begin("SCRAM-SHA-256", scram.initial());
        }
        Object answer = next();
        if (scram != null && answer instanceof SaslChallenge challenge) {
            link.send(new SaslResponse(scram.respond(challenge.data())));
            answer = next();
        }
        if (!(answer instanceof Connected connected)) {
            throw new CommandFailure(ExitCode.FAILED, "the broker at " + where + " answered with " + answer + " where the end of the handshake was expected.");
        }
        if (scram != null) {
            scram.verify(connected.saslFinal());
        }
        link.authenticated(connected.limits().frameBytesMax());
        link.heartbeat(connected.limits().heartbeatMs());
    }

    private void begin(String mechanism, byte[] response) {
        link.send(new Connect(VERSION, VERSION, 0, "postrider command", mechanism, response));
    }

    private static Path path(String file) {
        return file == null ? null : Path.of(file);
    }

    private Object next() throws InterruptedException {
        Object next = received.poll(timeoutMs, TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new CommandFailure(ExitCode.FAILED, "the broker at " + where + " did not answer within " + timeoutMs + " ms.");
        }
        if (next instanceof Close close) {
            throw refused(close.code(), close.detail());
        }
        if (next instanceof LinkClosed closed) {
            throw refused(closed.code(), closed.detail());
        }
        return next;
    }

    private static CommandFailure refused(ErrorCode code, String detail) {
        int exitCode = switch (code) {
            case AUTHENTICATION_FAILED, NOT_PERMITTED, MECHANISM_REFUSED -> ExitCode.NOT_PERMITTED;
            default -> ExitCode.FAILED;
        };
        return new CommandFailure(exitCode, Failures.sentence(detail == null || detail.isEmpty() ? code.meaning() : detail));
    }

    @Override
    public void onFrame(Link from, Frame frame) {
        received.add(frame);
    }

    @Override
    public void onBatchEnd(Link from) {
        // one answer at a time is waited for
    }

    @Override
    public void onClosed(Link from, LinkClosed reason) {
        received.add(reason);
    }

    @Override
    public void close() {
        dialer.close();
    }
}
