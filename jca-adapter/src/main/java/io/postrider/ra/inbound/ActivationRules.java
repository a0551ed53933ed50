package io.postrider.ra.inbound;

import io.postrider.ra.BrokerSettings;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What activation properties may say together; each that is broken is named, with a sentence (13.4.2.2). */
final class ActivationRules {
    /** As JMS 13.1 writes them, and as other adapters do. */
    static final String ACKNOWLEDGE_MODES = "(?i)Auto-acknowledge|AUTO_ACKNOWLEDGE|Dups-ok-acknowledge|DUPS_OK_ACKNOWLEDGE";
    static final String QUEUE = "jakarta.jms.Queue";
    static final String TOPIC = "jakarta.jms.Topic";
    static final String DURABLE = "Durable";
    private static final String NON_DURABLE = "NonDurable";

    private final PostriderActivationSpec spec;
    private final Set<String> properties = new TreeSet<>();
    private final List<String> sentences = new ArrayList<>();

    private ActivationRules(PostriderActivationSpec spec) {
        this.spec = spec;
    }

    static void check(PostriderActivationSpec spec) throws InvalidPropertyException {
        ActivationRules rules = new ActivationRules(spec);
        rules.destination();
        rules.subscription();
        rules.connection();
        rules.delivery();
        rules.end();
    }

    private void destination() {
        boolean lookup = spec.getDestinationLookup() != null;
        boolean named = spec.getDestination() != null;
        require(lookup || named, "destinationLookup or destination has to say where messages come from", "destinationLookup", "destination");
        require(!lookup || !Boolean.FALSE.equals(spec.getUseJNDI()), "useJNDI is false, but destinationLookup is a JNDI name; use destination for a name at the broker",
                "useJNDI", "destinationLookup");
        String type = spec.getDestinationType();
        require(type == null || type.equals(QUEUE) || type.equals(TOPIC), "destinationType cannot be '" + type + "'; expected " + QUEUE + " or " + TOPIC, "destinationType");
        require(type != null || !named || Boolean.TRUE.equals(spec.getUseJNDI()),
                "destination is a name at the broker, so destinationType has to say whether of a queue or a topic: " + QUEUE + " or " + TOPIC, "destinationType", "destination");
    }

    private void subscription() {
        String durability = spec.getSubscriptionDurability();
        boolean durable = DURABLE.equals(durability);
        boolean shared = Boolean.TRUE.equals(spec.getShareSubscriptions());
        require(durability == null || durable || durability.equals(NON_DURABLE),
                "subscriptionDurability cannot be '" + durability + "'; expected " + DURABLE + " or " + NON_DURABLE, "subscriptionDurability");
        if (QUEUE.equals(spec.getDestinationType())) {
            require(!durable, "subscriptionDurability is Durable, but a queue has no subscriptions", "subscriptionDurability", "destinationType");
            require(!shared, "shareSubscriptions is true, but a queue has no subscriptions", "shareSubscriptions", "destinationType");
            require(spec.getSubscriptionName() == null, "subscriptionName is for topics, but destinationType is " + QUEUE, "subscriptionName", "destinationType");
            return;
        }
        require(!durable || spec.getSubscriptionName() != null, "a durable subscription needs a subscriptionName", "subscriptionName", "subscriptionDurability");
        require(!shared || spec.getSubscriptionName() != null, "a shared subscription needs a subscriptionName", "subscriptionName", "shareSubscriptions");
        // with a connection factory the client identifier may be there, which is only known when that is looked up
        require(!durable || !Boolean.FALSE.equals(spec.getShareSubscriptions()) || spec.getClientId() != null || spec.getConnectionFactoryLookup() != null,
                "a durable subscription that is not shared needs a clientId", "clientId", "shareSubscriptions", "subscriptionDurability");
    }

    private void connection() {
        require(spec.ownServerUrl() == null || spec.getConnectionFactoryLookup() == null,
                "serverUrl and connectionFactoryLookup both say which broker; expected one of them", "serverUrl", "connectionFactoryLookup");
        require(spec.ownPassword() == null || spec.ownPassword().isEmpty() || spec.getUser() != null, "password is there without a user", "password", "user");
        try {
            spec.brokerSettings().factory(spec.brokerSettings());
        } catch (InvalidPropertyException e) {
            require(false, e.getMessage(), "serverUrl");
        }
    }

    private void delivery() {
        String mode = spec.getAcknowledgeMode();
        require(mode == null || mode.matches(ACKNOWLEDGE_MODES), "acknowledgeMode cannot be '" + mode + "'; expected Auto-acknowledge or Dups-ok-acknowledge",
                "acknowledgeMode");
        atLeast("maxSession", spec.getMaxSession(), 1);
        atLeast("setupAttempts", spec.getSetupAttempts(), -1);
        require(spec.getSetupAttempts() == null || spec.getSetupAttempts() != 0, "setupAttempts is 0; expected -1 for no end, or 1 or more", "setupAttempts");
        atLeast("setupInterval", spec.getSetupInterval(), 1);
        delay("redeliveryDelayMs", spec.getRedeliveryDelayMs());
        delay("redeliveryDelayMaxMs", spec.getRedeliveryDelayMaxMs());
        require(spec.ownRedeliveryDelayMs() == null || spec.ownRedeliveryDelayMaxMs() == null || spec.getRedeliveryDelayMs() <= spec.getRedeliveryDelayMaxMs(),
                "redeliveryDelayMs is " + spec.getRedeliveryDelayMs() + " and more than redeliveryDelayMaxMs, " + spec.getRedeliveryDelayMaxMs(),
                "redeliveryDelayMs", "redeliveryDelayMaxMs");
    }

    private void atLeast(String property, Number value, long min) {
        require(value != null && value.longValue() >= min, property + " is " + value + "; expected " + min + " or more", property);
    }

    private void delay(String property, Long value) {
        require(value == null || value >= 0 && value <= BrokerSettings.REDELIVERY_DELAY_MS_MAX,
                property + " is " + value + "; expected 0 to " + BrokerSettings.REDELIVERY_DELAY_MS_MAX, property);
    }

    private void require(boolean holds, String sentence, String... names) {
        if (!holds) {
            sentences.add(sentence);
            properties.addAll(List.of(names));
        }
    }

    private void end() throws InvalidPropertyException {
        if (!sentences.isEmpty()) {
            InvalidPropertyException invalid = new InvalidPropertyException(sentences.stream().collect(Collectors.joining("; and ")));
            invalid.setInvalidPropertyDescriptors(properties.stream().flatMap(ActivationRules::descriptor).toArray(PropertyDescriptor[]::new));
            throw invalid;
        }
    }

    private static Stream<PropertyDescriptor> descriptor(String property) {
        try {
            return Stream.of(new PropertyDescriptor(property, PostriderActivationSpec.class));
        } catch (IntrospectionException e) {
            throw new IllegalStateException("no bean property " + property, e);
        }
    }
}
