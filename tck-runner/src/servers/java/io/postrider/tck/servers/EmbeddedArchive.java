package io.postrider.tck.servers;

import io.postrider.tck.embedded.Definitions;
import io.postrider.tck.embedded.Parcels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The application that brings the adapter with it: an EAR with both. */
final class EmbeddedArchive {
    /** Of the archive and in the URL. */
    static final String NAME = "embedded";
    /** In web.xml, before each name of a resource. */
    private static final String RESOURCE_NAMES = "RESOURCES/";

    private EmbeddedArchive() {
    }

    /** @param broker of the adapter, which says it in its descriptor */
    static EnterpriseArchive of(ApplicationServer server, Path rar, ServerBroker broker) throws IOException {
        return of(NAME, server, rar, Map.of("serverUrl", broker.serverUrl(), "userName", ServerBroker.USER, "password", ServerBroker.PASSWORD));
    }

    /**
     * @param name     of the archive
     * @param settings of the adapter, which says them in its descriptor
     */
    static EnterpriseArchive of(String name, ApplicationServer server, Path rar, Map<String, String> settings) throws IOException {
        WebArchive web = ShrinkWrap.create(WebArchive.class, NAME + ".war")
                .addPackage(Parcels.class.getPackage())
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        String names = "java:app/";
        if (!server.takesDefinitions()) {
            web.deleteClass(Definitions.class);
            names = "";
        }
        web.setWebXML(new StringAsset(Resources.text("embedded/web.xml").replace(RESOURCE_NAMES, names)));
        server.describeEmbedded(web);
        return ShrinkWrap.create(EnterpriseArchive.class, name + ".ear")
                .setApplicationXML(new StringAsset(Resources.text("embedded/application.xml")))
                .addAsModule(AdapterArchive.withSettings(rar, settings))
                .addAsModule(web);
    }
}
