package io.postrider.benchmark.users;

import io.postrider.jms.JmsConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Requests that are under way while their broker is killed. */
@Timeout(180)
class RequestReplyIT {
    /** Longer than an answer of the broker takes, shorter than it waits for the requester. */
    private static final int HELD_MS = 500;

    private TestBroker broker;
    private Gate gate;

    @BeforeEach
    void start() throws IOException {
        broker = new TestBroker();
        gate = new Gate(broker.port());
    }

    @AfterEach
    void stop() throws IOException {
        gate.close();
        broker.close();
    }

    private interface Answer {
        void to(Destination replies, Session session) throws JMSException;
    }

    private static CompletableFuture<Void> begun(Answer answer, Message request, Session session) {
        return CompletableFuture.runAsync(() -> {
            try {
                answer.to(request.getJMSReplyTo(), session);
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aReplierThatIsBackBeforeItsRequesterRepliesAllTheSame() throws Exception {
        isAnswered((replies, session) -> session.createProducer(null).send(replies, session.createTextMessage("reply")));
    }

    @Test
    void aProducerForItsQueueIsMadeBeforeItsRequesterIsBack() throws Exception {
        isAnswered((replies, session) -> session.createProducer(replies).send(session.createTextMessage("reply")));
    }

    private void isAnswered(Answer answer) throws Exception {
        try (Connection requester = new JmsConnectionFactory("postrider://127.0.0.1:" + gate.port()).createConnection(); Connection replier = broker.factory("").createConnection()) {
            requester.start();
            replier.start();
            Session asking = requester.createSession();
            TemporaryQueue replies = asking.createTemporaryQueue();
            MessageConsumer received = asking.createConsumer(replies);
            Session answering = replier.createSession();
            MessageConsumer requests = answering.createConsumer(answering.createQueue("requests"));
            TextMessage request = asking.createTextMessage("request");
            request.setJMSReplyTo(replies);
            asking.createProducer(asking.createQueue("requests")).send(request);
            Message taken = requests.receive(TestBroker.RECEIVE_MS);

            gate.shut();
            broker.kill();
            broker.start();
            CompletableFuture<Void> replied = begun(answer, taken, answering);

            assertThrows(TimeoutException.class, () -> replied.get(HELD_MS, TimeUnit.MILLISECONDS));
            gate.open();

            replied.get(TestBroker.RECEIVE_MS, TimeUnit.MILLISECONDS);
            assertEquals("reply", ((TextMessage) received.receive(TestBroker.RECEIVE_MS)).getText());
        }
    }
}
