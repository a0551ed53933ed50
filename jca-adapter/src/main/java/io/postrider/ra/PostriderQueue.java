package io.postrider.ra;

import io.postrider.jms.AdministeredQueue;
import jakarta.resource.spi.ConfigProperty;
import jakarta.validation.constraints.NotNull;

/**
 * A queue as an administered object of a server (13.4.2.3): a {@link jakarta.jms.Queue} by its name at the broker, which makes it when it is
 * first used. Named by the server once, then used by any thread.
 */
public final class PostriderQueue extends AdministeredQueue {
    @NotNull
    @Override
    public String getName() {
        return super.getName();
    }

    @ConfigProperty(description = "Name of the queue at the broker")
    @Override
    public void setName(String name) {
        super.setName(name);
    }
}
