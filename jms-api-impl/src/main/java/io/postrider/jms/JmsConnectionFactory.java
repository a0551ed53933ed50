package io.postrider.jms;

import io.postrider.jms.client.ClientClock;
import io.postrider.jms.error.JmsErrors;
import io.postrider.jms.jndi.PostriderObjectFactory;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import java.io.ObjectStreamException;
import java.io.Serializable;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;

/**
 * Where connections come from (specification 5.2, 6.1): for queues, for topics and for both. Configured by a URL, by bean properties
 * of the names in {@link Setting}, or by both, the later call winning; then any thread may use it.
 *
 * <p>It goes into a naming service and through serialisation as its URL, the password included.
 */
public class JmsConnectionFactory
        implements ConnectionFactory, QueueConnectionFactory, TopicConnectionFactory, Referenceable, Serializable {
    private transient volatile Settings settings;

    /** For a broker on this machine, {@value BrokerUrl#DEFAULT}. */
    public JmsConnectionFactory() {
        this(BrokerUrl.DEFAULT);
    }

    /** @throws IllegalArgumentException if it is not the URL of a broker, saying why */
    public JmsConnectionFactory(String url) {
        settings = BrokerUrl.parse(url);
    }

    // --- connections

    @Override
    public Connection createConnection() throws JMSException {
        return createConnection(getUser(), getPassword());
    }

    @Override
    public Connection createConnection(String user, String password) throws JMSException {
        return new JmsConnection(open(user, password));
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return createQueueConnection(getUser(), getPassword());
    }

    @Override
    public QueueConnection createQueueConnection(String user, String password) throws JMSException {
        return new JmsQueueConnection(open(user, password));
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return createTopicConnection(getUser(), getPassword());
    }

    @Override
    public TopicConnection createTopicConnection(String user, String password) throws JMSException {
        return new JmsTopicConnection(open(user, password));
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return createContext(getUser(), getPassword(), sessionMode);
    }

    @Override
    public JMSContext createContext(String user, String password) {
        return createContext(user, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String user, String password, int sessionMode) {
        return JmsErrors.unchecked(() -> {
            SessionMode.of(sessionMode);
            return new JmsContext(new SharedConnection(new JmsConnection(open(user, password))), sessionMode);
        });
    }

    final OpenConnection open(String user, String password) throws JMSException {
        return OpenConnection.open(settings, user, password, ClientClock.SYSTEM);
    }

    // --- as an administered object

    @Override
    public Reference getReference() {
        Reference reference = new Reference(getClass().getName(), PostriderObjectFactory.class.getName(), null);
        reference.add(new StringRefAddr(PostriderObjectFactory.REFERENCE_URL, getUrl()));
        return reference;
    }

    final Object writeReplace() throws ObjectStreamException {
        return new Serialized(getUrl(), this instanceof JmsXaConnectionFactory);
    }

    private record Serialized(String url, boolean xa) implements Serializable {
        private Object readResolve() {
            return xa ? new JmsXaConnectionFactory(url) : new JmsConnectionFactory(url);
        }
    }

    /** Where it leads, without user and password. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + BrokerUrl.format(new Settings(settings.hosts(), settings.encrypted(), java.util.Map.of())) + "]";
    }

    // --- bean properties

    /** The URL with every setting that differs from its default. */
    public String getUrl() {
        return BrokerUrl.format(settings);
    }

    /** Replaces everything that was set before. */
    public void setUrl(String url) {
        settings = BrokerUrl.parse(url);
    }

    /**
     * Sets what a {@link Setting} names.
     *
     * @param value null for the default
     * @throws IllegalArgumentException if there is no such setting, or that is not a value of it
     */
    public void set(String setting, String value) {
        set(Setting.named(setting), value);
    }

    /** Whether it has been given a value, be that its default. */
    public boolean isSet(Setting setting) {
        return settings.values().containsKey(setting);
    }

    private synchronized void set(Setting setting, Object value) {
        settings = settings.with(setting, value == null ? null : value.toString());
    }

    public String getUser() {
        return settings.text(Setting.USER);
    }

    public void setUser(String user) {
        set(Setting.USER, user);
    }

    public String getPassword() {
        return settings.text(Setting.PASSWORD);
    }

    public void setPassword(String password) {
        set(Setting.PASSWORD, password);
    }

    public String getClientId() {
        return settings.text(Setting.CLIENT_ID);
    }

    public void setClientId(String clientId) {
        set(Setting.CLIENT_ID, clientId);
    }

    public String getMechanism() {
        return settings.text(Setting.MECHANISM);
    }

    public void setMechanism(String mechanism) {
        set(Setting.MECHANISM, mechanism);
    }

    public String getTrustedCertificates() {
        return settings.text(Setting.TRUSTED_CERTIFICATES);
    }

    public void setTrustedCertificates(String file) {
        set(Setting.TRUSTED_CERTIFICATES, file);
    }

    public boolean isVerifyHostName() {
        return settings.bool(Setting.VERIFY_HOST_NAME);
    }

    public void setVerifyHostName(boolean verify) {
        set(Setting.VERIFY_HOST_NAME, verify);
    }

    public String getCertificateChain() {
        return settings.text(Setting.CERTIFICATE_CHAIN);
    }

    public void setCertificateChain(String file) {
        set(Setting.CERTIFICATE_CHAIN, file);
    }

    public String getPrivateKey() {
        return settings.text(Setting.PRIVATE_KEY);
    }

    public void setPrivateKey(String file) {
        set(Setting.PRIVATE_KEY, file);
    }

    public long getConnectTimeoutMs() {
        return settings.number(Setting.CONNECT_TIMEOUT_MS);
    }

    public void setConnectTimeoutMs(long timeoutMs) {
        set(Setting.CONNECT_TIMEOUT_MS, timeoutMs);
    }

    public long getReconnectTimeoutMs() {
        return settings.number(Setting.RECONNECT_TIMEOUT_MS);
    }

    public void setReconnectTimeoutMs(long timeoutMs) {
        set(Setting.RECONNECT_TIMEOUT_MS, timeoutMs);
    }

    public long getRequestTimeoutMs() {
        return settings.number(Setting.REQUEST_TIMEOUT_MS);
    }

    public void setRequestTimeoutMs(long timeoutMs) {
        set(Setting.REQUEST_TIMEOUT_MS, timeoutMs);
    }

    public long getSendTimeoutMs() {
        return settings.number(Setting.SEND_TIMEOUT_MS);
    }

    public void setSendTimeoutMs(long timeoutMs) {
        set(Setting.SEND_TIMEOUT_MS, timeoutMs);
    }

    public long getPrefetchMessages() {
        return settings.number(Setting.PREFETCH_MESSAGES);
    }

    public void setPrefetchMessages(long messages) {
        set(Setting.PREFETCH_MESSAGES, messages);
    }

    public long getPrefetchBytes() {
        return settings.number(Setting.PREFETCH_BYTES);
    }

    public void setPrefetchBytes(long bytes) {
        set(Setting.PREFETCH_BYTES, bytes);
    }

    public long getRedeliveryDelayMs() {
        return settings.number(Setting.REDELIVERY_DELAY_MS);
    }

    public void setRedeliveryDelayMs(long delayMs) {
        set(Setting.REDELIVERY_DELAY_MS, delayMs);
    }

    public long getRedeliveryDelayMaxMs() {
        return settings.number(Setting.REDELIVERY_DELAY_MAX_MS);
    }

    public void setRedeliveryDelayMaxMs(long delayMs) {
        set(Setting.REDELIVERY_DELAY_MAX_MS, delayMs);
    }

    public boolean isWaitForNonPersistent() {
        return settings.bool(Setting.WAIT_FOR_NON_PERSISTENT);
    }

    public void setWaitForNonPersistent(boolean wait) {
        set(Setting.WAIT_FOR_NON_PERSISTENT, wait);
    }

    public String getObjectMessagePackages() {
        return settings.text(Setting.OBJECT_MESSAGE_PACKAGES);
    }

    public void setObjectMessagePackages(String packages) {
        set(Setting.OBJECT_MESSAGE_PACKAGES, packages);
    }
}
