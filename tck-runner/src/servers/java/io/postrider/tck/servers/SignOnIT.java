package io.postrider.tck.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** As whom an application is connected: the broker says whose its open transaction is. */
class SignOnIT extends ServerCase {
    @Test
    void the_user_that_the_server_maps_an_application_to_is_connected() throws Exception {
        assertEquals(ServerBroker.CLERK, userOf("mapped", "sendAsMapped"));
    }

    @Test
    void the_user_that_an_application_names_is_connected() throws Exception {
        assertEquals(ServerBroker.CLERK, userOf("named", "sendAs", "user", ServerBroker.CLERK, "password", ServerBroker.CLERK_PASSWORD));
    }

    @Test
    void an_application_that_names_users_in_turn_never_has_the_connection_of_the_other() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals(ServerBroker.CLERK, userOf("turns", "sendAs", "user", ServerBroker.CLERK, "password", ServerBroker.CLERK_PASSWORD));
            assertEquals(ServerBroker.USER, userOf("turns", "sendAs", "user", ServerBroker.USER, "password", ServerBroker.PASSWORD));
        }
    }

    @Test
    void without_either_the_configured_user_is_connected() throws Exception {
        assertEquals(ServerBroker.USER, userOf("configured", "sendAsConfigured"));
    }

    @Test
    void a_wrong_password_of_an_application_is_a_security_exception() {
        String said = assertThrows(IOException.class,
                () -> application().call("sendAs", "user", ServerBroker.CLERK, "password", "wrong", "queue", "never", "text", "never")).getMessage();
        assertTrue(said.contains("JMSSecurityException"), said);
    }

    @Test
    void a_wrong_password_of_the_server_is_a_security_exception() {
        String said = assertThrows(IOException.class, () -> application().call("sendAsMappedWrongly", "queue", "never", "text", "never")).getMessage();
        assertTrue(said.contains("JMSSecurityException"), said);
    }

    /** Of the transaction in which the application sends to that queue. */
    private String userOf(String queue, String operation, String... more) throws Exception {
        List<String> parameters = new ArrayList<>(List.of("queue", queue, "text", operation));
        parameters.addAll(List.of(more));
        JsonNode transaction = OpenTransaction.seen(first(), atFirst, queue, () -> application().call(operation, parameters.toArray(String[]::new)));
        assertEquals(operation, atFirst.receive(queue).getBody(String.class));
        return transaction.path("user").asText();
    }
}
