package io.postrider.conformance;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a client in another process does, with a connection that lasts until the process is closed or killed. */
final class OtherClient {
    private OtherClient() {
    }

    /** Has a client id when this returns. */
    static OtherProcess withClientId(String clientId) throws IOException {
        return start("clientId", clientId);
    }

    /**
     * Has received a message from one queue and sent one to another when this returns, in one session.
     *
     * @param mode CLIENT_ACKNOWLEDGE or SESSION_TRANSACTED: it neither acknowledges nor commits
     */
    static OtherProcess inTheMiddle(int mode, String from, String to) throws IOException {
        return start("middle", String.valueOf(mode), from, to);
    }

    private static OtherProcess start(String... arguments) throws IOException {
        Path names = Files.createTempFile("conformance", ".properties");
        try {
            try (Writer writer = Files.newBufferedWriter(names)) {
                Provider.names().store(writer, null);
            }
            return OtherProcess.start(OtherClient.class, List.of("-Dconformance.jndi=" + names, "-Dconformance.factory=" + Provider.NAME,
                    "-Dconformance.user=" + Provider.USER, "-Dconformance.password=" + Provider.PASSWORD), arguments);
        } finally {
            Files.delete(names);
        }
    }

    public static void main(String[] arguments) throws JMSException, IOException {
        try (Connection connection = Provider.FACTORY.createConnection(Provider.USER, Provider.PASSWORD)) {
            if (arguments[0].equals("clientId")) {
                connection.setClientID(arguments[1]);
            }
            connection.start();
            if (arguments[0].equals("middle")) {
                Session session = connection.createSession(Integer.parseInt(arguments[1]));
                MessageConsumer consumer = session.createConsumer(session.createQueue(arguments[2]));
                session.createProducer(session.createQueue(arguments[3])).send(session.createMessage());
                System.out.println(Rules.text(consumer));
            } else {
                System.out.println("connected");
            }
            System.in.read();
        }
    }
}
