package io.postrider.jms.client;

import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.net.TlsClientOptions;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Random;

/** Makes connections to brokers. Any thread. */
public final class BrokerConnections {
    private static final long RECONNECT_DELAY_MS_MIN = 50;
    private static final long RECONNECT_DELAY_MS_MAX = 5_000;

    private BrokerConnections() {
    }

    /**
     * Whom to connect to and how.
     *
     * @param hosts       tried in this order; at least one
     * @param tls         null = without TLS
     * @param credentials who connects
     * @param product     name and version of this client, for the broker's log
     * @param connectTimeoutMs  for each host
     * @param reconnectTimeoutMs for how long a lost connection is tried again, at the most
     */
    public record Target(List<HostPort> hosts, TlsClientOptions tls, Credentials credentials, String product, int connectTimeoutMs,
                         long reconnectTimeoutMs) {
    }

    /**
     * Connects to the first host that answers.
     *
     * @throws jakarta.jms.JMSSecurityException if the broker does not accept the credentials
     * @throws JMSException if there is no broker, or it refuses
     */
    public static BrokerClient connect(Target target, BrokerEvents events, ClientClock time) throws JMSException {
        Connector connector = new Connector(SharedDialer.acquire(), new Connector.Options(target.hosts, target.tls, target.credentials,
                target.connectTimeoutMs, target.product), time);
        // the JDK's default generator is a service, which the class loader of an application in a server may not see
        ReconnectPolicy policy = new ReconnectPolicy(target.reconnectTimeoutMs, RECONNECT_DELAY_MS_MIN, RECONNECT_DELAY_MS_MAX,
                new Random());
        boolean connected = false;
        try {
            BrokerClient client = ReconnectingBrokerClient.connect(connector, policy, time, events, SharedDialer::release);
            connected = true;
            return client;
        } catch (LinkLost e) {
            throw JmsErrors.failed("no broker answers: " + e.getMessage(), e.getCause());
        } catch (BrokerFailure e) {
            throw e.toJms("the connection");
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        } finally {
            if (!connected) {
                SharedDialer.release();
            }
        }
    }
}
