package io.postrider.tck.servers;

import org.jboss.arquillian.container.spi.event.StopManualContainers;
import org.jboss.arquillian.core.api.Event;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.EventContext;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.event.suite.AfterSuite;

/**
 * Has Arquillian stop the server when all classes of tests are through, and not after each. That it does by itself for servers that it starts
 * and stops alone, but those no test may kill and start again.
 */
public final class RunningServer implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Stopping.class);
    }

    /** Made by Arquillian. */
    public static final class Stopping {
        @Inject
        private Event<StopManualContainers> stop;
        private boolean last;

        /** Before what stops them. */
        public void asked(@Observes EventContext<StopManualContainers> event) {
            if (last) {
                event.proceed();
            }
        }

        public void end(@Observes(precedence = 1) AfterSuite suite) {
            last = true;
            stop.fire(new StopManualContainers());
        }
    }
}
