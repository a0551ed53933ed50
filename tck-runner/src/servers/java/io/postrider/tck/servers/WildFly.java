package io.postrider.tck.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** WildFly: configured by its console, from {@code wildfly/postrider.cli} and {@code wildfly/sign-on.cli} of the guide and {@code wildfly/more.cli}. */
final class WildFly implements ApplicationServer {
    private static final int HTTP = 8080;
    private static final int MANAGEMENT = 9990;

    private final Path home;
    private int offset;
    private Ledger ledger;

    WildFly(Path home) {
        this.home = home;
    }

    @Override
    public String name() {
        return "wildfly";
    }

    @Override
    public void configure(ServerBroker first, ServerBroker second, Path rar, Path folder) throws IOException, InterruptedException {
        ledger = Ledger.start(folder);
        // http, https, management, transactions, IIOP; what standalone-full.xml has
        offset = Ports.freeOffset(HTTP, 8443, MANAGEMENT, 9993, 4712, 4713, 3528, 3529);
        fresh();
        Files.copy(rar, home.resolve("postrider.rar"), StandardCopyOption.REPLACE_EXISTING);
        console("postrider.cli", folder);
        console("sign-on.cli", folder);
        console("more.cli", folder);
        System.setProperty("wildfly.managementPort", String.valueOf(MANAGEMENT + offset));
        System.setProperty("wildfly.javaVmArguments", String.join(" ",
                "-Xmx512m",
                "-Djboss.socket.binding.port-offset=" + offset,
                "-Dpostrider.url=" + first.serverUrl(),
                "-Dpostrider.user=" + ServerBroker.USER,
                "-Dpostrider.password=" + ServerBroker.PASSWORD,
                "-Dclerk.password=" + ServerBroker.CLERK_PASSWORD,
                "-Dsecond.url=" + second.serverUrl(),
                "-Dledger.url=" + ledger.url(),
                // the default of two minutes is long for a test
                "-DRecoveryEnvironmentBean.periodicRecoveryPeriod=5",
                "-DRecoveryEnvironmentBean.recoveryBackoffPeriod=2"));
    }

    /** The folder is unpacked once, and a run leaves in it what it configured. */
    private void fresh() throws IOException {
        Path standalone = home.resolve("standalone");
        Path original = home.resolve("standalone.original");
        if (Files.notExists(original)) {
            Trees.copy(standalone, original);
        }
        Trees.delete(standalone);
        Trees.copy(original, standalone);
    }

    private void console(String file, Path folder) throws IOException, InterruptedException {
        Resources.copy("wildfly/" + file, home.resolve(file));
        ServerCommand.run(home, folder.resolve("console.log"), List.of("bash", "bin/jboss-cli.sh", "--file=" + file));
    }

    @Override
    public String names() {
        return "java:/";
    }

    @Override
    public void describe(WebArchive application) {
        // nothing: its configuration says that the adapter is that of all message-driven beans
    }

    @Override
    public boolean takesDefinitions() {
        return true;
    }

    @Override
    public void describeEmbedded(WebArchive application) throws IOException {
        application.addAsWebInfResource(new StringAsset(Resources.text("wildfly/embedded-ejb3.xml")), "jboss-ejb3.xml");
    }

    @Override
    public boolean recoversMappedUsers() {
        return true;
    }

    @Override
    public int httpPort() {
        return HTTP + offset;
    }

    @Override
    public Path log() {
        return home.resolve("standalone/log/server.log");
    }
}
