package io.postrider.tck.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** A subscriber of its own, whose messages wait while it is away. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
    @ActivationConfigProperty(propertyName = "destination", propertyValue = "news"),
    @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "Durable"),
    @ActivationConfigProperty(propertyName = "subscriptionName", propertyValue = "archive"),
    @ActivationConfigProperty(propertyName = "clientId", propertyValue = "archivist")
})
public class DurableNewsBean implements MessageListener {
    @EJB
    private Messaging messaging;

    @Override
    public void onMessage(Message message) {
        messaging.note("DurableNewsBean", message);
    }
}
