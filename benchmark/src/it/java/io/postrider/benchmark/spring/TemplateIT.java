package io.postrider.benchmark.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.springframework.jms.JmsException;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsMessagingTemplate;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.support.JmsHeaders;
import org.springframework.transaction.support.TransactionTemplate;

@Timeout(120)
class TemplateIT {
    private static SpringBroker broker;

    private CachingConnectionFactory caching;
    private JmsTemplate template;
    private String queue;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new SpringBroker();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void makeTemplate(TestInfo test) {
        caching = broker.caching();
        template = SpringBroker.template(caching);
        queue = test.getTestMethod().orElseThrow().getName();
        template.setDefaultDestinationName(queue);
    }

    @AfterEach
    void closeConnection() {
        caching.destroy();
    }

    @Test
    void what_is_sent_through_a_converter_is_received_through_it() {
        template.convertAndSend("text");
        template.convertAndSend(Map.of("number", 7, "name", "seven"));
        template.convertAndSend(new byte[] {1, 2, 3});
        assertEquals("text", template.receiveAndConvert());
        assertEquals(Map.of("number", 7, "name", "seven"), template.receiveAndConvert());
        assertEquals(List.of((byte) 1, (byte) 2, (byte) 3), bytes((byte[]) template.receiveAndConvert()));
    }

    @Test
    void quality_of_service_of_the_template_arrives_in_the_header() throws JMSException {
        template.setExplicitQosEnabled(true);
        template.setPriority(8);
        template.setTimeToLive(600_000);
        template.setDeliveryPersistent(false);
        template.convertAndSend((Object) "urgent", message -> {
            message.setJMSCorrelationID("correlated");
            message.setStringProperty("colour", "red");
            return message;
        });
        Message received = template.receiveSelected("colour = 'red' AND JMSPriority = 8");
        assertEquals(8, received.getJMSPriority());
        assertEquals(DeliveryMode.NON_PERSISTENT, received.getJMSDeliveryMode());
        assertEquals("correlated", received.getJMSCorrelationID());
        assertEquals(600_000, received.getJMSExpiration() - received.getJMSTimestamp(), 1000);
    }

    @Test
    void a_delivery_delay_of_the_template_holds_a_message_back() throws JMSException {
        template.setDeliveryDelay(1500);
        template.convertAndSend("late");
        template.setDeliveryDelay(0);
        template.convertAndSend("early");
        assertEquals("early", template.receiveAndConvert());
        Message late = template.receive();
        assertEquals("late", ((TextMessage) late).getText());
        assertEquals(1500, late.getJMSDeliveryTime() - late.getJMSTimestamp(), 1000);
    }

    @Test
    void a_browser_sees_what_a_receive_takes_later() {
        for (int i = 0; i < 5; i++) {
            template.convertAndSend("message " + i);
        }
        List<String> browsed = template.browse((session, browser) -> {
            List<String> texts = new ArrayList<>();
            for (Enumeration<?> each = browser.getEnumeration(); each.hasMoreElements();) {
                texts.add(((TextMessage) each.nextElement()).getText());
            }
            return texts;
        });
        assertEquals(List.of("message 0", "message 1", "message 2", "message 3", "message 4"), browsed);
        for (String text : browsed) {
            assertEquals(text, template.receiveAndConvert());
        }
    }

    @Test
    void nothing_is_received_from_an_empty_queue() {
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertNull(template.receive());
        template.setReceiveTimeout(50);
        assertNull(template.receive());
    }

    @Test
    void a_rolled_back_transaction_sends_and_takes_nothing() {
        template.setSessionTransacted(true);
        template.convertAndSend("input");
        TransactionTemplate transaction = new TransactionTemplate(new JmsTransactionManager(caching));
        assertThrows(IllegalStateException.class, () -> transaction.executeWithoutResult(status -> {
            assertEquals("input", template.receiveAndConvert());
            template.convertAndSend(queue + "-output", "output");
            throw new IllegalStateException("on purpose");
        }));
        transaction.executeWithoutResult(status -> {
            Message again = template.receive();
            assertTrue(redelivered(again));
            template.convertAndSend(queue + "-output", "second output");
        });
        assertEquals("second output", template.receiveAndConvert(queue + "-output"));
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertNull(template.receive());
        assertNull(template.receive(queue + "-output"));
    }

