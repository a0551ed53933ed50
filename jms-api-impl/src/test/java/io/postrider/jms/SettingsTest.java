package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.jms.client.BrokerConnections;
import io.postrider.jms.client.HostPort;
import io.postrider.transport.frame.RedeliveryDelay;
import io.postrider.jms.jndi.PostriderObjectFactory;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The URL of a connection factory and the settings in it. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SettingsTest {
    /** A value of each setting that is not its default. */
    private static final Map<Setting, String> OTHERS = Map.ofEntries(
            Map.entry(Setting.USER, "alice"), Map.entry(Setting.PASSWORD, "a&b=c d"), Map.entry(Setting.CLIENT_ID, "cts"),
            Map.entry(Setting.MECHANISM, "PLAIN"), Map.entry(Setting.TRUSTED_CERTIFICATES, "/etc/ca.pem"),
            Map.entry(Setting.VERIFY_HOST_NAME, "false"), Map.entry(Setting.CERTIFICATE_CHAIN, "me.pem"), Map.entry(Setting.PRIVATE_KEY, "me.key"),
            Map.entry(Setting.CONNECT_TIMEOUT_MS, "1234"), Map.entry(Setting.RECONNECT_TIMEOUT_MS, "0"), Map.entry(Setting.REQUEST_TIMEOUT_MS, "2345"),
            Map.entry(Setting.SEND_TIMEOUT_MS, "3456"), Map.entry(Setting.PREFETCH_MESSAGES, "0"), Map.entry(Setting.PREFETCH_BYTES, "17"),
            Map.entry(Setting.REDELIVERY_DELAY_MS, "18"), Map.entry(Setting.REDELIVERY_DELAY_MAX_MS, "19"),
            Map.entry(Setting.WAIT_FOR_NON_PERSISTENT, "true"), Map.entry(Setting.OBJECT_MESSAGE_PACKAGES, "com.acme,org.example"));

    private static Map<String, PropertyDescriptor> properties() throws Exception {
        return Arrays.stream(Introspector.getBeanInfo(JmsConnectionFactory.class).getPropertyDescriptors())
                .filter(property -> property.getWriteMethod() != null)
                .collect(Collectors.toMap(PropertyDescriptor::getName, property -> property));
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void every_setting_goes_through_the_url_and_its_bean_property(Setting setting) throws Exception {
        String other = OTHERS.get(setting);
        assertFalse(other.equals(String.valueOf(setting.defaultValue())));
        PropertyDescriptor property = properties().get(setting.key());
        JmsConnectionFactory fresh = new JmsConnectionFactory();
        assertEquals(setting.defaultValue(), property.getReadMethod().invoke(fresh));

        JmsConnectionFactory byName = new JmsConnectionFactory();
        byName.set(setting.key(), other);
        assertEquals(other, property.getReadMethod().invoke(byName).toString());

        JmsConnectionFactory byUrl = new JmsConnectionFactory(byName.getUrl());
        assertEquals(other, property.getReadMethod().invoke(byUrl).toString());

        JmsConnectionFactory byBean = new JmsConnectionFactory();
        property.getWriteMethod().invoke(byBean, property.getReadMethod().invoke(byUrl));
        assertEquals(byName.getUrl(), byBean.getUrl());
        byBean.set(setting.key(), null);
        assertEquals(fresh.getUrl(), byBean.getUrl());
        assertFalse(setting.meaning().isEmpty());
        assertTrue(Set.of("", "ms", "bytes", "messages", "file").contains(setting.unit()), setting.unit());
    }

    @Test
    void there_is_a_bean_property_for_each_setting_and_one_for_the_url() throws Exception {
        Set<String> expected = Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.toSet());
        expected.add("url");
        assertEquals(expected, properties().keySet());
    }

    @Test
    void settings_reach_what_they_are_for() {
        Settings settings = BrokerUrl.parse("postriders://one:1,two?user=u&trustedCertificates=ca.pem&verifyHostName=false"
                + "&certificateChain=me.pem&privateKey=me.key&mechanism=PLAIN&connectTimeoutMs=5&reconnectTimeoutMs=6&prefetchMessages=7&prefetchBytes=8");
        BrokerConnections.Target target = settings.target("u", "p");
        assertEquals(List.of(new HostPort("one", 1), new HostPort("two", 7337)), target.hosts());
        assertEquals(Path.of("ca.pem"), target.tls().trustedCertificates());
        assertFalse(target.tls().verifyHostName());
        assertEquals(Path.of("me.pem"), target.tls().certificateChain());
        assertEquals(Path.of("me.key"), target.tls().privateKey());
        assertEquals("PLAIN", target.credentials().mechanism());
        assertEquals("p", target.credentials().password());
        assertEquals(5, target.connectTimeoutMs());
        assertEquals(6, target.reconnectTimeoutMs());
        assertEquals(7, settings.prefetch().messages());
        assertEquals(8, settings.prefetch().bytes());
        assertEquals(new RedeliveryDelay(9, 60_000), BrokerUrl.parse("postrider://one?redeliveryDelayMs=9").redeliveryDelay());
        assertEquals(new RedeliveryDelay(9, 10), BrokerUrl.parse("postrider://one?redeliveryDelayMs=9&redeliveryDelayMaxMs=10").redeliveryDelay());
        assertEquals(new RedeliveryDelay(9, 9), BrokerUrl.parse("postrider://one?redeliveryDelayMs=9&redeliveryDelayMaxMs=8").redeliveryDelay());
        assertEquals(RedeliveryDelay.NONE, BrokerUrl.parse("postrider://one").redeliveryDelay());
        assertNull(BrokerUrl.parse("postrider://one").target(null, null).tls());
        assertNull(BrokerUrl.parse("postrider://one").target(null, null).credentials().user());
    }

    @Test
    void an_unknown_setting_is_refused_with_the_nearest_one() {
        String refused = assertThrows(IllegalArgumentException.class, () -> new JmsConnectionFactory("postrider://h?clientid=x")).getMessage();
        assertTrue(refused.contains("'clientid'") && refused.contains("nearest one is 'clientId'"), refused);
        refused = assertThrows(IllegalArgumentException.class, () -> new JmsConnectionFactory().set("prefetch", "3")).getMessage();
        assertTrue(refused.contains("prefetch"), refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "http://h", "postrider:/h", "postrider://", "postrider://,h", "postrider://h:0", "postrider://h:65536",
            "postrider://h:x", "postrider://:7337", "postrider://::1", "postrider://[::1", "postrider://[::1]7337", "postrider://u:p@h", "postrider://h/path",
            "postrider://h?user", "postrider://h?user=a&user=b", "postrider://h?user=", "postrider://h?verifyHostName=yes", "postrider://h?prefetchMessages=-1",
            "postrider://h?requestTimeoutMs=0", "postrider://h?sendTimeoutMs=1s", "postrider://h?mechanism=LOGIN", "postrider://h?objectMessagePackages=1a"})
    void what_is_not_such_a_url_is_refused_with_a_sentence(String url) {
        String refused = assertThrows(IllegalArgumentException.class, () -> new JmsConnectionFactory(url)).getMessage();
        assertTrue(refused.startsWith("'" + url + "' is not the URL of a broker: "), refused);
        assertTrue(refused.length() > url.length() + 45, refused);
    }

    @Test
    void hosts_may_be_addresses_and_have_the_default_port() {
        Settings settings = BrokerUrl.parse("postrider://[::1], 10.0.0.1:80 ,h/");
        assertEquals(List.of(new HostPort("::1", 7337), new HostPort("10.0.0.1", 80), new HostPort("h", 7337)), settings.hosts());
        assertEquals("postrider://[::1]:7337,10.0.0.1:80,h:7337", BrokerUrl.format(settings));
    }

    @Test
    void no_message_and_no_text_shows_a_password() {
        String refused = assertThrows(IllegalArgumentException.class, () -> new JmsConnectionFactory("postrider://h?password=secret&x=1")).getMessage();
        assertFalse(refused.contains("secret"), refused);
        assertFalse(new JmsConnectionFactory("postrider://h?user=alice&password=secret").toString().contains("secret"));
    }

    @Test
    void a_factory_survives_serialisation_and_a_naming_service() throws Exception {
        JmsConnectionFactory factory = new JmsConnectionFactory("postriders://one,two:2?clientId=cts&prefetchMessages=5");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(factory);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(factory.getUrl(), ((JmsConnectionFactory) in.readObject()).getUrl());
        }
        Object found = new PostriderObjectFactory().getObjectInstance(factory.getReference(), null, null, null);
        assertEquals(factory.getUrl(), assertInstanceOf(JmsConnectionFactory.class, found).getUrl());
    }
}
