package io.postrider.jms.client;

import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.net.DialOptions;
import io.postrider.transport.net.Dialer;
import io.postrider.transport.net.TlsClientOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds a broker among the hosts of a connection. Used by the thread that connects or resumes, which it blocks. */
final class Connector {
    private final Dialer dialer;
    private final List<HostPort> hosts;
    private final TlsClientOptions tls;
    private final Credentials credentials;
    private final int connectTimeoutMs;
    private final String product;
    private final ClientClock time;
    private final ClockOffset clock;
    /** Where the last link led; the next search begins behind it, since it may have been stopped. */
    private int current;

    /** What a connector is made of, apart from the dialer. */
    record Options(List<HostPort> hosts, TlsClientOptions tls, Credentials credentials, int connectTimeoutMs, String product) {
    }

    Connector(Dialer dialer, Options options, ClientClock time) {
        this.dialer = dialer;
        this.hosts = options.hosts;
        this.tls = options.tls;
        this.credentials = options.credentials;
        this.connectTimeoutMs = options.connectTimeoutMs;
        this.product = options.product;
        this.time = time;
        this.clock = new ClockOffset(time);
    }

    /**
     * Tries each host once.
     *
     * @param known the connection to be resumed, or null
     * @throws BrokerRefusal if a broker does not want us; the other hosts would be of the same opinion
     * @throws LinkLost      if none answers, saying what each attempt met
     */
    WireBrokerClient connect(ConnectionState known, BrokerEvents events, WireBrokerClient.LinkEvents linkEvents)
            throws BrokerFailure, InterruptedException {
        StringBuilder met = new StringBuilder();
        Throwable cause = null;
        for (int i = 0; i < hosts.size(); i++) {
            int index = (current + i) % hosts.size();
            try {
                WireBrokerClient client = connect(hosts.get(index), new WireBrokerClient(
                        new Handshake(credentials, product), known, time, clock, events, linkEvents));
                current = index;
                return client;
            } catch (BrokerRefusal e) {
                if (!isOfThisHost(e.code())) {
                    throw e;
                }
                cause = e;
            } catch (LinkLost e) {
                cause = e;
            }
            met.append(met.length() == 0 ? "" : "; ").append(cause.getMessage());
        }
        throw LinkLost.because(met.toString(), cause);
    }

    private static boolean isOfThisHost(ErrorCode code) {
        return switch (code) {
            case SHUTTING_DOWN, STORE_FAILED, TOO_MANY_CONNECTIONS, HANDSHAKE_TIMEOUT, HEARTBEAT_MISSED, INTERNAL -> true;
            default -> false;
        };
    }

    private WireBrokerClient connect(HostPort host, WireBrokerClient client) throws BrokerFailure, InterruptedException {
        CompletableFuture<WireBrokerClient> connected = dialer
                .dial(new DialOptions(host.host(), host.port(), connectTimeoutMs, tls, time.epochMs()), client)
                .thenCompose(client::start);
        try {
            // dialing is bounded by itself; what is added to its time is the handshake's
            return connected.get(2L * connectTimeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof LinkLost lost && lost.reason().code() == ErrorCode.LINK_LOST && tls == null) {
                // a listener that waits for TLS cannot say so in a way that we would understand
                throw LinkLost.because("the broker at " + host + " closed the link before it took the connection ("
                        + lost.getMessage() + "); if it wants TLS, the URL begins with postriders://", lost);
            }
            if (cause instanceof BrokerFailure failure) {
                throw failure;
            }
            throw LinkLost.because(cause.getMessage(), cause);
        } catch (TimeoutException e) {
            client.abort();
            throw LinkLost.because("the broker at " + host + " did not finish the handshake within " + 2L * connectTimeoutMs + " ms", null);
        } catch (InterruptedException e) {
            client.abort();
            throw e;
        }
    }

    ClockOffset clock() {
        return clock;
    }
}
