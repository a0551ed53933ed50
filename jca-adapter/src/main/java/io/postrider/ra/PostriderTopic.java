package io.postrider.ra;

import io.postrider.jms.AdministeredTopic;
import jakarta.resource.spi.ConfigProperty;
import jakarta.validation.constraints.NotNull;

/**
 * A topic as an administered object of a server (13.4.2.3): a {@link jakarta.jms.Topic} by its name at the broker, which makes it when it is
 * first used. Named by the server once, then used by any thread.
 */
public final class PostriderTopic extends AdministeredTopic {
    @NotNull
    @Override
    public String getName() {
        return super.getName();
    }

    @ConfigProperty(description = "Name of the topic at the broker")
    @Override
    public void setName(String name) {
        super.setName(name);
    }
}
