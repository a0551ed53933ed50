package io.postrider.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.jms.JmsXaConnectionFactory;
import io.postrider.jms.Setting;
import io.postrider.ra.outbound.PostriderManagedConnectionFactory;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.beans.PropertyDescriptor;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 5.3.7: what the adapter has and what a connection factory has make one configuration. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BrokerSettingsTest {
    private final BrokerSettings adapter = new BrokerSettings();
    private final BrokerSettings own = new BrokerSettings();

    @Test
    void what_is_not_set_is_taken_from_the_adapter() throws Exception {
        adapter.setServerUrl("postrider://there:1234?requestTimeoutMs=5");
        adapter.setUserName("anna");
        adapter.setPassword("secret");
        adapter.setPrefetchMessages(7L);
        adapter.setSendTimeoutMs(8L);
        own.setSendTimeoutMs(9L);
        JmsXaConnectionFactory factory = own.factory(adapter);
        assertTrue(factory.getUrl().startsWith("postrider://there:1234?"), factory.getUrl());
        assertEquals("anna", factory.getUser());
        assertEquals("secret", factory.getPassword());
        assertEquals(5, factory.getRequestTimeoutMs());
        assertEquals(7, factory.getPrefetchMessages());
        assertEquals(9, factory.getSendTimeoutMs());
    }

    @Test
    void without_any_setting_the_client_has_its_defaults() throws Exception {
        assertEquals(new JmsXaConnectionFactory().getUrl(), own.factory(adapter).getUrl());
    }

    @Test
    void with_a_broker_of_its_own_it_takes_nothing_from_the_adapter() throws Exception {
        adapter.setServerUrl("postrider://there:1234");
        adapter.setUserName("anna");
        adapter.setPassword("secret");
        adapter.setPrefetchMessages(7L);
        own.setServerUrl("postrider://here:1?user=bert&password=p");
        JmsXaConnectionFactory factory = own.factory(adapter);
        assertEquals("bert", factory.getUser());
        assertEquals("p", factory.getPassword());
        assertEquals(1_000, factory.getPrefetchMessages());
    }

    @Test
    void a_user_never_comes_with_the_password_of_another() throws Exception {
        adapter.setUserName("anna");
        adapter.setPassword("secret");
        own.setUserName("bert");
        assertEquals("bert", own.factory(adapter).getUser());
        assertNull(own.factory(adapter).getPassword());
    }

    @Test
    void a_setting_that_cannot_be_is_named() {
        own.setServerUrl("tcp://here:1");
        assertTrue(assertThrows(InvalidPropertyException.class, () -> own.factory(adapter)).getMessage().contains("tcp://here:1"));
        own.setServerUrl("postrider://here:1?prefetch=1");
        assertTrue(assertThrows(InvalidPropertyException.class, () -> own.factory(adapter)).getMessage().contains("prefetchMessages"), "names the nearest one");
        own.setServerUrl(null);
        own.setPrefetchMessages(-1L);
        assertTrue(assertThrows(InvalidPropertyException.class, () -> own.factory(adapter)).getMessage().contains("prefetchMessages"));
    }

    @Test
    void the_adapter_refuses_at_its_start_what_cannot_be() {
        PostriderResourceAdapter started = new PostriderResourceAdapter();
        started.setServerUrl("here:7337");
        assertTrue(assertThrows(ResourceAdapterInternalException.class, () -> started.start(null)).getMessage().contains("here:7337"));
        started.setServerUrl("postrider://here?clientId=one");
        assertTrue(assertThrows(ResourceAdapterInternalException.class, () -> started.start(null)).getMessage().contains("clientId"));
    }

    @Test
    void what_consoles_send_for_nothing_is_nothing() throws Exception {
        own.setServerUrl(" ");
        own.setUserName("");
        own.setTrustedCertificates("");
        assertEquals(new BrokerSettings(), own);
    }

    @Test
    void every_setting_of_the_client_can_be_set() throws Exception {
        Set<String> known = new TreeSet<>(Descriptor.properties(Descriptor.beans().get(PostriderManagedConnectionFactory.class)).keySet());
        for (Setting setting : Setting.values()) {
            assertTrue(known.contains(setting == Setting.USER ? "userName" : setting.key()), setting.key());
        }
    }

    @Test
    void ranges_are_those_of_the_client() throws Exception {
        int ranges = 0;
        for (Field field : BrokerSettings.class.getDeclaredFields()) {
            Min min = field.getAnnotation(Min.class);
            if (min != null) {
                ranges++;
                assertTrue(isTaken(field.getName(), min.value()), field.getName());
                assertFalse(isTaken(field.getName(), min.value() - 1), field.getName());
                Max max = field.getAnnotation(Max.class);
                assertTrue(isTaken(field.getName(), max == null ? Long.MAX_VALUE : max.value()), field.getName());
                assertFalse(max != null && isTaken(field.getName(), max.value() + 1), field.getName());
            }
        }
        assertEquals(8, ranges);
    }

    private static boolean isTaken(String property, long value) throws Exception {
        BrokerSettings settings = new BrokerSettings();
        new PropertyDescriptor(property, BrokerSettings.class).getWriteMethod().invoke(settings, value);
        try {
            settings.factory(settings);
            return true;
        } catch (InvalidPropertyException e) {
            return false;
        }
    }
}
