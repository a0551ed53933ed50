package io.postrider.tck.servers;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.ContainerController;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What each test of a server begins with: a server that runs, with the application on it. */
@ExtendWith({ServerRun.class, ArquillianExtension.class})
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ServerCase {
    private static final System.Logger LOG = System.getLogger(ServerCase.class.getName());

    /** Whose application is on the server, since Arquillian knows deployments by class. */
    private static Class<?> deployedFor;

    /** Of the test, at each broker. */
    protected Messages atFirst;
    protected Messages atSecond;
    @ArquillianResource
    private ContainerController containers;
    @ArquillianResource
    private Deployer deployer;

    /** Not managed, so that tests can take it away and put it there again. */
    @Deployment(name = Application.NAME, managed = false, testable = false)
    static WebArchive archive() throws IOException {
        return Application.archive(ServerRun.shared().server());
    }

    @BeforeEach
    void is_there() {
        if (!containers.isStarted(server())) {
            containers.start(server());
        }
        if (deployedFor != getClass()) {
            deploy();
        }
        atFirst = new Messages(first());
        atSecond = new Messages(second());
    }

    @AfterEach
    void leave() {
        atFirst.close();
        atSecond.close();
    }

    /** The name of what these tests put on the server. */
    String deployment() {
        return Application.NAME;
    }

    private static String server() {
        return ServerRun.shared().server().name();
    }

    final ServerBroker first() {
        return ServerRun.shared().first();
    }

    final ServerBroker second() {
        return ServerRun.shared().second();
    }

    final Application application() {
        return new Application(ServerRun.shared().server().httpPort(), deployment());
    }

    /** Texts that no other test has. */
    final Set<String> texts(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "-" + i).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    final void awaitNothingInDoubt(Duration most) throws Exception {
        for (ServerBroker broker : Set.of(first(), second())) {
            Waiting.until(most, () -> "a branch stays prepared", () -> broker.prepared() == 0);
        }
    }

    final void deploy() {
        deployer.deploy(deployment());
        deployedFor = getClass();
    }

    final void undeploy() {
        undeploy(deployment());
        deployedFor = null;
    }

    /** Puts another deployment there. @return what the server says against it, or nothing */
    final String deploy(String name) {
        StringBuilder said = new StringBuilder();
        try {
            deployer.deploy(name);
        } catch (Exception e) { // of what Arquillian does not declare
            for (Throwable each = e; each != null; each = each.getCause()) {
                said.append(each).append('\n');
            }
        }
        return said.toString();
    }

    final void undeploy(String name) {
        deployer.undeploy(name);
    }

    final void killServer() throws Exception {
        kill(process());
    }

    /** That of the server, which only the application tells. */
    final ProcessHandle process() throws Exception {
        return ProcessHandle.of(Long.parseLong(application().call("pid"))).orElseThrow();
    }

    /** As kill -9 does. */
    static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(1, TimeUnit.MINUTES);
    }

    /** What an operator does then. */
    final void startServerAgain() throws Exception {
        try {
            containers.stop(server()); // so that Arquillian knows
        } catch (Exception e) { // of what it does not declare: for some servers it wants to talk to the one that is gone
            LOG.log(System.Logger.Level.DEBUG, "the server did not stop since it was gone", e);
        }
        containers.start(server());
        ServerRun.shared().server().startAgain();
    }
}
