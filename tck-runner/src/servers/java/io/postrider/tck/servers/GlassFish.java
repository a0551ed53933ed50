package io.postrider.tck.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** GlassFish: a domain that is made anew, configured by asadmin from {@code glassfish/postrider.asadmin} and
 * {@code glassfish/sign-on.asadmin} of the guide and {@code glassfish/more.asadmin}. */
final class GlassFish implements ApplicationServer {
    /** The only one, so that Arquillian need not name it, which it does once more with each start and stop. */
    private static final String DOMAIN = "domain1";
    private static final int ADMIN = 4848;
    private static final int HTTP = 8080;
    /** In the file that asadmin takes a password from. */
    private static final String MAPPED_PASSWORD = "AS_ADMIN_MAPPEDPASSWORD=";

    private final Path home;
    private int offset;
    private Path folder;

    GlassFish(Path home) {
        this.home = home;
    }

    @Override
    public String name() {
        return "glassfish";
    }

    @Override
    public void configure(ServerBroker first, ServerBroker second, Path rar, Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        offset = Ports.freeOffset(ADMIN, HTTP, 8181, 7676, 3700, 3820, 3920, 8686, 6666, 9009);
        Path domains = home.resolve("glassfish/domains");
        Trees.delete(domains.resolve(DOMAIN));
        admin(folder, "--user", "admin", "create-domain", "--nopassword", "--adminport", port(ADMIN), "--instanceport", port(HTTP), "--domainproperties",
                "http.ssl.port=" + port(8181) + ":jms.port=" + port(7676) + ":orb.listener.port=" + port(3700) + ":orb.ssl.port=" + port(3820)
                        + ":orb.mutualauth.port=" + port(3920) + ":domain.jmxPort=" + port(8686) + ":osgi.shell.telnet.port=" + port(6666)
                        + ":java.debugger.port=" + port(9009), DOMAIN);
        Files.copy(ServerCommand.jarOf(JdbcDataSource.class), domains.resolve(DOMAIN).resolve("lib/h2.jar"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(rar, folder.resolve("postrider.rar"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.resolve("clerk.password"), MAPPED_PASSWORD + ServerBroker.CLERK_PASSWORD + "\n");
        Files.writeString(folder.resolve("wrong.password"), MAPPED_PASSWORD + "wrong\n");
        admin(folder, "start-domain", DOMAIN);
        try {
            remote(folder, "create-system-properties", "postrider.url=" + escaped(first.serverUrl()) + ":postrider.user=" + ServerBroker.USER
                    + ":postrider.password=" + ServerBroker.PASSWORD + ":second.url=" + escaped(second.serverUrl())
                    + ":ledger.url=" + escaped("jdbc:h2:file:" + folder.resolve("ledger")));
            for (String file : List.of("postrider.asadmin", "sign-on.asadmin", "more.asadmin")) {
                Resources.copy("glassfish/" + file, folder.resolve(file));
                remote(folder, "multimode", "--file", file);
            }
        } finally {
            admin(folder, "stop-domain", DOMAIN);
        }
        System.setProperty("glassfish.adminPort", port(ADMIN));
        System.setProperty("glassfish.httpPort", port(HTTP));
        System.setProperty("glassfish.httpsPort", port(8181));
    }

    private String port(int usual) {
        return String.valueOf(usual + offset);
    }

    /** A colon is between properties. */
    private static String escaped(String value) {
        return value.replace(":", "\\:");
    }

    private void remote(Path folder, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--port", port(ADMIN)));
        all.addAll(List.of(command));
        admin(folder, all.toArray(String[]::new));
    }

    private void admin(Path folder, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("bash", home.resolve("bin/asadmin").toString()));
        all.addAll(List.of(command));
        ServerCommand.run(folder, folder.resolve("asadmin.log"), all);
    }

    @Override
    public String names() {
        return "";
    }

    @Override
    public void describe(WebArchive application) throws IOException {
        application.addAsWebInfResource(new StringAsset(Resources.text("glassfish/glassfish-ejb-jar.xml")), "glassfish-ejb-jar.xml");
    }

    @Override
    public boolean takesDefinitions() {
        return true;
    }

    @Override
    public void describeEmbedded(WebArchive application) throws IOException {
        application.addAsWebInfResource(new StringAsset(Resources.text("glassfish/embedded-ejb-jar.xml")), "glassfish-ejb-jar.xml");
    }

    @Override
    public boolean recoversMappedUsers() {
        return false;
    }

    @Override
    public int httpPort() {
        return HTTP + offset;
    }

    @Override
    public void startAgain() throws IOException, InterruptedException {
        admin(folder, "start-domain", DOMAIN);
    }
}
