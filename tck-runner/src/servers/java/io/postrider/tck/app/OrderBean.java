package io.postrider.tck.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Takes orders, and says of each that it is done. Both, or nothing if it fails: the two are one transaction. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = "jms/orders")
})
public class OrderBean implements MessageListener {
    @Inject
    @JMSConnectionFactory("java:comp/env/jms/postrider")
    private JMSContext context;

    @Override
    public void onMessage(Message order) {
        try {
            context.createProducer().send(context.createQueue("done"), "done: " + order.getBody(String.class));
        } catch (JMSException e) {
            throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
        }
    }
}
