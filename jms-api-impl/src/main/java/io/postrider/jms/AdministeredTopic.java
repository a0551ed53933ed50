package io.postrider.jms;

import io.postrider.transport.message.DestinationName;

/**
 * A topic as an administered object of an application server, which makes it without a name and sets that as a property. Serialised
 * and bound in a naming service it is a {@link JmsTopic}. Not to be renamed once it is used: it is equal to what has its name.
 */
public non-sealed class AdministeredTopic extends JmsTopic {
    public AdministeredTopic() {
        super((DestinationName) null);
    }

    /** @return null before one is set */
    public String getName() {
        return isNamed() ? name().name() : null;
    }

    /** @throws IllegalArgumentException if the name breaks the rules of {@link DestinationName} */
    public void setName(String name) {
        rename(DestinationName.topic(name));
    }
}
