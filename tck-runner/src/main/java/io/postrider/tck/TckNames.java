package io.postrider.tck;

import io.postrider.jms.jndi.PostriderInitialContextFactory;
import java.util.List;
import java.util.Properties;
import javax.naming.Context;

/** The administered objects that the TCK looks up (user guide 4.1.2), as our naming service takes them. */
final class TckNames {
    private static final List<String> QUEUES = List.of("MY_QUEUE", "MY_QUEUE2", "testQ0", "testQ1", "testQ2", "testQueue2", "Q2");
    private static final List<String> TOPICS = List.of("MY_TOPIC", "MY_TOPIC2", "testT0", "testT1", "testT2");
    private static final List<String> FACTORIES = List.of("MyConnectionFactory", "MyQueueConnectionFactory", "MyTopicConnectionFactory");
    /** The one with a client id, which the tests expect to be this. */
    private static final String DURABLE_FACTORY = "DURABLE_SUB_CONNECTION_FACTORY";
    private static final String CLIENT_ID = "cts";

    private TckNames() {
    }

    /**
     * Each destination is called as its name. The factories have the user, since some tests connect without saying who they are.
     *
     * @param url of the broker, without a user
     */
    static Properties of(String url) {
        String login = url + "?user=" + TckBroker.USER + "&password=" + TckBroker.PASSWORD;
        Properties names = new Properties();
        names.setProperty(Context.INITIAL_CONTEXT_FACTORY, PostriderInitialContextFactory.class.getName());
        FACTORIES.forEach(name -> names.setProperty("connectionFactory." + name, login));
        names.setProperty("connectionFactory." + DURABLE_FACTORY, login + "&clientId=" + CLIENT_ID);
        QUEUES.forEach(name -> names.setProperty("queue." + name, name));
        TOPICS.forEach(name -> names.setProperty("topic." + name, name));
        return names;
    }
}
