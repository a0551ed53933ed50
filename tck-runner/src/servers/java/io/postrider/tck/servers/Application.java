package io.postrider.tck.servers;

import io.postrider.tck.app.OrderBean;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The application as the tests have it: by calls of its servlet. Any thread. */
final class Application {
    /** Of the archive and in the URL; another one than that of the adapter, since WildFly has a name for one module only. */
    static final String NAME = "orders";
    /** In web.xml, before each name of the server. */
    private static final String SERVER_NAMES = "SERVER/";
    private static final Duration CALL_MAX = Duration.ofSeconds(120);
    private static final int DONE = 200;

    /** With HTTP/2 the end of a server ends calls that have not begun. */
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CALL_MAX).build();

    private final int port;
    private final String name;

    Application(int port, String name) {
        this.port = port;
        this.name = name;
    }

    static WebArchive archive(ApplicationServer server) throws IOException {
        WebArchive archive = ShrinkWrap.create(WebArchive.class, NAME + ".war")
                .addPackage(OrderBean.class.getPackage())
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .setWebXML(new StringAsset(Resources.text("web.xml").replace(SERVER_NAMES, server.names())));
        server.describe(archive);
        return archive;
    }

    /**
     * Has it do something.
     *
     * @param parameters name and value, in turn
     * @throws IOException with what it said if it failed, and if it is not there
     */
    String call(String operation, String... parameters) throws IOException, InterruptedException {
        StringBuilder url = new StringBuilder("http://127.0.0.1:" + port + "/" + name + "/do?operation=" + operation);
        for (int i = 0; i < parameters.length; i += 2) {
            url.append('&').append(parameters[i]).append('=').append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.toString())).timeout(CALL_MAX).build();
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != DONE) {
            throw new IOException(operation + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
