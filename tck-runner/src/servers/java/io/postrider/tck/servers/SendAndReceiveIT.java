package io.postrider.tck.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.jms.Message;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Applications send and receive, in each way in which they get a connection. */
class SendAndReceiveIT extends ServerCase {
    @Test
    void a_connection_factory_that_is_looked_up_sends() throws Exception {
        assertEquals("sent", application().call("sendByResource", "queue", "out1", "text", "by resource"));
        assertEquals("by resource", atFirst.receive("out1").getBody(String.class));
    }

    @Test
    void a_connection_factory_that_is_looked_up_receives() throws Exception {
        atFirst.send("in1", "for the resource", Map.of());
        assertEquals("for the resource", application().call("receiveByResource", "queue", "in1"));
    }

    @Test
    void an_injected_context_sends() throws Exception {
        assertEquals("sent", application().call("sendByContext", "queue", "out2", "text", "by context"));
        Message message = atFirst.receive("out2");
        assertEquals("by context", message.getBody(String.class));
        assertEquals("context", message.getStringProperty("by"));
    }

    @Test
    void an_injected_context_receives() throws Exception {
        atFirst.send("in2", "for the context", Map.of());
        assertEquals("for the context", application().call("receiveByContext", "queue", "in2"));
    }

    @Test
    void the_bean_of_the_guide_takes_orders_of_an_administered_queue() throws Exception {
        assertEquals("sent", application().call("order", "text", "tea"));
        assertEquals("done: tea", atFirst.receive("done").getBody(String.class));
    }
}
