package io.postrider.jms.jndi;

import io.postrider.jms.JmsDestination;
import io.postrider.jms.JmsXaConnectionFactory;
import io.postrider.transport.message.DestinationName;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;

/** Makes administered objects (specification 5) of the references that a naming service keeps of them. */
public final class PostriderObjectFactory implements ObjectFactory {
    /** Address type of a connection factory's URL. */
    public static final String REFERENCE_URL = "url";

    /** Required by the naming service. */
    public PostriderObjectFactory() {
    }

    /** @return null for a reference that is not of this provider, as the naming service wants it */
    @Override
    public Object getObjectInstance(Object object, Name name, Context context, Hashtable<?, ?> environment) throws NamingException {
        if (!(object instanceof Reference reference)) {
            return null;
        }
        String url = content(reference, REFERENCE_URL);
        if (url != null) {
            return AdministeredObjects.connectionFactory(url, JmsXaConnectionFactory.class.getName().equals(reference.getClassName()));
        }
        String kind = content(reference, JmsDestination.REFERENCE_KIND);
        String destination = content(reference, JmsDestination.REFERENCE_NAME);
        if (kind == null || destination == null) {
            return null;
        }
        try {
            return JmsDestination.of(new DestinationName(DestinationName.Kind.valueOf(kind), destination));
        } catch (IllegalArgumentException e) {
            NamingException refused = new NamingException("the reference '" + name + "' is not one of a destination: " + e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    private static String content(Reference reference, String type) {
        RefAddr address = reference.get(type);
        return address != null && address.getContent() instanceof String text ? text : null;
    }
}
