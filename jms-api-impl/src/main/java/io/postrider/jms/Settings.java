package io.postrider.jms;

import io.postrider.jms.client.BrokerConnections;
import io.postrider.jms.client.Credentials;
import io.postrider.jms.client.HostPort;
import io.postrider.jms.client.Prefetch;
import io.postrider.jms.message.ObjectAllowList;
import io.postrider.transport.frame.RedeliveryDelay;
import io.postrider.transport.net.TlsClientOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a connection factory was told: where the brokers are, and the settings that differ from their defaults. Immutable.
 *
 * @param hosts     at least one
 * @param encrypted whether over TLS
 * @param values    by setting, as {@link Setting#parse} gives them
 */
record Settings(List<HostPort> hosts, boolean encrypted, Map<Setting, Object> values) {
    Settings {
        hosts = List.copyOf(hosts);
        Map<Setting, Object> copy = new EnumMap<>(Setting.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    /** With one setting changed; null for its default. */
    Settings with(Setting setting, String text) {
        Map<Setting, Object> changed = new EnumMap<>(Setting.class);
        changed.putAll(values);
        if (text == null) {
            changed.remove(setting);
        } else {
            changed.put(setting, setting.parse(text));
        }
        return new Settings(hosts, encrypted, changed);
    }

    private Object value(Setting setting) {
        return values.getOrDefault(setting, setting.defaultValue());
    }

    /** The text of a setting that has one, or null. */
    String text(Setting setting) {
        Object value = value(setting);
        return value == null ? null : value.toString();
    }

    long number(Setting setting) {
        return (Long) value(setting);
    }

    boolean bool(Setting setting) {
        return (Boolean) value(setting);
    }

    private Path file(Setting setting) {
        String text = text(setting);
        return text == null ? null : Path.of(text);
    }

    Prefetch.Window prefetch() {
        return new Prefetch.Window((int) number(Setting.PREFETCH_MESSAGES), number(Setting.PREFETCH_BYTES));
    }

    RedeliveryDelay redeliveryDelay() {
        long min = number(Setting.REDELIVERY_DELAY_MS);
        return new RedeliveryDelay((int) min, min == 0 ? 0 : (int) Math.max(min, number(Setting.REDELIVERY_DELAY_MAX_MS)));
    }

    ObjectAllowList allowList() {
        return ObjectAllowList.of(text(Setting.OBJECT_MESSAGE_PACKAGES));
    }

    /** @throws IllegalArgumentException if settings contradict each other */
    BrokerConnections.Target target(String user, String password) {
        TlsClientOptions tls = encrypted ? new TlsClientOptions(file(Setting.TRUSTED_CERTIFICATES), bool(Setting.VERIFY_HOST_NAME),
                file(Setting.CERTIFICATE_CHAIN), file(Setting.PRIVATE_KEY)) : null;
        Credentials credentials = new Credentials(user, user == null ? null : password == null ? "" : password, text(Setting.MECHANISM));
        return new BrokerConnections.Target(hosts, tls, credentials, "Postrider client " + JmsMetaData.INSTANCE.getProviderVersion(),
                (int) number(Setting.CONNECT_TIMEOUT_MS), number(Setting.RECONNECT_TIMEOUT_MS));
    }
}
