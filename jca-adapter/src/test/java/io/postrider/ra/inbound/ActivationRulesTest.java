package io.postrider.ra.inbound;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ra.PostriderResourceAdapter;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 13.4.2.2, JMS 13.1: which activation properties go together, and what is said about those that do not. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ActivationRulesTest {
    private final PostriderActivationSpec spec = new PostriderActivationSpec();

    /** @param sentence a part of what is said @param properties all that are named */
    private void refused(String sentence, String... properties) {
        InvalidPropertyException refused = assertThrows(InvalidPropertyException.class, spec::validate);
        assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
        Set<String> named = new TreeSet<>(Arrays.stream(refused.getInvalidPropertyDescriptors()).map(PropertyDescriptor::getName).toList());
        assertEquals(new TreeSet<>(Set.of(properties)), named);
    }

    private void queue() {
        spec.setDestination("orders");
        spec.setDestinationType("jakarta.jms.Queue");
    }

    private void topic() {
        spec.setDestination("prices");
        spec.setDestinationType("jakarta.jms.Topic");
    }

    @Test
    void a_destination_is_needed_and_one_is_enough() {
        refused("has to say where messages come from", "destination", "destinationLookup");
        spec.setDestinationLookup("jms/orders");
        assertDoesNotThrow(spec::validate);
        queue();
        assertDoesNotThrow(spec::validate); // Open Liberty sets the one by the other
        spec.setDestinationLookup(null);
        assertDoesNotThrow(spec::validate);
    }

    @Test
    void what_is_the_same_as_in_the_adapter_is_not_taken_for_a_setting_of_the_bean() throws Exception {
        PostriderResourceAdapter adapter = new PostriderResourceAdapter();
        adapter.setServerUrl("postrider://here");
        adapter.setUserName("anna");
        adapter.setPassword("secret");
        queue();
        spec.setServerUrl("postrider://here");
        spec.setPassword("secret");
        refused("password is there without a user", "password", "user");
        spec.setResourceAdapter(adapter);
        spec.setConnectionFactoryLookup("jms/factory");
        assertDoesNotThrow(spec::validate);
        assertEquals("anna", spec.brokerSettings().factory(adapter).getUser());
    }

    @Test
    void the_name_of_a_destination_at_the_broker_needs_its_type() {
        spec.setDestination("orders");
        refused("whether of a queue or a topic", "destination", "destinationType");
        spec.setUseJNDI(true);
        assertDoesNotThrow(spec::validate);
        spec.setDestinationType("javax.jms.Queue");
        refused("expected jakarta.jms.Queue", "destinationType");
    }

    @Test
    void a_name_that_is_looked_up_is_a_jndi_name() {
        spec.setDestinationLookup("jms/orders");
        spec.setUseJNDI(false);
        refused("useJNDI is false", "useJNDI", "destinationLookup");
    }

    @Test
    void a_queue_has_no_subscriptions() {
        queue();
        spec.setSubscriptionDurability("NonDurable");
        assertDoesNotThrow(spec::validate);
        spec.setSubscriptionDurability("Durable");
        refused("a queue has no subscriptions", "subscriptionDurability", "destinationType");
        spec.setSubscriptionDurability(null);
        spec.setShareSubscriptions(true);
        refused("a queue has no subscriptions", "shareSubscriptions", "destinationType");
        spec.setShareSubscriptions(null);
        spec.setSubscriptionName("s");
        refused("is for topics", "subscriptionName", "destinationType");
    }

    @Test
    void a_durable_subscription_has_a_name_and_needs_no_client_identifier_unless_it_is_for_one_alone() {
        topic();
        spec.setSubscriptionDurability("Durable");
        refused("needs a subscriptionName", "subscriptionName", "subscriptionDurability");
        spec.setSubscriptionName("s");
        assertDoesNotThrow(spec::validate);
        spec.setShareSubscriptions(false);
        refused("needs a clientId", "clientId", "shareSubscriptions", "subscriptionDurability");
        spec.setClientId("me");
        assertDoesNotThrow(spec::validate);
    }

    @Test
    void a_shared_subscription_has_a_name() {
        topic();
        spec.setShareSubscriptions(true);
        refused("needs a subscriptionName", "subscriptionName", "shareSubscriptions");
    }

    @Test
    void one_thing_says_which_broker() {
        queue();
        spec.setServerUrl("postrider://here");
        assertDoesNotThrow(spec::validate);
        spec.setConnectionFactoryLookup("jms/cf");
        refused("both say which broker", "serverUrl", "connectionFactoryLookup");
        spec.setConnectionFactoryLookup(null);
        spec.setServerUrl("tcp://here");
        refused("tcp://here", "serverUrl");
    }

    @Test
    void a_password_is_somebodys() {
        queue();
        spec.setPassword("secret");
        refused("without a user", "password", "user");
        spec.setUser("anna");
        assertDoesNotThrow(spec::validate);
    }

    @Test
    void values_that_are_none_are_named_with_what_is_expected() {
        queue();
        spec.setAcknowledgeMode("Client-acknowledge");
        spec.setMaxSession(0);
        spec.setSetupAttempts(-2);
        spec.setSetupInterval(0L);
        spec.setRedeliveryDelayMs(-1L);
        spec.setSubscriptionDurability("durable");
        refused("expected Auto-acknowledge or Dups-ok-acknowledge", "acknowledgeMode", "maxSession", "setupAttempts", "setupInterval", "redeliveryDelayMs",
                "subscriptionDurability");
    }

    @Test
    void a_delay_that_grows_does_not_shrink() {
        queue();
        spec.setRedeliveryDelayMs(10_000L);
        assertDoesNotThrow(spec::validate);
        spec.setRedeliveryDelayMaxMs(9_999L);
        refused("more than redeliveryDelayMaxMs", "redeliveryDelayMs", "redeliveryDelayMaxMs");
    }

    @Test
    void acknowledge_modes_are_written_as_the_specification_and_as_others_write_them() {
        queue();
        for (String mode : new String[] {"Auto-acknowledge", "Dups-ok-acknowledge", "AUTO_ACKNOWLEDGE", "DUPS_OK_ACKNOWLEDGE"}) {
            spec.setAcknowledgeMode(mode);
            assertDoesNotThrow(spec::validate);
        }
    }

    @Test
    void what_is_looked_up_and_is_not_there_is_named() {
        spec.setDestinationLookup("jms/nowhere");
        InvalidPropertyException refused = assertThrows(InvalidPropertyException.class, () -> Source.of(spec, new PostriderResourceAdapter()));
        assertTrue(refused.getMessage().contains("destinationLookup 'jms/nowhere'"), refused.getMessage());
    }

    @Test
    void a_redelivery_delay_is_that_of_the_bean_or_of_the_adapter_or_one_for_beans() throws Exception {
        queue();
        PostriderResourceAdapter adapter = new PostriderResourceAdapter();
        assertEquals(100, Source.of(spec, adapter).client().getRedeliveryDelayMs());
        assertEquals(60_000, Source.of(spec, adapter).client().getRedeliveryDelayMaxMs());
        spec.setRedeliveryDelayMaxMs(7L);
        assertEquals(7, Source.of(spec, adapter).client().getRedeliveryDelayMs());
        spec.setRedeliveryDelayMaxMs(null);
        adapter.setRedeliveryDelayMs(0L);
        adapter.setRedeliveryDelayMaxMs(5L);
        assertEquals(0, Source.of(spec, adapter).client().getRedeliveryDelayMs());
        assertEquals(5, Source.of(spec, adapter).client().getRedeliveryDelayMaxMs());
        spec.setRedeliveryDelayMs(3L);
        spec.setRedeliveryDelayMaxMs(4L);
        assertEquals(3, Source.of(spec, adapter).client().getRedeliveryDelayMs());
        assertEquals(4, Source.of(spec, adapter).client().getRedeliveryDelayMaxMs());
    }
}
