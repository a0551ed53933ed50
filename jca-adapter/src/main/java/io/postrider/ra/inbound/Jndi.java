package io.postrider.ra.inbound;

import jakarta.resource.spi.InvalidPropertyException;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Finds what activation properties name, in the names of the thread that activates. */
final class Jndi {
    private Jndi() {
    }

    /** @throws InvalidPropertyException if nothing is bound there, naming the property */
    static Object lookup(String property, String name) throws InvalidPropertyException {
        Object found;
        try {
            InitialContext names = new InitialContext();
            try {
                found = names.lookup(name);
            } finally {
                names.close();
            }
        } catch (NamingException e) {
            throw new InvalidPropertyException(property + " '" + name + "' is not found in JNDI: " + e, e);
        }
        if (found == null) {
            throw new InvalidPropertyException(property + " '" + name + "' is bound to nothing in JNDI");
        }
        return found;
    }

    static InvalidPropertyException unexpected(String property, String name, Object found, String expected) {
        return new InvalidPropertyException(property + " '" + name + "' is a " + found.getClass().getName() + "; expected " + expected);
    }
}
