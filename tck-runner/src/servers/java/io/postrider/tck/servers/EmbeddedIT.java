package io.postrider.tck.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;

/** An application that brings the adapter with it. That one is configured with the second broker, so that nothing of the server's own adapter can be taken for it. */
class EmbeddedIT extends ServerCase {
    private static final String MISCONFIGURED = "misconfigured";

    @Deployment(name = EmbeddedArchive.NAME, managed = false, testable = false)
    static EnterpriseArchive embedded() throws IOException {
        return EmbeddedArchive.of(ServerRun.shared().server(), Path.of(System.getProperty("server.rar")), ServerRun.shared().second());
    }

    @Deployment(name = MISCONFIGURED, managed = false, testable = false)
    static EnterpriseArchive misconfigured() throws IOException {
        return EmbeddedArchive.of(MISCONFIGURED, ServerRun.shared().server(), Path.of(System.getProperty("server.rar")), Map.of("requestTimeoutMs", "0"));
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

    @Test
    void a_setting_out_of_its_range_fails_the_deployment_by_its_name() {
        assumeTrue(ServerRun.shared().server().takesDefinitions(), "the server starts the application without its adapter, and says why in its log");
        undeploy(); // it has the same name in URLs
        String said = deploy(MISCONFIGURED);
        assertTrue(said.contains("requestTimeoutMs"), said);
    }
}
