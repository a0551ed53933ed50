package io.postrider.ra.inbound;

import io.postrider.jms.JmsXaConnectionFactory;
import io.postrider.ra.BrokerSettings;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.transaction.xa.XAResource;

/** Finds out at which brokers, and as whom, branches of message-driven beans may be in doubt (13.5.8). */
public final class RecoveryResources {
    private static final System.Logger LOG = System.getLogger(RecoveryResources.class.getName());

    private RecoveryResources() {
    }

    /** @param specs null or empty where no bean is known */
    public static XAResource[] of(BrokerSettings adapter, ActivationSpec[] specs) {
        Map<String, XAResource> distinct = new LinkedHashMap<>();
        if (specs == null || specs.length == 0) {
            try {
                add(distinct, adapter.factory(adapter));
            } catch (InvalidPropertyException e) {
                LOG.log(Level.WARNING, "the adapter's own broker cannot be recovered", e);
            }
        } else {
            for (ActivationSpec spec : specs) {
                add(distinct, adapter, spec);
            }
        }
        return distinct.values().toArray(new XAResource[0]);
    }

    /** One that cannot be used keeps nobody from recovering the others. */
    private static void add(Map<String, XAResource> distinct, BrokerSettings adapter, ActivationSpec spec) {
        if (!(spec instanceof PostriderActivationSpec ours)) {
            LOG.log(Level.WARNING, "an ActivationSpec of class {0} is not one of this adapter, and is not recovered", spec == null ? null : spec.getClass());
            return;
        }
        try {
            add(distinct, Source.client(ours, adapter));
        } catch (InvalidPropertyException e) {
            LOG.log(Level.WARNING, "a message-driven bean cannot be recovered", e);
        }
    }

    private static void add(Map<String, XAResource> distinct, JmsXaConnectionFactory client) {
        client.setClientId(null);
        distinct.putIfAbsent(client.getUrl(), new RecoveryResource(client));
    }
}
