package io.postrider.jms;

import io.postrider.jms.client.BrokerClient;
import io.postrider.jms.client.BrokerConnections;
import io.postrider.jms.client.ClientClock;
import io.postrider.jms.client.Waiting;
import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;

/**
 * What a connection is made of, once a broker has let it in. Immutable.
 *
 * @param client   the broker
 * @param events   what the broker has to say
 * @param waiting  how long its answers may take
 * @param settings of the factory
 * @param user     who the broker takes it for, or null for nobody in particular
 */
record OpenConnection(BrokerClient client, ConnectionEvents events, Waiting waiting, Settings settings, String user, ClientClock time) {

    /** Connects, and sets the client id that the factory has. */
    static OpenConnection open(Settings settings, String user, String password, ClientClock time) throws JMSException {
        BrokerConnections.Target target;
        try {
            target = settings.target(user, password);
        } catch (IllegalArgumentException e) {
            throw JmsErrors.failed(e.getMessage(), e);
        }
        ConnectionEvents events = new ConnectionEvents();
        BrokerClient client = BrokerConnections.connect(target, events, time);
        Waiting waiting = new Waiting(client, time, settings.number(Setting.REQUEST_TIMEOUT_MS));
        String clientId = settings.text(Setting.CLIENT_ID);
        if (clientId != null) {
            try {
                waiting.on(client.setClientId(clientId), "setting client id '" + clientId + "'");
            } catch (JMSException e) {
                client.close();
                throw e;
            }
        }
        return new OpenConnection(client, events, waiting, settings, user, time);
    }

    /** The client id of the factory, or null. */
    String configuredClientId() {
        return settings.text(Setting.CLIENT_ID);
    }
}
