package io.postrider.ra;

import io.postrider.jms.JmsXaConnectionFactory;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to reach a broker: the settings that the adapter and its connection factories have in common, as properties of a JavaBean
 * (5.3.7). Null is "not set". Configured by the server on one thread, then used by any.
 */
public class BrokerSettings implements Serializable {
    /** As the client has it. */
    public static final int REDELIVERY_DELAY_MS_MAX = 3_600_000;

    private static final long RECONNECT_TIMEOUT_MS_MAX = Long.MAX_VALUE / 2_000_000;

    @ConfigProperty(description = "URL of the broker, as in postrider://host:7337; several hosts are separated by commas, postriders:// is with TLS")
    @Pattern(regexp = "postriders?://.+", message = "expected a URL that begins with postrider:// or postriders://")
    private String serverUrl;

    @ConfigProperty(description = "User name; without one the connection is anonymous")
    private String userName;

    @ConfigProperty(description = "Password of the user", confidential = true)
    private String password;

    @ConfigProperty(description = "How the user is authenticated: SCRAM-SHA-256, or PLAIN, which sends the password as it is and so needs TLS")
    @Pattern(regexp = "SCRAM-SHA-256|PLAIN", message = "expected SCRAM-SHA-256 or PLAIN")
    private String mechanism;

    @ConfigProperty(description = "PEM file of certificates that sign the broker's; without one, what the JVM trusts")
    private String trustedCertificates;

    @ConfigProperty(description = "Whether the broker's certificate must be for the host in the URL; true if not set")
    private Boolean verifyHostName;

    @ConfigProperty(description = "PEM file of the adapter's own certificate, where the broker asks for one")
    private String certificateChain;

    @ConfigProperty(description = "PEM file of the key to certificateChain, PKCS#8 and not encrypted")
    private String privateKey;

    @ConfigProperty(description = "Milliseconds for each host, until a link is there; 10000 if not set")
    @Min(1) @Max(Integer.MAX_VALUE / 2)
    private Long connectTimeoutMs;

    @ConfigProperty(description = "Milliseconds for which a lost connection is tried again, before it is given up; 300000 if not set")
    @Min(0) @Max(RECONNECT_TIMEOUT_MS_MAX)
    private Long reconnectTimeoutMs;

    @ConfigProperty(description = "Milliseconds for an answer of the broker; 30000 if not set")
    @Min(1) @Max(Integer.MAX_VALUE)
    private Long requestTimeoutMs;

    @ConfigProperty(description = "Milliseconds for a destination at its bound to take a message; 30000 if not set")
    @Min(1) @Max(Integer.MAX_VALUE)
    private Long sendTimeoutMs;

    @ConfigProperty(description = "Messages that may wait in the buffer of a consumer; 1000 if not set")
    @Min(0) @Max(1_000_000)
    private Long prefetchMessages;

    @ConfigProperty(description = "Bytes that may wait in the buffer of a consumer; 1048576 if not set")
    @Min(1)
    private Long prefetchBytes;

    @ConfigProperty(description = "Milliseconds before a message that was received and given back comes again, twice as long after each further attempt; "
            + "0 if not set, and 100 for message-driven beans")
    @Min(0) @Max(REDELIVERY_DELAY_MS_MAX)
    private Long redeliveryDelayMs;

    @ConfigProperty(description = "Milliseconds up to which redeliveryDelayMs doubles; 60000 if not set")
    @Min(0) @Max(REDELIVERY_DELAY_MS_MAX)
    private Long redeliveryDelayMaxMs;

    @ConfigProperty(description = "Whether sending a non-persistent message waits until the broker has taken it; false if not set")
    private Boolean waitForNonPersistent;

    @ConfigProperty(description = "Packages and classes that a received ObjectMessage may hold beside value types of the JDK, separated by commas")
    private String objectMessagePackages;

    /**
     * The client's factory for these settings.
     *
     * @param defaults where what is not set here is taken from, unless there is a serverUrl here: settings, and above all a password, are for
     *                 the broker that they were given with
     * @throws InvalidPropertyException if a setting cannot be what it is, naming it
     */
    public final JmsXaConnectionFactory factory(BrokerSettings defaults) throws InvalidPropertyException {
        BrokerSettings base = serverUrl == null ? defaults : this;
        BrokerSettings signOn = userName == null ? base : this;
        Map<String, String> values = base.clientSettings();
        values.putAll(clientSettings());
        try {
            JmsXaConnectionFactory factory = base.serverUrl == null ? new JmsXaConnectionFactory() : new JmsXaConnectionFactory(base.serverUrl);
            values.forEach(factory::set);
            if (signOn.userName != null) {
                factory.setUser(signOn.userName);
                factory.setPassword(signOn.password);
            }
            return factory;
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertyException(e.getMessage(), e);
        }
    }

