package io.postrider.tck.app;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Passes messages on to another broker, or to the database, and fails afterwards as often and in the way that the message says. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destination", propertyValue = "transfer"),
    // a message that it cannot take is a dead letter within seconds
    @ActivationConfigProperty(propertyName = "redeliveryDelayMaxMs", propertyValue = "1000")
})
public class TransferBean implements MessageListener {
    @EJB
    private Transfers transfers;
    @Resource
    private MessageDrivenContext context;

    @Override
    public void onMessage(Message message) {
        try {
            int deliveries = message.getIntProperty("JMSXDeliveryCount");
            String text = message.getBody(String.class);
            if (message.propertyExists("ledger")) {
                transfers.record(text);
            } else {
                transfers.pass(text, message.getJMSRedelivered(), deliveries);
            }
            if (message.propertyExists("failures") && deliveries <= message.getIntProperty("failures")) {
                if (message.getBooleanProperty("throws")) {
                    throw new IllegalStateException("as the test wants it");
                }
                context.setRollbackOnly();
            }
        } catch (JMSException e) {
            throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
        }
    }
}
