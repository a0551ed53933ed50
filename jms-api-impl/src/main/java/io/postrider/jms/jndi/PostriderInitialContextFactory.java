package io.postrider.jms.jndi;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/**
 * A naming service out of properties, for programs that run in no container (specification 5):
 *
 * <pre>
 *   java.naming.factory.initial = io.postrider.jms.jndi.PostriderInitialContextFactory
 *   connectionFactory.NAME      = postrider://host:port
 *   xaConnectionFactory.NAME    = postrider://host:port, for global transactions
 *   queue.NAME                  = physical name
 *   topic.NAME                  = physical name
 * </pre>
 *
 * in {@code jndi.properties} or in the environment of the InitialContext. A name may have slashes, as in {@code jms/orders}.
 * Every entry is checked when the context is created; the context does not change afterwards. Any thread.
 */
public final class PostriderInitialContextFactory implements InitialContextFactory {
    private final ConnectionFactoryMaker connectionFactories;

    /** Required by the naming service. */
    public PostriderInitialContextFactory() {
        this(AdministeredObjects::connectionFactory);
    }

    PostriderInitialContextFactory(ConnectionFactoryMaker connectionFactories) {
        this.connectionFactories = connectionFactories;
    }

    /** @throws javax.naming.ConfigurationException for an entry that is not as above, naming it */
    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        Hashtable<?, ?> given = environment == null ? new Hashtable<>() : environment;
        return new PostriderContext(Entries.read(given, connectionFactories), "", given);
    }
}
