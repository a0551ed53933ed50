package io.postrider.tck.app;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;

/** Sends as one user or another, each call in a transaction of the container that stays open until the test has seen it. */
@Stateless
public class SignOns {
    @Resource(name = "jms/postrider")
    private ConnectionFactory configured;
    @Resource(name = "jms/clerk")
    private ConnectionFactory mapped;
    @Resource(name = "jms/refused")
    private ConnectionFactory mappedWrongly;
    @Resource(name = "jms/named")
    private ConnectionFactory named;

    public String sendAsConfigured(String queue, String text) throws JMSException {
        return HeldSending.send(configured.createConnection(), queue, text);
    }

    public String sendAsMapped(String queue, String text) throws JMSException {
        return HeldSending.send(mapped.createConnection(), queue, text);
    }

    public String sendAsMappedWrongly(String queue, String text) throws JMSException {
        return HeldSending.send(mappedWrongly.createConnection(), queue, text);
    }

    public String sendAs(String user, String password, String queue, String text) throws JMSException {
        return HeldSending.send(named.createConnection(user, password), queue, text);
    }
}
