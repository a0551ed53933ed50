package io.postrider.tck.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;

/** The archive of the adapter with another descriptor, as who deploys it may give it one. */
final class AdapterArchive {
    /** As the file in an application, and without its ending as the module. */
    private static final String NAME = "postrider-ra.rar";
    private static final String DESCRIPTOR = "META-INF/ra.xml";
    private static final String TYPE_END = "</config-property-type>";
    private static final String SUPPORT = "<transaction-support>XATransaction</transaction-support>";

    private AdapterArchive() {
    }

    /** Writes it with another level of transaction support. */
    static void withSupport(Path rar, String level, Path to) throws IOException {
        changed(rar, text -> replaceFirst(text, SUPPORT, SUPPORT.replace("XATransaction", level))).as(ZipExporter.class).exportTo(to.toFile());
    }

    /** @param settings of the adapter, by name */
    static ResourceAdapterArchive withSettings(Path rar, Map<String, String> settings) throws IOException {
        return changed(rar, text -> {
            String changed = text;
            for (var setting : settings.entrySet()) {
                String value = "<config-property-value>" + setting.getValue() + "</config-property-value>";
                // the first property of a name is the adapter's; those of connection factories come later
                int name = changed.indexOf("<config-property-name>" + setting.getKey() + "<");
                if (name < 0) {
                    throw new IllegalArgumentException(DESCRIPTOR + " has no property " + setting.getKey());
                }
                int end = changed.indexOf(TYPE_END, name) + TYPE_END.length();
                changed = changed.substring(0, end) + value + changed.substring(end);
            }
            return changed;
        });
    }

    private static String replaceFirst(String text, String part, String instead) {
        int at = text.indexOf(part);
        if (at < 0) {
            throw new IllegalArgumentException(DESCRIPTOR + " has no " + part);
        }
        return text.substring(0, at) + instead + text.substring(at + part.length());
    }

    private static ResourceAdapterArchive changed(Path rar, UnaryOperator<String> change) throws IOException {
        ResourceAdapterArchive archive = ShrinkWrap.create(ZipImporter.class, NAME).importFrom(rar.toFile()).as(ResourceAdapterArchive.class);
        String text;
        try (var in = archive.get(DESCRIPTOR).getAsset().openStream()) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        archive.delete(DESCRIPTOR);
        return archive.add(new StringAsset(change.apply(text)), DESCRIPTOR);
    }
}
