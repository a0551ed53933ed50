package io.postrider.jms;

import io.postrider.transport.message.DestinationName;

/**
 * A queue as an administered object of an application server, which makes it without a name and sets that as a property. Serialised
 * and bound in a naming service it is a {@link JmsQueue}. Not to be renamed once it is used: it is equal to what has its name.
 */
public non-sealed class AdministeredQueue extends JmsQueue {
    public AdministeredQueue() {
        super((DestinationName) null);
    }

    /** @return null before one is set */
    public String getName() {
        return isNamed() ? name().name() : null;
    }

    /** @throws IllegalArgumentException if the name breaks the rules of {@link DestinationName} */
    public void setName(String name) {
        rename(DestinationName.queue(name));
    }
}
