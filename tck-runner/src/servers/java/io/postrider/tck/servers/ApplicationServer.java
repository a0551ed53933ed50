package io.postrider.tck.servers;

import java.io.IOException;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What the tests have to know of a server. Chosen by the system property {@code server}. */
interface ApplicationServer {
    /** @return the one whose tests run */
    static ApplicationServer chosen() {
        String name = System.getProperty("server", "");
        Path home = Path.of(System.getProperty("server.home", ""));
        return switch (name) {
            case "wildfly" -> new WildFly(home);
            case "glassfish" -> GlassFish.glassFish(home);
            case "payara" -> GlassFish.payara(home);
            case "liberty" -> new Liberty(home);
            default -> throw new IllegalStateException("no server '" + name + "'; run mvn -pl tck-runner -am verify -P wildfly, glassfish, liberty or payara");
        };
    }

    /** As in arquillian.xml. */
    String name();

    /**
     * Puts the adapter and what the tests need into a fresh server that is not running, by the files that its guide shows, and sets the
     * system properties that its part of arquillian.xml names.
     *
     * @param first  broker of the adapter
     * @param second broker of the second connection factory
     * @param rar    the adapter
     * @param folder for what belongs to no server
     */
    void configure(ServerBroker first, ServerBroker second, Path rar, Path folder) throws IOException, InterruptedException;

    /** What stands before the names of what it is configured with. */
    String names();

    /** Adds the descriptors that only this server reads. */
    void describe(WebArchive application) throws IOException;

    /** Whether an application that brings the adapter defines its resources by annotations; otherwise the server's configuration has them. */
    boolean takesDefinitions();

    /** Adds to an application that brings the adapter the descriptors that only this server reads. */
    void describeEmbedded(WebArchive application) throws IOException;

    /** Whether it recovers transactions of a user that it maps applications to as that one; otherwise as the configured user, who does not see them. */
    boolean recoversMappedUsers();

    /** Whether recovery at a start needs no application of its. */
    default boolean recoversWithoutApplications() {
        return true;
    }

    int httpPort();

    /** What it says to operators, after {@link #configure}. */
    Path log();

    /** Starts it once more after a kill, where Arquillian does that only with the next deployment. */
    default void startAgain() throws IOException, InterruptedException {
    }
}
