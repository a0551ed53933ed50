package io.postrider.jms.jndi;

import io.postrider.jms.JmsQueue;
import io.postrider.jms.JmsTopic;
import java.util.Arrays;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.naming.ConfigurationException;
import javax.naming.NamingException;

/** The administered objects that an environment defines, by name. */
final class Entries {
    /** What a property starts with, and what it defines. */
    enum Kind {
        CONNECTION_FACTORY("connectionFactory."), XA_CONNECTION_FACTORY("xaConnectionFactory."), QUEUE("queue."), TOPIC("topic.");

        final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    private Entries() {
    }

    /** @throws ConfigurationException for an entry that is malformed or contradicts another, naming it */
    static NavigableMap<String, Object> read(Hashtable<?, ?> environment, ConnectionFactoryMaker connectionFactories) throws NamingException {
        NavigableMap<String, Object> objects = new TreeMap<>();
        for (Map.Entry<?, ?> entry : environment.entrySet()) {
            if (entry.getKey() instanceof String property) {
                Kind kind = kindOf(property);
                if (kind != null) {
                    String name = nameOf(property, kind);
                    if (objects.putIfAbsent(name, object(property, kind, entry.getValue(), connectionFactories)) != null) {
                        throw refused(property, "the name '" + name + "' is defined by another property too", null);
                    }
                }
            }
        }
        requireNoNameBelowAnother(objects);
        return Collections.unmodifiableNavigableMap(objects);
    }

    /** Other properties are not ours; one that differs from ours only in case is a mistake that would else be found late. */
    private static Kind kindOf(String property) throws ConfigurationException {
        for (Kind kind : Kind.values()) {
            if (property.regionMatches(true, 0, kind.prefix, 0, kind.prefix.length())) {
                if (!property.startsWith(kind.prefix)) {
                    throw refused(property, "write it as " + kind.prefix + property.substring(kind.prefix.length()), null);
                }
                return kind;
            }
        }
        return null;
    }

    private static String nameOf(String property, Kind kind) throws ConfigurationException {
        String name = property.substring(kind.prefix.length());
        List<String> parts = Arrays.asList(name.split("/", -1));
        if (parts.contains("")) {
            throw refused(property, "expected " + kind.prefix + "NAME, where NAME has no empty part between slashes", null);
        }
        return name;
    }

    private static Object object(String property, Kind kind, Object value, ConnectionFactoryMaker connectionFactories)
            throws ConfigurationException {
        if (!(value instanceof String text) || text.isBlank()) {
            throw refused(property, kind == Kind.CONNECTION_FACTORY || kind == Kind.XA_CONNECTION_FACTORY
                    ? "expected a URL such as postrider://localhost:7337" : "expected the physical name of a destination", null);
        }
        try {
            return switch (kind) {
                case CONNECTION_FACTORY -> connectionFactories.make(text.strip(), false);
                case XA_CONNECTION_FACTORY -> connectionFactories.make(text.strip(), true);
                case QUEUE -> new JmsQueue(text.strip());
                case TOPIC -> new JmsTopic(text.strip());
            };
        } catch (NamingException | IllegalArgumentException e) {
            throw refused(property, e.getMessage(), e);
        }
    }

    /** {@code jms} cannot be a queue where {@code jms/orders} makes it a context. */
    private static void requireNoNameBelowAnother(NavigableMap<String, Object> objects) throws ConfigurationException {
        for (String name : objects.keySet()) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                String above = name.substring(0, slash);
                if (objects.containsKey(above)) {
                    throw new ConfigurationException("'" + name + "' lies below '" + above + "', which is an object and not a context");
                }
            }
        }
    }

    private static ConfigurationException refused(String property, String reason, Throwable cause) {
        ConfigurationException refused = new ConfigurationException("property '" + property + "': " + reason);
        refused.initCause(cause);
        return refused;
    }
}