    /** By the names that they have in the client, which are the same. */
    private Map<String, String> clientSettings() {
        Map<String, String> values = new TreeMap<>();
        put(values, "mechanism", mechanism);
        put(values, "trustedCertificates", trustedCertificates);
        put(values, "verifyHostName", verifyHostName);
        put(values, "certificateChain", certificateChain);
        put(values, "privateKey", privateKey);
        put(values, "connectTimeoutMs", connectTimeoutMs);
        put(values, "reconnectTimeoutMs", reconnectTimeoutMs);
        put(values, "requestTimeoutMs", requestTimeoutMs);
        put(values, "sendTimeoutMs", sendTimeoutMs);
        put(values, "prefetchMessages", prefetchMessages);
        put(values, "prefetchBytes", prefetchBytes);
        put(values, "redeliveryDelayMs", redeliveryDelayMs);
        put(values, "redeliveryDelayMaxMs", redeliveryDelayMaxMs);
        put(values, "waitForNonPersistent", waitForNonPersistent);
        put(values, "objectMessagePackages", objectMessagePackages);
        return values;
    }

    private static void put(Map<String, String> values, String name, Object value) {
        if (value != null) {
            values.put(name, value.toString());
        }
    }

    /** Everything that is set, by name; what is compared where two beans are (19.4.2). */
    protected Map<String, String> values() {
        Map<String, String> values = clientSettings();
        put(values, "serverUrl", serverUrl);
        put(values, "userName", userName);
        put(values, "password", password);
        return values;
    }

    /** Equal are beans of one class with the same settings (19.4.2). */
    @Override
    public boolean equals(Object other) {
        return other != null && other.getClass() == getClass() && ((BrokerSettings) other).values().equals(values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** An empty text is what consoles send for "not set". */
    protected static String text(String given) {
        return given == null || given.isBlank() ? null : given.strip();
    }

    // --- bean properties

    public String getServerUrl() {
        return serverUrl;
    }

    public void setServerUrl(String serverUrl) {
        this.serverUrl = text(serverUrl);
    }

    public String getUserName() {
        return userName;
    }

    public void setUserName(String userName) {
        this.userName = text(userName);
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getMechanism() {
        return mechanism;
    }

    public void setMechanism(String mechanism) {
        this.mechanism = text(mechanism);
    }

    public String getTrustedCertificates() {
        return trustedCertificates;
    }

    public void setTrustedCertificates(String trustedCertificates) {
        this.trustedCertificates = text(trustedCertificates);
    }

    public Boolean getVerifyHostName() {
        return verifyHostName;
    }

    public void setVerifyHostName(Boolean verifyHostName) {
        this.verifyHostName = verifyHostName;
    }

    public String getCertificateChain() {
        return certificateChain;
    }

    public void setCertificateChain(String certificateChain) {
        this.certificateChain = text(certificateChain);
    }

    public String getPrivateKey() {
        return privateKey;
    }

    public void setPrivateKey(String privateKey) {
        this.privateKey = text(privateKey);
    }

    public Long getConnectTimeoutMs() {
        return connectTimeoutMs;
    }

    public void setConnectTimeoutMs(Long connectTimeoutMs) {
        this.connectTimeoutMs = connectTimeoutMs;
    }

    public Long getReconnectTimeoutMs() {
        return reconnectTimeoutMs;
    }

    public void setReconnectTimeoutMs(Long reconnectTimeoutMs) {
        this.reconnectTimeoutMs = reconnectTimeoutMs;
    }

    public Long getRequestTimeoutMs() {
        return requestTimeoutMs;
    }

    public void setRequestTimeoutMs(Long requestTimeoutMs) {
        this.requestTimeoutMs = requestTimeoutMs;
    }

    public Long getSendTimeoutMs() {
        return sendTimeoutMs;
    }

    public void setSendTimeoutMs(Long sendTimeoutMs) {
        this.sendTimeoutMs = sendTimeoutMs;
    }

    public Long getPrefetchMessages() {
        return prefetchMessages;
    }

    public void setPrefetchMessages(Long prefetchMessages) {
        this.prefetchMessages = prefetchMessages;
    }

    public Long getPrefetchBytes() {
        return prefetchBytes;
    }

    public void setPrefetchBytes(Long prefetchBytes) {
        this.prefetchBytes = prefetchBytes;
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

    public Boolean getWaitForNonPersistent() {
        return waitForNonPersistent;
    }

    public void setWaitForNonPersistent(Boolean waitForNonPersistent) {
        this.waitForNonPersistent = waitForNonPersistent;
    }

    public String getObjectMessagePackages() {
        return objectMessagePackages;
    }

    public void setObjectMessagePackages(String objectMessagePackages) {
        this.objectMessagePackages = text(objectMessagePackages);
    }
}
