package io.postrider.tck.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;

/** An application that brings the adapter with it. That one is configured with the second broker, so that nothing of the server's own adapter can be taken for it. */
class EmbeddedIT extends ServerCase {
    @Deployment(name = EmbeddedArchive.NAME, managed = false, testable = false)
    static EnterpriseArchive embedded() throws IOException {
        return EmbeddedArchive.of(ServerRun.shared().server(), Path.of(System.getProperty("server.rar")), ServerRun.shared().second());
    }

    @Override
    String deployment() {
        return EmbeddedArchive.NAME;
    }

    @Test
    void a_connection_factory_and_a_queue_of_the_application_send() throws Exception {
        assertEquals("sent", application().call("send", "text", "sent by itself", "rollback", "false"));
        assertEquals("sent by itself", atSecond.receive("parcels").getBody(String.class));
    }

    @Test
    void what_is_sent_in_a_transaction_that_is_rolled_back_is_not_there() throws Exception {
        assertEquals("sent", application().call("send", "text", "never", "rollback", "true"));
        atSecond.receiveNothing("parcels");
    }

    @Test
    void a_bean_of_the_application_is_fed_by_its_adapter() throws Exception {
        atSecond.send("letters", "mine", Map.of());
        assertEquals("parcel of mine", atSecond.receive("parcels").getBody(String.class));
    }

    @Test
    void an_application_that_is_deployed_again_brings_its_adapter_again() throws Exception {
        undeploy();
        atSecond.send("letters", "waiting", Map.of());
        deploy();
        assertEquals("parcel of waiting", atSecond.receive("parcels").getBody(String.class));
        assertEquals("sent", application().call("send", "text", "sent again", "rollback", "false"));
        assertEquals("sent again", atSecond.receive("parcels").getBody(String.class));
    }
}
