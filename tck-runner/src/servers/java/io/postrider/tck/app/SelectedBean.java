package io.postrider.tck.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Takes some messages of a queue and leaves the others. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destination", propertyValue = "mixed"),
    @ActivationConfigProperty(propertyName = "messageSelector", propertyValue = "colour = 'red' AND size > 3")
})
public class SelectedBean implements MessageListener {
    @EJB
    private Messaging messaging;

    @Override
    public void onMessage(Message message) {
        messaging.note("SelectedBean", message);
    }
}
