package io.postrider.ra.outbound;

import jakarta.jms.ConnectionMetaData;
import jakarta.jms.JMSException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnectionMetaData;
import io.postrider.ra.ResourceErrors;

/** What consoles show of a managed connection (6.5.5). */
record ManagedMetaData(ConnectionMetaData client, SignOn signOn) implements ManagedConnectionMetaData {
    @Override
    public String getEISProductName() throws ResourceException {
        try {
            return client.getJMSProviderName();
        } catch (JMSException e) {
            throw ResourceErrors.of("metadata", e);
        }
    }

    @Override
    public String getEISProductVersion() throws ResourceException {
        try {
            return client.getProviderVersion();
        } catch (JMSException e) {
            throw ResourceErrors.of("metadata", e);
        }
    }

    /** 0: the broker sets no bound that a client knows. */
    @Override
    public int getMaxConnections() {
        return 0;
    }

    @Override
    public String getUserName() {
        return signOn.isGiven() ? signOn.user() : "";
    }
}
