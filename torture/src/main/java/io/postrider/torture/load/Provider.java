package io.postrider.torture.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import java.nio.file.Path;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** What a client process has of its provider, found by JNDI, and the transaction manager that it has beside it. Any thread. */
final class Provider {
    private static final String LOCAL = "broker";
    private static final String GLOBAL = "xa-broker";

    private final ConnectionFactory factory;
    private final XAConnectionFactory xaFactory;
    private final Path transactionLog;
    private final String node;
    private Narayana narayana;

    private Provider(Context names, Path transactionLog, String node) throws NamingException {
        this.factory = (ConnectionFactory) names.lookup(LOCAL);
        this.xaFactory = (XAConnectionFactory) names.lookup(GLOBAL);
        this.transactionLog = transactionLog;
        this.node = node;
    }

    /**
     * @param transactionLog folder for the transaction manager, if anybody needs one
     * @param node           the transaction manager's name
     */
    static Provider at(String url, Path transactionLog, String node) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "io.postrider.jms.jndi.PostriderInitialContextFactory");
        environment.put("connectionFactory." + LOCAL, url);
        environment.put("xaConnectionFactory." + GLOBAL, url);
        return new Provider(new InitialContext(environment), transactionLog, node);
    }

    Connection connect() throws JMSException {
        return factory.createConnection();
    }

    XAConnection connectXa() throws JMSException {
        return xaFactory.createXAConnection();
    }

    /** Made when it is first asked for: a second of work and 10 MB that other loads need not have. */
    synchronized Narayana narayana() {
        if (narayana == null) {
            narayana = new Narayana(transactionLog, node, new RecoveredBroker(xaFactory));
        }
        return narayana;
    }
}
