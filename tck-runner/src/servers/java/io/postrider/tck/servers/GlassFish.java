package io.postrider.tck.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.h2.jdbcx.JdbcDataSource;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * GlassFish, or Payara, which came of it: a domain that is made anew, and configured by files of commands for asadmin, the first of which is
 * {@code postrider.asadmin} of the guide.
 */
final class GlassFish implements ApplicationServer {
    /** The only one, so that Arquillian need not name it, which it does once more with each start and stop. */
    private static final String DOMAIN = "domain1";
    private static final String GUIDE_BEAN = "OrderBean";
    private static final int ADMIN = 4848;
    private static final int HTTP = 8080;
    /** In the file that asadmin takes a password from. */
    private static final String MAPPED_PASSWORD = "AS_ADMIN_MAPPEDPASSWORD=";

    private final String name;
    private final Path home;
    private final List<String> beforeStart;
    private final List<String> started;
    private int offset;
    private Path folder;
    private Ledger ledger;

    private GlassFish(String name, Path home, List<String> beforeStart, List<String> started) {
        this.name = name;
        this.home = home;
        this.beforeStart = beforeStart;
        this.started = started;
    }

    static GlassFish glassFish(Path home) {
        return new GlassFish("glassfish", home, List.of(), List.of("glassfish/postrider.asadmin", "glassfish/sign-on.asadmin", "glassfish/more.asadmin"));
    }

    /** It can be told what to do before it opens its first port, and is: its data grid would look for others of its kind in the network. */
    static GlassFish payara(Path home) {
        return new GlassFish("payara", home, List.of("payara/loopback.asadmin", "payara/alone.asadmin"),
                List.of("payara/postrider.asadmin", "glassfish/sign-on.asadmin", "glassfish/more.asadmin", "payara/more.asadmin"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void configure(ServerBroker first, ServerBroker second, Path rar, Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        ledger = Ledger.start(folder);
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
        admin(folder, firstStart(folder));
        try {
            remote(folder, "create-system-properties", "postrider.url=" + escaped(first.serverUrl()) + ":postrider.user=" + ServerBroker.USER
                    + ":postrider.password=" + ServerBroker.PASSWORD + ":second.url=" + escaped(second.serverUrl())
                    + ":ledger.url=" + escaped(ledger.url()));
            for (String file : started) {
                Path copy = folder.resolve(file.replace('/', '-'));
                Resources.copy(file, copy);
                remote(folder, "multimode", "--file", copy.toString());
            }
        } finally {
            admin(folder, "stop-domain", DOMAIN);
        }
        System.setProperty(name + ".adminPort", port(ADMIN));
        System.setProperty(name + ".httpPort", port(HTTP));
        System.setProperty(name + ".httpsPort", port(8181));
    }

    private String[] firstStart(Path folder) throws IOException {
        if (beforeStart.isEmpty()) {
            DomainFile.confine(home.resolve("glassfish/domains").resolve(DOMAIN));
            return new String[] {"start-domain", DOMAIN};
        }
        StringBuilder commands = new StringBuilder();
        for (String file : beforeStart) {
            commands.append(Resources.text(file));
        }
        Path written = Files.writeString(folder.resolve("before-start.asadmin"), commands);
        return new String[] {"start-domain", "--prebootcommandfile", written.toString(), DOMAIN};
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

    /** The file names each bean, and none that is not there: in the applications of the tests those that are called a bean. */
    @Override
    public void describe(WebArchive application) throws IOException {
        String one = Resources.text("glassfish/glassfish-ejb-jar.xml");
        String line = one.lines().filter(each -> each.contains(GUIDE_BEAN)).findFirst().orElseThrow();
        String all = application.getContent(Filters.include(".*Bean\\.class")).keySet().stream()
                .map(path -> path.get().replaceAll(".*/|\\.class", "")).sorted()
                .map(bean -> line.replace(GUIDE_BEAN, bean)).collect(Collectors.joining("\n"));
        application.addAsWebInfResource(new StringAsset(one.replace(line, all)), "glassfish-ejb-jar.xml");
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

    /** GlassFish is called otherwise in its transactions as long as no application has started its ORB, and does not know them then. */
    @Override
    public boolean recoversWithoutApplications() {
        return !beforeStart.isEmpty();
    }

    @Override
    public int httpPort() {
        return HTTP + offset;
    }

    @Override
    public Path log() {
        return home.resolve("glassfish/domains").resolve(DOMAIN).resolve("logs/server.log");
    }

    @Override
    public void startAgain() throws IOException, InterruptedException {
        admin(folder, "start-domain", DOMAIN);
    }
}
