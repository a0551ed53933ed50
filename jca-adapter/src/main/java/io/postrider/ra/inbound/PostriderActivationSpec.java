package io.postrider.ra.inbound;

import io.postrider.ra.BrokerSettings;
import io.postrider.ra.PostriderResourceAdapter;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.io.Serializable;
import java.util.Objects;

/**
 * What a message-driven bean is fed from and how (13.4.2.2): the activation properties of JMS 13.1, and further ones under the names that
 * other adapters have for them. Null is "not set". Equality is identity (19.4.1). Configured by the server on one thread, then used by any.
 */
public final class PostriderActivationSpec implements ActivationSpec, Serializable {
    /** As many sessions as a connection may have at the broker. */
    private static final int MAX_SESSION_MAX = 1_000;

    @ConfigProperty(description = "JNDI name of the queue or topic")
    private String destinationLookup;

    @ConfigProperty(description = "Name of the queue or topic at the broker, or with useJNDI its JNDI name; used where there is no destinationLookup")
    private String destination;

    @ConfigProperty(description = "Whether destination is a JNDI name; false if not set")
    private Boolean useJNDI;

    @ConfigProperty(description = "jakarta.jms.Queue or jakarta.jms.Topic; needed where destination is a name at the broker")
    @Pattern(regexp = "jakarta\\.jms\\.(Queue|Topic)", message = "expected jakarta.jms.Queue or jakarta.jms.Topic")
    private String destinationType;

    @ConfigProperty(description = "JNDI name of a connection factory of this adapter or of the client, whose broker and user are used")
    private String connectionFactoryLookup;

    @ConfigProperty(description = "URL of the broker; if not set, that of the adapter")
    @Pattern(regexp = "postriders?://.+", message = "expected a URL that begins with postrider:// or postriders://")
    private String serverUrl;

    @ConfigProperty(description = "User name; if not set, that of the adapter")
    private String user;

    @ConfigProperty(description = "Password of the user", confidential = true)
    private String password;

    @ConfigProperty(description = "Client identifier of the connection")
    private String clientId;

    @ConfigProperty(description = "Which messages are delivered; all if not set")
    private String messageSelector;

    @ConfigProperty(description = "Auto-acknowledge or Dups-ok-acknowledge, where deliveries are not transacted")
    @Pattern(regexp = ActivationRules.ACKNOWLEDGE_MODES, message = "expected Auto-acknowledge or Dups-ok-acknowledge")
    private String acknowledgeMode;

    @ConfigProperty(description = "Durable or NonDurable, of the subscription of a topic; NonDurable if not set")
    @Pattern(regexp = "Durable|NonDurable", message = "expected Durable or NonDurable")
    private String subscriptionDurability;

    @ConfigProperty(description = "Name of the subscription of a topic")
    private String subscriptionName;

    @ConfigProperty(description = "Whether other servers take their part of the same subscription; true if it is durable and there is no clientId, otherwise false if not set")
    private Boolean shareSubscriptions;

    @ConfigProperty(description = "Messages that are delivered at the same time at most; 15 if not set")
    @NotNull @Min(1) @Max(MAX_SESSION_MAX)
    private Integer maxSession = 15;

    @ConfigProperty(description = "How often in a row connecting is tried before it is given up; -1, without end, if not set")
    @NotNull @Min(-1)
    private Integer setupAttempts = -1;

    @ConfigProperty(description = "Milliseconds between two attempts to connect; 2000 if not set")
    @NotNull @Min(1) @Max(Integer.MAX_VALUE)
    private Long setupInterval = 2_000L;

    @ConfigProperty(description = "Milliseconds before a message whose delivery has failed comes again, twice as long after each further attempt; "
            + "if not set, that of where it takes its broker from, and 100 if that has none")
    @Min(0) @Max(BrokerSettings.REDELIVERY_DELAY_MS_MAX)
    private Long redeliveryDelayMs;

    @ConfigProperty(description = "Milliseconds up to which redeliveryDelayMs doubles; if not set, that of where it takes its broker from, and 60000 if that has none")
    @Min(0) @Max(BrokerSettings.REDELIVERY_DELAY_MS_MAX)
    private Long redeliveryDelayMaxMs;

    private PostriderResourceAdapter adapter;

    /** Looks at nothing but the properties: neither JNDI nor a broker need be there (13.4.2.2). @throws InvalidPropertyException naming what contradicts */
    @Override
    public void validate() throws InvalidPropertyException {
        ActivationRules.check(this);
    }

    @Override
    public ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    /** Once (5.3.8). @throws ResourceException for another adapter than ours */
    @Override
    public void setResourceAdapter(ResourceAdapter given) throws ResourceException {
        if (!(given instanceof PostriderResourceAdapter ours)) {
            throw new ResourceException("a resource adapter of class " + (given == null ? null : given.getClass().getName()) + " is not that of Postrider");
        }
        adapter = ours;
    }

