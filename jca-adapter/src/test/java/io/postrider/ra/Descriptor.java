package io.postrider.ra;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** {@code ra.xml} of this module, as a tree to look into. */
final class Descriptor {
    static final Path FILE = Path.of("src/main/rar/META-INF/ra.xml");

    private Descriptor() {
    }

    /** A config-property. */
    record Property(String name, String type, String description, boolean confidential) {
    }

    static Element root() throws Exception {
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
        parsers.setNamespaceAware(true);
        return parsers.newDocumentBuilder().parse(FILE.toFile()).getDocumentElement();
    }

    static List<Element> children(Element of) {
        List<Element> found = new ArrayList<>();
        for (Node each = of.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    static List<Element> children(Element of, String name) {
        return children(of).stream().filter(each -> each.getLocalName().equals(name)).toList();
    }

    static List<Element> all(Element of, String name) {
        List<Element> found = new ArrayList<>(children(of, name));
        children(of).forEach(each -> found.addAll(all(each, name)));
        return found;
    }

    static String text(Element of, String child) {
        List<Element> found = children(of, child);
        return found.isEmpty() ? null : found.get(0).getTextContent().strip();
    }

    /** Of a bean, by name. */
    static Map<String, Property> properties(Element bean) {
        Map<String, Property> found = new LinkedHashMap<>();
        for (Element each : children(bean, "config-property")) {
            Property property = new Property(text(each, "config-property-name"), text(each, "config-property-type"), text(each, "description"),
                    "true".equals(text(each, "config-property-confidential")));
            if (found.put(property.name(), property) != null) {
                throw new AssertionError(property.name() + " is there twice");
            }
        }
        return found;
    }

    /** The beans that a server configures, by their class. */
    static Map<Class<?>, Element> beans() throws Exception {
        Element adapter = children(root(), "resourceadapter").get(0);
        Map<Class<?>, Element> found = new LinkedHashMap<>();
        found.put(Class.forName(text(adapter, "resourceadapter-class")), adapter);
        for (Element each : all(adapter, "connection-definition")) {
            found.put(Class.forName(text(each, "managedconnectionfactory-class")), each);
        }
        for (Element each : all(adapter, "activationspec")) {
            found.put(Class.forName(text(each, "activationspec-class")), each);
        }
        for (Element each : all(adapter, "adminobject")) {
            found.put(Class.forName(text(each, "adminobject-class")), each);
        }
        return found;
    }
}
