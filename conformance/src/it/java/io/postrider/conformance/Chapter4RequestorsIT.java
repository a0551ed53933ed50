package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import jakarta.jms.TopicRequestor;
import jakarta.jms.TopicSession;
import org.junit.jupiter.api.Test;

/** 4.1.7 and 4.2.10: the requestors of the API, and 9.2: what the connections of one domain do not have. */
class Chapter4RequestorsIT extends Rules {
    @Test
    @Section("4.1.7")
    void a_queue_requestor_sends_requests_and_gets_their_replies_at_a_temporary_queue() throws JMSException {
        QueueSession session = queueConnection().createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(name());
        answer(queue, TemporaryQueue.class);
        QueueRequestor requestor = new QueueRequestor(session, queue);
        assertAsks(session, requestor::request, requestor::close);
    }

    @Test
    @Section("4.1.7")
    void a_queue_requestor_has_a_queue_and_an_open_session() throws JMSException {
        QueueSession session = queueConnection().createQueueSession(false, Session.DUPS_OK_ACKNOWLEDGE);
        Queue queue = session.createQueue(name());
        assertThrows(InvalidDestinationException.class, () -> new QueueRequestor(session, null));
        session.close();
        assertThrows(IllegalStateException.class, () -> new QueueRequestor(session, queue));
    }

    @Test
    @Section("4.2.10")
    void a_topic_requestor_sends_requests_and_gets_their_replies_at_a_temporary_topic() throws JMSException {
        TopicSession session = topicConnection().createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = session.createTopic(name());
        answer(topic, TemporaryTopic.class);
        TopicRequestor requestor = new TopicRequestor(session, topic);
        assertAsks(session, requestor::request, requestor::close);
    }

    @Test
    @Section("4.2.10")
    void a_topic_requestor_has_a_topic_and_an_open_session() throws JMSException {
        TopicSession session = topicConnection().createTopicSession(false, Session.DUPS_OK_ACKNOWLEDGE);
        Topic topic = session.createTopic(name());
        assertThrows(InvalidDestinationException.class, () -> new TopicRequestor(session, null));
        session.close();
        assertThrows(IllegalStateException.class, () -> new TopicRequestor(session, topic));
    }

    @Test
    @Section("9.2")
    void a_queue_session_knows_no_topics_and_a_topic_session_no_queues() throws JMSException {
        QueueSession queues = queueConnection().createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicSession topics = topicConnection().createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = topics.createTopic(name());
        Queue queue = queues.createQueue(name());
        assertThrows(IllegalStateException.class, () -> queues.createTopic(name()));
        assertThrows(IllegalStateException.class, queues::createTemporaryTopic);
        assertThrows(IllegalStateException.class, () -> queues.createDurableSubscriber(topic, "sub"));
        assertThrows(IllegalStateException.class, () -> queues.createDurableConsumer(topic, "sub"));
        assertThrows(IllegalStateException.class, () -> queues.createSharedConsumer(topic, "sub"));
        assertThrows(IllegalStateException.class, () -> queues.createSharedDurableConsumer(topic, "sub"));
        assertThrows(IllegalStateException.class, () -> queues.unsubscribe("sub"));
        assertThrows(IllegalStateException.class, () -> topics.createQueue(name()));
        assertThrows(IllegalStateException.class, topics::createTemporaryQueue);
        assertThrows(IllegalStateException.class, () -> topics.createBrowser(queue));
    }

    private interface Requestor {
        Message request(Message message) throws JMSException;
    }

    private static void assertAsks(Session session, Requestor requestor, Call close) throws JMSException {
        for (String request : new String[] {"one", "two"}) {
            assertEquals("re: " + request, requestor.request(session.createTextMessage(request)).getBody(String.class));
        }
        close.run();
        assertThrows(IllegalStateException.class, session::createMessage);
    }

    /** Answers every request by a listener, until the test ends. */
    private void answer(jakarta.jms.Destination requests, Class<?> replyTo) throws JMSException {
        Session session = session();
        session.createConsumer(requests).setMessageListener(request -> {
            try {
                assertInstanceOf(replyTo, request.getJMSReplyTo());
                session.createProducer(request.getJMSReplyTo()).send(session.createTextMessage("re: " + request.getBody(String.class)));
            } catch (JMSException e) {
                throw new java.lang.IllegalStateException(e);
            }
        });
    }
}
