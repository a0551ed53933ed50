package io.postrider.tck.refused;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Wants a durable subscription of a queue. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destination", propertyValue = "contradictory"),
    @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "Durable")
})
public class ContradictoryBean implements MessageListener {
    @Override
    public void onMessage(Message message) {
        throw new IllegalStateException("delivered, though the settings are wrong");
    }
}