    @Test
    void a_request_is_answered_on_a_temporary_queue() throws Exception {
        CachingConnectionFactory other = broker.caching();
        try {
            requestsAreAnswered(SpringBroker.template(other));
        } finally {
            other.destroy();
        }
    }

    /**
     * The factory keeps consumers open in its sessions, and hands a session to another thread each time: what such a consumer has
     * fetched ahead, nobody takes any more. So programs that receive with templates of several threads fetch nothing ahead.
     */
    @Test
    void threads_that_share_a_caching_factory_without_prefetch_take_nothing_from_each_other() throws Exception {
        CachingConnectionFactory shared = new CachingConnectionFactory(broker.factory("prefetchMessages=0"));
        shared.setSessionCacheSize(10);
        try {
            template.setConnectionFactory(shared);
            requestsAreAnswered(SpringBroker.template(shared));
        } finally {
            shared.destroy();
        }
    }

    private void requestsAreAnswered(JmsTemplate answerer) throws Exception {
        CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 20; i++) {
                Message request = answerer.receive(queue);
                assertNotNull(request);
                answerer.send(replyTo(request), session -> {
                    TextMessage reply = session.createTextMessage("answer to " + ((TextMessage) request).getText());
                    reply.setJMSCorrelationID(request.getJMSMessageID());
                    return reply;
                });
            }
        });
        for (int i = 0; i < 20; i++) {
            String text = "question " + i;
            TextMessage reply = (TextMessage) template.sendAndReceive(session -> session.createTextMessage(text));
            assertNotNull(reply, text);
            assertEquals("answer to " + text, reply.getText());
        }
        answering.get(SpringBroker.RECEIVE_MS, TimeUnit.MILLISECONDS);
    }

    @Test
    void a_request_that_nobody_answers_gives_nothing() {
        template.setReceiveTimeout(100);
        assertNull(template.sendAndReceive(session -> session.createTextMessage("question")));
        template.setReceiveTimeout(SpringBroker.RECEIVE_MS);
        Message request = template.receive();
        assertTrue(replyTo(request) instanceof TemporaryQueue);
        assertThrows(JmsException.class, () -> template.convertAndSend(replyTo(request), "too late"));
    }

    @Test
    void a_connection_is_used_again_by_sessions_that_are_cached() {
        for (int i = 0; i < 200; i++) {
            template.convertAndSend("message " + i);
            assertEquals("message " + i, template.receiveAndConvert());
        }
        assertFalse(caching.getCachedSessionCount() > 1, caching.getCachedSessionCount() + " sessions are cached");
    }

    @Test
    void a_message_of_springs_messaging_api_keeps_its_headers() {
        var messaging = new JmsMessagingTemplate(caching);
        messaging.convertAndSend(queue, "payload", Map.of("colour", "blue", JmsHeaders.CORRELATION_ID, "id-1", "size", 12));
        var received = messaging.receive(queue);
        assertEquals("payload", received.getPayload());
        assertEquals("blue", received.getHeaders().get("colour"));
        assertEquals(12, received.getHeaders().get("size"));
        assertEquals("id-1", received.getHeaders().get(JmsHeaders.CORRELATION_ID));
    }

    private static Destination replyTo(Message message) {
        try {
            return message.getJMSReplyTo();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean redelivered(Message message) {
        try {
            return message.getJMSRedelivered() && message.getIntProperty("JMSXDeliveryCount") == 2;
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Byte> bytes(byte[] array) {
        List<Byte> bytes = new ArrayList<>();
        for (byte each : array) {
            bytes.add(each);
        }
        return bytes;
    }
}
