package io.postrider.jms.jndi;

import io.postrider.jms.JmsConnectionFactory;
import io.postrider.jms.JmsXaConnectionFactory;
import jakarta.jms.ConnectionFactory;
import javax.naming.NamingException;

/** The one place of this package that makes a connection factory of a URL. */
final class AdministeredObjects {
    private AdministeredObjects() {
    }

    /** @throws NamingException if the URL is refused, saying why */
    static ConnectionFactory connectionFactory(String url, boolean xa) throws NamingException {
        try {
            return xa ? new JmsXaConnectionFactory(url) : new JmsConnectionFactory(url);
        } catch (IllegalArgumentException e) {
            NamingException refused = new NamingException(e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }
}
