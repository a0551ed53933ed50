package io.postrider.tck.refused;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Has a property that there is not. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destination", propertyValue = "mistyped"),
    @ActivationConfigProperty(propertyName = "maxSesion", propertyValue = "1")
})
public class MistypedBean implements MessageListener {
    @Override
    public void onMessage(Message message) {
        throw new IllegalStateException("delivered, though the settings are wrong");
    }
}
