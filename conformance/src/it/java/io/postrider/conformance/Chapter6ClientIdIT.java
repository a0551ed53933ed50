package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;

/** 6.1.2: the client identifier of a connection. */
class Chapter6ClientIdIT extends Rules {
    @Test
    @Section("6.1.2")
    void a_client_id_is_refused_that_a_connection_of_another_process_has() throws Exception {
        String client = name();
        Connection connection = connection();
        try (OtherProcess other = OtherClient.withClientId(client)) {
            assertThrows(InvalidClientIDException.class, () -> connection.setClientID(client));
            assertTrue(other.isAlive());
        }
        started(client);
    }

    @Test
    @Section("6.1.2")
    void a_client_id_is_free_again_when_its_connection_is_closed() throws JMSException {
        String client = name();
        for (int i = 0; i < 3; i++) {
            Connection connection = started(client);
            assertEquals(client, connection.getClientID());
            Connection other = connection();
            assertThrows(InvalidClientIDException.class, () -> other.setClientID(client));
            connection.close();
        }
    }

    @Test
    @Section("6.1.2")
    void a_client_id_of_a_context_is_refused_that_a_connection_has() throws JMSException {
        String client = name();
        started(client);
        JMSContext context = context();
        assertThrows(InvalidClientIDRuntimeException.class, () -> context.setClientID(client));
    }

    @Test
    @Section("6.1.2")
    void a_client_id_is_set_once_and_before_anything_else() throws JMSException {
        Connection connection = connection();
        assertNull(connection.getClientID());
        connection.setClientID(name());
        assertThrows(IllegalStateException.class, () -> connection.setClientID(name()));
        Connection withSession = connection();
        withSession.createSession();
        assertThrows(IllegalStateException.class, () -> withSession.setClientID(name()));
        Connection started = started();
        assertThrows(IllegalStateException.class, () -> started.setClientID(name()));
    }

    /** Which client ids are invalid is the provider's affair. */
    @Test
    @Section("6.1.2")
    void a_client_id_of_ours_has_a_value() throws JMSException {
        Provider.assumeOurs();
        Connection connection = connection();
        assertThrows(InvalidClientIDException.class, () -> connection.setClientID(null));
        assertThrows(InvalidClientIDException.class, () -> connection.setClientID(""));
    }

    @Test
    @Section("6.1.2")
    void the_contexts_of_one_connection_have_one_client_id_which_the_second_cannot_set() {
        JMSContext context = context();
        String client = name();
        context.setClientID(client);
        try (JMSContext second = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            assertEquals(client, second.getClientID());
            assertThrows(IllegalStateRuntimeException.class, () -> second.setClientID(name()));
        }
    }
}
