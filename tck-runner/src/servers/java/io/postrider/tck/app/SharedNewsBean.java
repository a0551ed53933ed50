package io.postrider.tck.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** A subscriber whose messages wait, and that shares them with others of its name. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
    @ActivationConfigProperty(propertyName = "destination", propertyValue = "news"),
    @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "Durable"),
    @ActivationConfigProperty(propertyName = "subscriptionName", propertyValue = "readers"),
    @ActivationConfigProperty(propertyName = "shareSubscriptions", propertyValue = "true")
})
public class SharedNewsBean implements MessageListener {
    @EJB
    private Messaging messaging;

    @Override
    public void onMessage(Message message) {
        messaging.note("SharedNewsBean", message);
    }
}
