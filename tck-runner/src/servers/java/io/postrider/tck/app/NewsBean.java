package io.postrider.tck.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** A subscriber that gets what is published while it is there. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
    @ActivationConfigProperty(propertyName = "destination", propertyValue = "news")
})
public class NewsBean implements MessageListener {
    @EJB
    private Messaging messaging;

    @Override
    public void onMessage(Message message) {
        messaging.note("NewsBean", message);
    }
}
