package io.postrider.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.spi.ConfigProperty;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Element;

/** 20.7: ra.xml against the schema's order of elements and against the classes that it names. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DescriptorTest {
    /** Which children an element has, in which order, as the schema of Connectors 2.0 and 2.1 says; those with ? may be missing, with * repeated too. */
    private static final Map<String, List<String>> ORDER = Map.ofEntries(
            Map.entry("connector", List.of("description*", "display-name*", "icon*", "module-name?", "vendor-name?", "eis-type?", "resourceadapter-version?", "license?",
                    "resourceadapter", "required-work-context*")),
            Map.entry("resourceadapter", List.of("resourceadapter-class?", "config-property*", "outbound-resourceadapter?", "inbound-resourceadapter?", "adminobject*",
                    "security-permission*")),
            Map.entry("outbound-resourceadapter", List.of("connection-definition*", "transaction-support?", "authentication-mechanism*", "reauthentication-support?")),
            Map.entry("connection-definition", List.of("managedconnectionfactory-class", "config-property*", "connectionfactory-interface",
                    "connectionfactory-impl-class", "connection-interface", "connection-impl-class")),
            Map.entry("authentication-mechanism", List.of("description*", "authentication-mechanism-type", "credential-interface")),
            Map.entry("inbound-resourceadapter", List.of("messageadapter?")),
            Map.entry("messageadapter", List.of("messagelistener*")),
            Map.entry("messagelistener", List.of("messagelistener-type", "activationspec")),
            Map.entry("activationspec", List.of("activationspec-class", "required-config-property*", "config-property*")),
            Map.entry("adminobject", List.of("adminobject-interface", "adminobject-class", "config-property*")),
            Map.entry("config-property", List.of("description*", "config-property-name", "config-property-type", "config-property-value?", "config-property-ignore?",
                    "config-property-supports-dynamic-updates?", "config-property-confidential?")));
    private static final Set<String> TYPES = Set.of("java.lang.Boolean", "java.lang.String", "java.lang.Integer", "java.lang.Double", "java.lang.Byte", "java.lang.Short",
            "java.lang.Long", "java.lang.Float", "java.lang.Character");

    @Test
    void elements_are_those_of_the_schema_in_its_order() throws Exception {
        List<String> wrong = new ArrayList<>();
        check(Descriptor.root(), wrong);
        assertEquals(List.of(), wrong);
    }

    private static void check(Element element, List<String> wrong) {
        List<String> order = ORDER.get(element.getLocalName());
        List<Element> children = Descriptor.children(element);
        if (order == null) {
            if (!children.isEmpty()) {
                wrong.add(element.getLocalName() + " is not in the schema, or has no elements there");
            }
            return;
        }
        int at = 0;
        for (String expected : order) {
            String name = expected.replaceAll("[?*]$", "");
            int count = 0;
            while (at < children.size() && children.get(at).getLocalName().equals(name)) {
                at++;
                count++;
            }
            if (count == 0 && name.equals(expected)) {
                wrong.add(element.getLocalName() + " has no " + name);
            } else if (count > 1 && !expected.endsWith("*")) {
                wrong.add(element.getLocalName() + " has " + count + " of " + name);
            }
        }
        if (at < children.size()) {
            wrong.add(children.get(at).getLocalName() + " does not belong there in " + element.getLocalName());
        }
        children.forEach(child -> check(child, wrong));
    }

    @Test
    void it_says_2_1_and_would_be_2_0_with_another_number() throws Exception {
        Element root = Descriptor.root();
        assertEquals("https://jakarta.ee/xml/ns/jakartaee", root.getNamespaceURI());
        assertEquals("2.1", root.getAttribute("version"));
        assertEquals("true", root.getAttribute("metadata-complete"));
        // the two schemas have the same elements, so nothing else tells the versions apart
        String text = Files.readString(Descriptor.FILE);
        String older = text.replace("version=\"2.1\"", "version=\"2.0\"").replace("connector_2_1.xsd", "connector_2_0.xsd");
        assertFalse(older.contains("2.1") || older.contains("2_1"), "something else says 2.1");
    }

    @Test
    void the_classes_are_there_and_are_what_they_are_named_as() throws Exception {
        for (Element each : Descriptor.all(Descriptor.root(), "connection-definition")) {
            assertImplements(each, "connectionfactory-interface", "connectionfactory-impl-class");
            assertImplements(each, "connection-interface", "connection-impl-class");
        }
        for (Element each : Descriptor.all(Descriptor.root(), "adminobject")) {
            assertImplements(each, "adminobject-interface", "adminobject-class");
        }
        assertEquals(7, Descriptor.beans().size());
        assertEquals(Set.of("jakarta.jms.ConnectionFactory", "jakarta.jms.QueueConnectionFactory", "jakarta.jms.TopicConnectionFactory"),
                new TreeSet<>(Descriptor.all(Descriptor.root(), "connectionfactory-interface").stream().map(Element::getTextContent).toList()));
    }

    private static void assertImplements(Element in, String type, String implementation) throws ClassNotFoundException {
        assertTrue(Class.forName(Descriptor.text(in, type)).isAssignableFrom(Class.forName(Descriptor.text(in, implementation))),
                Descriptor.text(in, implementation));
    }

    @Test
    void every_property_of_a_bean_is_described_there_with_its_type() throws Exception {
        for (Map.Entry<Class<?>, Element> bean : Descriptor.beans().entrySet()) {
            Map<String, String> described = new TreeMap<>();
            Descriptor.properties(bean.getValue()).values().forEach(property -> described.put(property.name(), property.type()));
            assertEquals(settable(bean.getKey()), described, bean.getKey().getName());
            assertTrue(TYPES.containsAll(described.values()), bean.getKey().getName());
        }
    }

    /** What a deployer may set: what a server sets itself is none of his. */
    private static Map<String, String> settable(Class<?> bean) throws Exception {
        Map<String, String> found = new TreeMap<>();
        for (PropertyDescriptor property : Introspector.getBeanInfo(bean).getPropertyDescriptors()) {
            if (property.getWriteMethod() != null && !Set.of("resourceAdapter", "logWriter").contains(property.getName())) {
                assertNotNull(property.getReadMethod(), property.getName());
                found.put(property.getName(), property.getPropertyType().getName());
            }
        }
        return found;
    }

    @Test
    void the_annotations_say_what_the_descriptor_says() throws Exception {
        for (Map.Entry<Class<?>, Element> bean : Descriptor.beans().entrySet()) {
            for (Descriptor.Property property : Descriptor.properties(bean.getValue()).values()) {
                ConfigProperty annotation = annotation(bean.getKey(), property.name());
                assertNotNull(annotation, bean.getKey() + " " + property.name());
                assertEquals(List.of(property.description()), List.of(annotation.description()), bean.getKey() + " " + property.name());
                assertEquals(property.confidential(), annotation.confidential(), bean.getKey() + " " + property.name());
            }
        }
    }

    private static ConfigProperty annotation(Class<?> bean, String property) throws Exception {
        for (Class<?> each = bean; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (field.getName().equals(property) && field.isAnnotationPresent(ConfigProperty.class)) {
                    return field.getAnnotation(ConfigProperty.class);
                }
            }
        }
        return new PropertyDescriptor(property, bean).getWriteMethod().getAnnotation(ConfigProperty.class);
    }

    @Test
    void passwords_are_confidential_and_nothing_else() throws Exception {
        for (Element bean : Descriptor.beans().values()) {
            Descriptor.properties(bean).values().forEach(property -> assertEquals(property.name().equals("password"), property.confidential(), property.name()));
        }
    }
}
