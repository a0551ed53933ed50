package io.postrider.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ra.inbound.PostriderActivationSpec;
import io.postrider.ra.outbound.PostriderManagedConnectionFactory;
import jakarta.resource.Referenceable;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import java.beans.PropertyDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Element;

/**
 * The rules of the Connectors specification that a validator of archives looks for, by section; what it finds in a managed connection and
 * in the archive stands in PoolIT and ArchiveIT.
 */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConnectorRulesTest {
    private static final Set<Class<?>> TYPES = Set.of(Boolean.class, Byte.class, Character.class, Double.class, Float.class, Integer.class, Long.class, Short.class,
            String.class);

    @Test
    void each_bean_is_of_its_interface() throws Exception {
        for (Map.Entry<Class<?>, Element> bean : Descriptor.beans().entrySet()) {
            Class<?> expected = switch (bean.getValue().getLocalName()) {
                case "resourceadapter" -> ResourceAdapter.class; // 5.3.1
                case "connection-definition" -> ManagedConnectionFactory.class; // 6.5.3.2
                case "activationspec" -> ActivationSpec.class; // 13.4.2.2
                default -> Serializable.class;
            };
            assertTrue(expected.isAssignableFrom(bean.getKey()), bean.getKey().getName());
        }
    }

    /** 19.4.2, 5.3.1, 6.5.3.2, 13.4.2.2, 13.4.2.3. */
    @Test
    void each_bean_has_a_public_constructor_without_arguments() throws Exception {
        for (Class<?> bean : Descriptor.beans().keySet()) {
            assertNotNull(bean.getConstructor().newInstance());
        }
    }

    /** 20.7. */
    @Test
    void each_property_has_a_type_that_is_allowed() throws Exception {
        for (Map.Entry<Class<?>, Element> bean : Descriptor.beans().entrySet()) {
            for (String name : Descriptor.properties(bean.getValue()).keySet()) {
                PropertyDescriptor property = new PropertyDescriptor(name, bean.getKey());
                assertTrue(TYPES.contains(property.getPropertyType()), bean.getKey() + " " + name);
            }
        }
    }

    /** 19.4.2, 6.5.3.2: equal by class and properties. */
    @Test
    void adapters_and_connection_factories_are_equal_by_class_and_properties() throws Exception {
        for (Map.Entry<Class<?>, Element> bean : Descriptor.beans().entrySet()) {
            if (!List.of("resourceadapter", "connection-definition").contains(bean.getValue().getLocalName())) {
                continue;
            }
            assertEquals(made(bean.getKey()), made(bean.getKey()));
            assertEquals(made(bean.getKey()).hashCode(), made(bean.getKey()).hashCode());
            for (String name : Descriptor.properties(bean.getValue()).keySet()) {
                Object changed = made(bean.getKey());
                set(changed, name);
                assertNotEquals(made(bean.getKey()), changed, name);
                Object same = made(bean.getKey());
                set(same, name);
                assertEquals(same, changed, name);
                assertEquals(same.hashCode(), changed.hashCode(), name);
            }
        }
        assertNotEquals(made(Class.forName("io.postrider.ra.outbound.PostriderQueueManagedConnectionFactory")), new PostriderManagedConnectionFactory());
    }

    @Test
    void connection_factories_of_different_adapters_differ() throws Exception {
        PostriderResourceAdapter one = new PostriderResourceAdapter();
        PostriderResourceAdapter other = new PostriderResourceAdapter();
        other.setServerUrl("postrider://elsewhere");
        PostriderManagedConnectionFactory ofOne = new PostriderManagedConnectionFactory();
        PostriderManagedConnectionFactory ofOther = new PostriderManagedConnectionFactory();
        assertEquals(ofOne, ofOther);
        ofOne.setResourceAdapter(one);
        ofOther.setResourceAdapter(other);
        assertNotEquals(ofOne, ofOther);
    }

    /** 19.4.1. */
    @Test
    void activation_specs_are_equal_to_themselves_only() {
        assertNotEquals(new PostriderActivationSpec(), new PostriderActivationSpec());
    }

    /** 17.5.1.1. */
    @Test
    void connection_factories_for_applications_are_referenceable_and_serializable() throws Exception {
        for (Element each : Descriptor.all(Descriptor.root(), "connectionfactory-impl-class")) {
            Class<?> type = Class.forName(each.getTextContent());
            assertTrue(Referenceable.class.isAssignableFrom(type), type.getName());
            assertTrue(Serializable.class.isAssignableFrom(type), type.getName());
        }
    }

    @Test
    void a_connection_factory_survives_serialisation_with_what_it_was_configured_with() throws Exception {
        PostriderManagedConnectionFactory managed = new PostriderManagedConnectionFactory();
        managed.setServerUrl("postrider://there:1");
        managed.setClientId("me");
        managed.setResourceAdapter(new PostriderResourceAdapter());
        Object read = serialised(managed.createConnectionFactory());
        assertEquals(managed, assertInstanceOf(io.postrider.ra.outbound.PostriderConnectionFactory.class, read).managedConnectionFactory());
    }

    /** 13.4.2.3: only those that are associated with an adapter have to be Referenceable; ours are not, and can be bound and sent all the same. */
    @Test
    void administered_objects_are_not_bound_to_an_adapter_and_survive_serialisation() throws Exception {
        PostriderQueue queue = new PostriderQueue();
        queue.setName("orders");
        PostriderTopic topic = new PostriderTopic();
        topic.setName("orders");
        for (Object each : List.of(queue, topic)) {
            assertTrue(!(each instanceof ResourceAdapterAssociation));
            Object read = serialised(each);
            assertNotSame(each, read);
            assertEquals(each, read);
            assertEquals(read, each);
        }
        assertNotEquals(queue, topic);
    }

    private static Object made(Class<?> bean) throws Exception {
        return bean.getConstructor().newInstance();
    }

    private static void set(Object bean, String name) throws Exception {
        PropertyDescriptor property = new PropertyDescriptor(name, bean.getClass());
        Class<?> type = property.getPropertyType();
        property.getWriteMethod().invoke(bean, type == Boolean.class ? (Object) true : type == Long.class ? (Object) 5L : type == Integer.class ? (Object) 5 : "x");
    }

    private static Object serialised(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