    /** What is set here about the broker, for {@link BrokerSettings#factory}. */
    BrokerSettings brokerSettings() {
        BrokerSettings settings = new BrokerSettings();
        settings.setServerUrl(ownServerUrl());
        settings.setUserName(user);
        settings.setPassword(ownPassword());
        return settings;
    }

    /** Null if it is that of the adapter: Open Liberty hands the adapter's settings on to what has one of the same name. */
    String ownServerUrl() {
        return adapter != null && Objects.equals(serverUrl, adapter.getServerUrl()) ? null : serverUrl;
    }

    /** As {@link #ownServerUrl}, unless there is a user that it may belong to. */
    String ownPassword() {
        return user == null && adapter != null && Objects.equals(password, adapter.getPassword()) ? null : password;
    }

    /** As {@link #ownServerUrl}. */
    Long ownRedeliveryDelayMs() {
        return adapter != null && Objects.equals(redeliveryDelayMs, adapter.getRedeliveryDelayMs()) ? null : redeliveryDelayMs;
    }

    /** As {@link #ownServerUrl}. */
    Long ownRedeliveryDelayMaxMs() {
        return adapter != null && Objects.equals(redeliveryDelayMaxMs, adapter.getRedeliveryDelayMaxMs()) ? null : redeliveryDelayMaxMs;
    }

    private static String text(String given) {
        return given == null || given.isBlank() ? null : given.strip();
    }

    // --- bean properties

    public String getDestinationLookup() {
        return destinationLookup;
    }

    public void setDestinationLookup(String destinationLookup) {
        this.destinationLookup = text(destinationLookup);
    }

    public String getDestination() {
        return destination;
    }

    public void setDestination(String destination) {
        this.destination = text(destination);
    }

    public Boolean getUseJNDI() {
        return useJNDI;
    }

    public void setUseJNDI(Boolean useJNDI) {
        this.useJNDI = useJNDI;
    }

    public String getDestinationType() {
        return destinationType;
    }

    public void setDestinationType(String destinationType) {
        this.destinationType = text(destinationType);
    }

    public String getConnectionFactoryLookup() {
        return connectionFactoryLookup;
    }

    public void setConnectionFactoryLookup(String connectionFactoryLookup) {
        this.connectionFactoryLookup = text(connectionFactoryLookup);
    }

    public String getServerUrl() {
        return serverUrl;
    }

    public void setServerUrl(String serverUrl) {
        this.serverUrl = text(serverUrl);
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = text(user);
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getClientId() {
        return clientId;
    }

    public void setClientId(String clientId) {
        this.clientId = text(clientId);
    }

    public String getMessageSelector() {
        return messageSelector;
    }

    public void setMessageSelector(String messageSelector) {
        this.messageSelector = text(messageSelector);
    }

    public String getAcknowledgeMode() {
        return acknowledgeMode;
    }

    public void setAcknowledgeMode(String acknowledgeMode) {
        this.acknowledgeMode = text(acknowledgeMode);
    }

    public String getSubscriptionDurability() {
        return subscriptionDurability;
    }

    public void setSubscriptionDurability(String subscriptionDurability) {
        this.subscriptionDurability = text(subscriptionDurability);
    }

    public String getSubscriptionName() {
        return subscriptionName;
    }

    public void setSubscriptionName(String subscriptionName) {
        this.subscriptionName = text(subscriptionName);
    }

    public Boolean getShareSubscriptions() {
        return shareSubscriptions;
    }

    public void setShareSubscriptions(Boolean shareSubscriptions) {
        this.shareSubscriptions = shareSubscriptions;
    }

    public Integer getMaxSession() {
        return maxSession;
    }

    public void setMaxSession(Integer maxSession) {
        this.maxSession = maxSession;
    }

    public Integer getSetupAttempts() {
        return setupAttempts;
    }

    public void setSetupAttempts(Integer setupAttempts) {
        this.setupAttempts = setupAttempts;
    }

    public Long getSetupInterval() {
        return setupInterval;
    }

    public void setSetupInterval(Long setupInterval) {
        this.setupInterval = setupInterval;
    }

    public Long getRedeliveryDelayMs() {
        return redeliveryDelayMs;
    }

    public void setRedeliveryDelayMs(Long redeliveryDelayMs) {
        this.redeliveryDelayMs = redeliveryDelayMs;
    }

    public Long getRedeliveryDelayMaxMs() {
        return redeliveryDelayMaxMs;
    }

    public void setRedeliveryDelayMaxMs(Long redeliveryDelayMaxMs) {
        this.redeliveryDelayMaxMs = redeliveryDelayMaxMs;
    }
}
