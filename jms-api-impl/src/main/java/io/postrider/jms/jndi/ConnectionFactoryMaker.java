package io.postrider.jms.jndi;

import jakarta.jms.ConnectionFactory;
import javax.naming.NamingException;

/** Makes the connection factory of a URL; tests put another in its place. */
@FunctionalInterface
interface ConnectionFactoryMaker {
    /**
     * @param xa whether its connections are for global transactions too
     * @throws NamingException if the URL is refused, saying why
     */
    ConnectionFactory make(String url, boolean xa) throws NamingException;
}
