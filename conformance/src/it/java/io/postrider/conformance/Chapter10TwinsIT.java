package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** 10: the same wrong call in the classic and in the simplified API: the same exception, the one checked and the other not. */
class Chapter10TwinsIT extends Rules {
    private interface Wrong {
        void call() throws JMSException;
    }

    private record Twins(Class<? extends JMSException> checked, Wrong classic, Class<? extends JMSRuntimeException> unchecked, Wrong simplified) {
    }

    @TestFactory
    @Section("10.2")
    List<DynamicTest> a_wrong_call_throws_the_unchecked_twin_of_what_the_classic_call_throws() {
        return List.of(
                twins("a commit of a session that is not transacted", this::notTransacted),
                twins("a closed session", this::closed),
                twins("a client id in use", this::clientId),
                twins("a client id set too late", this::lateClientId),
                twins("a null destination", this::nullDestination),
                twins("an unknown subscription", this::unknownSubscription),
                twins("a wrong selector", this::selector),
                twins("wrong credentials", this::credentials),
                twins("a null message", this::nullMessage),
                twins("a property of a wrong type", this::propertyType),
                twins("a property of a received message", this::notWriteable),
                twins("a durable consumer without client id", this::durableWithoutClientId),
                twins("a second consumer of an unshared durable subscription", this::secondDurable),
                twins("a message above the bound of our broker", this::tooLarge),
                twins("a transaction that a restart of our broker ended", this::rolledBack));
    }

    private interface Making {
        Twins make() throws JMSException;
    }

    private static DynamicTest twins(String what, Making making) {
        return DynamicTest.dynamicTest(what, () -> {
            Twins twins = making.make();
            JMSException checked = assertThrows(twins.checked, twins.classic::call);
            JMSRuntimeException unchecked = assertThrows(twins.unchecked, twins.simplified::call);
            if (Provider.isOurs()) {
                // what we promise beyond the rule
                assertEquals(checked.getErrorCode(), unchecked.getErrorCode());
                assertInstanceOf(twins.checked, unchecked.getCause());
            }
        });
    }

    private Twins notTransacted() throws JMSException {
        return new Twins(IllegalStateException.class, session()::commit, IllegalStateRuntimeException.class, context()::commit);
    }

    private Twins closed() throws JMSException {
        Session session = session();
        session.close();
        JMSContext context = context();
        context.close();
        return new Twins(IllegalStateException.class, session::createMessage, IllegalStateRuntimeException.class, context::createMessage);
    }

    private Twins clientId() throws JMSException {
        String client = name();
        started(client);
        Connection connection = connection();
        JMSContext context = context();
        return new Twins(InvalidClientIDException.class, () -> connection.setClientID(client), InvalidClientIDRuntimeException.class,
                () -> context.setClientID(client));
    }

    private Twins lateClientId() throws JMSException {
        Connection connection = started();
        JMSContext context = context();
        context.createConsumer(context.createQueue(name())).receiveNoWait();
        return new Twins(IllegalStateException.class, () -> connection.setClientID(name()), IllegalStateRuntimeException.class,
                () -> context.setClientID(name()));
    }

    private Twins nullDestination() throws JMSException {
        Session session = session();
        JMSContext context = context();
        return new Twins(InvalidDestinationException.class, () -> session.createConsumer(null), InvalidDestinationRuntimeException.class,
                () -> context.createConsumer(null));
    }

    private Twins unknownSubscription() throws JMSException {
        Session session = session();
        JMSContext context = context();
        String name = name();
        return new Twins(InvalidDestinationException.class, () -> session.unsubscribe(name), InvalidDestinationRuntimeException.class,
                () -> context.unsubscribe(name));
    }

    private Twins selector() throws JMSException {
        Session session = session();
        JMSContext context = context();
        Queue queue = queue(session);
        return new Twins(InvalidSelectorException.class, () -> session.createBrowser(queue, "a ="), InvalidSelectorRuntimeException.class,
                () -> context.createBrowser(queue, "a ="));
    }

    private Twins credentials() {
        return new Twins(JMSSecurityException.class, () -> Provider.FACTORY.createConnection("invalid", "invalid"),
                JMSSecurityRuntimeException.class, () -> Provider.FACTORY.createContext("invalid", "invalid").close());
    }

    private Twins nullMessage() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        JMSContext context = context();
        return new Twins(MessageFormatException.class, () -> session.createProducer(queue).send(null), MessageFormatRuntimeException.class,
                () -> context.createProducer().send(queue, (Message) null));
    }

    private Twins propertyType() throws JMSException {
        Message message = session().createMessage();
        JMSContext context = context();
        return new Twins(MessageFormatException.class, () -> message.setObjectProperty("p", 'c'), MessageFormatRuntimeException.class,
                () -> context.createProducer().setProperty("p", (Object) 'c'));
    }

    private Twins notWriteable() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        session.createProducer(queue).send(session.createTextMessage("received"));
        TextMessage received = (TextMessage) receive(session.createConsumer(queue));
        JMSContext context = context();
        return new Twins(MessageNotWriteableException.class, () -> received.setIntProperty("p", 1), MessageNotWriteableRuntimeException.class,
                () -> context.createProducer().setProperty("p", 1).send(queue, received));
    }

    private Twins durableWithoutClientId() throws JMSException {
        Session session = session();
        JMSContext context = context();
        Topic topic = topic(session);
        return new Twins(IllegalStateException.class, () -> session.createDurableConsumer(topic, "sub"), IllegalStateRuntimeException.class,
                () -> context.createDurableConsumer(topic, "sub"));
    }

    private Twins secondDurable() throws JMSException {
        JMSContext context = context();
        context.setClientID(name());
        Topic topic = context.createTopic(name());
        context.createDurableConsumer(topic, "sub");
        Session session = started(name()).createSession();
        session.createDurableConsumer(topic, "sub");
        return new Twins(JMSException.class, () -> session.createDurableConsumer(topic, "sub"), JMSRuntimeException.class,
                () -> context.createDurableConsumer(topic, "sub"));
    }

    private Twins tooLarge() throws JMSException {
        Provider.assumeOurs();
        Session session = session();
        Queue queue = queue(session);
        JMSContext context = context();
        byte[] body = new byte[1 << 20];
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return new Twins(ResourceAllocationException.class, () -> session.createProducer(queue).send(message),
                ResourceAllocationRuntimeException.class, () -> context.createProducer().send(queue, body));
    }

    private Twins rolledBack() throws JMSException {
        Provider.assumeOurs();
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue(session);
        session.createProducer(queue).send(session.createMessage());
        JMSContext context = context(JMSContext.SESSION_TRANSACTED);
        context.createProducer().send(queue, "text");
        Provider.restart();
        return new Twins(TransactionRolledBackException.class, session::commit, TransactionRolledBackRuntimeException.class, context::commit);
    }
}
