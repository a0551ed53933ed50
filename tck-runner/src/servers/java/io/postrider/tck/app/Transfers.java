package io.postrider.tck.app;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Work with several resources, each call in one transaction of the container, or in that of its caller. */
@Stateless
public class Transfers {
    /** On the second broker. */
    private static final String TARGET = "transferred";

    @Resource(name = "jms/postrider")
    private ConnectionFactory first;
    @Resource(name = "jms/second")
    private ConnectionFactory second;
    @Resource(name = "jms/clerk")
    private ConnectionFactory firstAsMapped;
    @Resource(name = "jdbc/ledger")
    private DataSource ledger;
    @Resource
    private SessionContext context;

    /** @param rollback whether nothing of it is to be seen */
    public String sendToBoth(String queue, String text, boolean rollback) {
        send(first, queue, text);
        send(second, queue, text);
        return end(rollback);
    }

    /** As the user to whom the server maps the application at the first broker. */
    public String sendToBothAsMapped(String queue, String text) {
        send(firstAsMapped, queue, text);
        send(second, queue, text);
        return end(false);
    }

    /** @param rollback whether nothing of it is to be seen */
    public String sendAndRecord(String queue, String text, boolean rollback) {
        send(first, queue, text);
        record(text);
        return end(rollback);
    }

    private String end(boolean rollback) {
        if (rollback) {
            context.setRollbackOnly();
        }
        return rollback ? "rolled back" : "committed";
    }

    private static void send(ConnectionFactory factory, String queue, String text) {
        try (JMSContext jms = factory.createContext()) {
            jms.createProducer().send(jms.createQueue(queue), text);
        }
    }

    /** To the second broker, with what the message on the first one looked like. */
    public void pass(String text, boolean redelivered, int deliveries) {
        try (JMSContext jms = second.createContext()) {
            jms.createProducer().setProperty("redelivered", redelivered).setProperty("deliveries", deliveries).send(jms.createQueue(TARGET), text);
        }
    }

    public void record(String text) {
        try (Connection connection = ledger.getConnection(); PreparedStatement insert = connection.prepareStatement("insert into ledger(entry) values(?)")) {
            insert.setString(1, text);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    public String rows(String text) {
        try (Connection connection = ledger.getConnection();
             PreparedStatement select = connection.prepareStatement("select count(*) from ledger where entry like ?")) {
            select.setString(1, text);
            try (ResultSet count = select.executeQuery()) {
                count.next();
                return String.valueOf(count.getLong(1));
            }
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }
}
