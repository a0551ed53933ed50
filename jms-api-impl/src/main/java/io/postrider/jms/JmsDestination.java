package io.postrider.jms;

import io.postrider.jms.error.JmsErrors;
import io.postrider.jms.jndi.PostriderObjectFactory;
import io.postrider.transport.message.DestinationName;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;

/**
 * A queue or a topic as applications hold it (specification 4 and 5.2): an administered object, equal to every other of the same kind
 * and name. Immutable, but for the administered objects of application servers, which get their name once they are there. Any thread.
 */
public abstract sealed class JmsDestination implements Destination, Referenceable, Serializable permits JmsQueue, JmsTopic {
    /** Address types of the {@link Reference} that stands for a destination in a naming service. */
    public static final String REFERENCE_KIND = "kind";
    public static final String REFERENCE_NAME = "name";

    private transient volatile DestinationName name;

    /** @param name null for one that is named later */
    JmsDestination(DestinationName name) {
        this.name = name;
    }

    final void rename(DestinationName given) {
        name = given;
    }

    /** The destination of that kind and name. A temporary one made here has no owner and cannot be deleted through it. */
    public static JmsDestination of(DestinationName name) {
        return switch (name.kind()) {
            case QUEUE -> new JmsQueue(name);
            case TOPIC -> new JmsTopic(name);
            case TEMPORARY_QUEUE -> new JmsTemporaryQueue(name, null);
            case TEMPORARY_TOPIC -> new JmsTemporaryTopic(name, null);
        };
    }

    /** @throws jakarta.jms.InvalidDestinationException if the name is null or breaks the rules of {@link DestinationName} */
    public static JmsQueue queue(String name) throws JMSException {
        return new JmsQueue(named(DestinationName.Kind.QUEUE, name));
    }

    /** @throws jakarta.jms.InvalidDestinationException if the name is null or breaks the rules of {@link DestinationName} */
    public static JmsTopic topic(String name) throws JMSException {
        return new JmsTopic(named(DestinationName.Kind.TOPIC, name));
    }

    /**
     * One of ours, whatever an application passes.
     *
     * @throws jakarta.jms.InvalidDestinationException for null, and for an object of another provider, naming its class: a
     *         name there is not a name here
     */
    public static JmsDestination from(Destination destination) throws JMSException {
        if (destination instanceof JmsDestination ours) {
            return ours;
        }
        if (destination == null) {
            throw JmsErrors.invalidDestination("null is not a destination");
        }
        throw JmsErrors.invalidDestination("a destination of " + destination.getClass().getName()
                + " belongs to another provider; create one with this session, or look up one of this provider");
    }

    private static DestinationName named(DestinationName.Kind kind, String name) throws JMSException {
        if (name == null) {
            throw JmsErrors.invalidDestination("null is not the name of a " + kind.name().toLowerCase(Locale.ROOT));
        }
        try {
            return new DestinationName(kind, name);
        } catch (IllegalArgumentException e) {
            throw JmsErrors.invalidDestination(e.getMessage(), e);
        }
    }

    /**
     * What the wire calls it.
     *
     * @throws IllegalStateException if it is an administered object without a name
     */
    public final DestinationName name() {
        DestinationName given = name;
        if (given == null) {
            throw new IllegalStateException("a " + getClass().getSimpleName() + " has no name; set its property 'name'");
        }
        return given;
    }

    /** Whether it has a name yet. */
    final boolean isNamed() {
        return name != null;
    }

    public final boolean isTemporary() {
        return name().kind().isTemporary();
    }

    /** The connection that created this temporary destination; null for any other, and for one that came in a message. */
    public TemporaryOwner owner() {
        return null;
    }

    /** @throws NamingException for a temporary destination, which ends with its connection and cannot be bound */
    @Override
    public Reference getReference() throws NamingException {
        if (isTemporary()) {
            throw new NamingException(name + " cannot be bound: it ends with its connection");
        }
        Reference reference = new Reference(of(name()).getClass().getName(), PostriderObjectFactory.class.getName(), null);
        reference.add(new StringRefAddr(REFERENCE_KIND, name().kind().name()));
        reference.add(new StringRefAddr(REFERENCE_NAME, name().name()));
        return reference;
    }

    /** {@code delete()} of the temporary ones. */
    final void delete(TemporaryOwner owner) throws JMSException {
        if (owner == null) {
            throw JmsErrors.illegalState(name + " can only be deleted through the object that its connection created");
        }
        if (!owner.isOpen()) {
            throw JmsErrors.illegalState(name + " has ended with its connection");
        }
        owner.delete(this);
    }

    /** Serialised as kind and name, so that the form does not depend on these classes. */
    protected final Object writeReplace() throws ObjectStreamException {
        return new Serialized(name().kind(), name().name());
    }

    private record Serialized(DestinationName.Kind kind, String name) implements Serializable {
        private Object readResolve() {
            return of(new DestinationName(kind, name));
        }
    }

    @Override
    public final boolean equals(Object other) {
        return this == other || name != null && other instanceof JmsDestination that && name.equals(that.name);
    }

    @Override
    public final int hashCode() {
        return Objects.hashCode(name);
    }

    /** {@code queue orders}. */
    @Override
    public final String toString() {
        return String.valueOf(name);
    }
}
