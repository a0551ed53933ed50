package io.postrider.tck.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.jms.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Message-driven beans get what they should, of each kind of destination and subscription. */
class MessageDrivenIT extends ServerCase {
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final Map<String, ?> NO_PROPERTIES = Map.of();

    @Test
    void a_bean_gets_the_messages_of_a_queue() throws Exception {
        atFirst.send("transfer", "for a queue", NO_PROPERTIES);
        Message passed = atSecond.receive("transferred");
        assertEquals("for a queue", passed.getBody(String.class));
        assertFalse(passed.getBooleanProperty("redelivered"));
        assertEquals(1, passed.getIntProperty("deliveries"));
    }

    @Test
    void beans_get_the_messages_of_a_topic_each_its_own() throws Exception {
        awaitSubscriber();
        atFirst.publish("news", "for all");
        for (String bean : List.of("NewsBean", "DurableNewsBean", "SharedNewsBean")) {
            assertEquals("for all", noted(bean));
        }
        atFirst.receiveNothing("noted");
    }

    @Test
    void durable_subscriptions_keep_messages_while_the_application_is_away() throws Exception {
        awaitSubscriber();
        undeploy();
        atFirst.publish("news", "meanwhile");
        deploy();
        assertEquals("meanwhile", noted("DurableNewsBean"));
        assertEquals("meanwhile", noted("SharedNewsBean"));
        atFirst.receiveNothing("noted");
    }

    @Test
    void a_selector_leaves_the_other_messages_to_others() throws Exception {
        atFirst.send("mixed", "blue", Map.of("colour", "blue", "size", 5));
        atFirst.send("mixed", "red", Map.of("colour", "red", "size", 5));
        assertEquals("red", noted("SelectedBean"));
        assertEquals("blue", atFirst.receive("mixed").getBody(String.class));
        atFirst.receiveNothing("noted");
    }

    private String noted(String bean) throws Exception {
        return atFirst.receive("noted", "bean = '" + bean + "'").getBody(String.class);
    }

    /** Only who is there gets what is published. */
    private void awaitSubscriber() throws Exception {
        Waiting.until(MOST, () -> "no bean subscribes to topic news", () -> {
            for (var each : first().status().path("destinations")) {
                if (each.path("name").asText().equals("news") && each.path("consumers").asInt() >= 3) {
                    return true;
                }
            }
            return false;
        });
    }
}
