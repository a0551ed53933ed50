package io.postrider.tck.servers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.tck.refused.ContradictoryBean;
import io.postrider.tck.refused.MistypedBean;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever deploys a message-driven bean with wrong settings reads which. */
class RefusedIT extends ServerCase {
    private static final System.Logger LOG = System.getLogger(RefusedIT.class.getName());
    private static final Duration MOST = Duration.ofMinutes(1);
    private static final String CONTRADICTORY = "contradictory";
    private static final String MISTYPED = "mistyped";

    @Deployment(name = CONTRADICTORY, managed = false, testable = false)
    static WebArchive contradictory() throws IOException {
        return archive(CONTRADICTORY, ContradictoryBean.class);
    }

    @Deployment(name = MISTYPED, managed = false, testable = false)
    static WebArchive mistyped() throws IOException {
        return archive(MISTYPED, MistypedBean.class);
    }

    private static WebArchive archive(String name, Class<?> bean) throws IOException {
        WebArchive archive = ShrinkWrap.create(WebArchive.class, name + ".war").addClass(bean).addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        ServerRun.shared().server().describe(archive);
        return archive;
    }

    @Test
    void a_bean_whose_settings_contradict_each_other_is_refused_with_a_sentence_that_names_them() throws Exception {
        assertSaid(CONTRADICTORY, "subscriptionDurability is Durable, but a queue has no subscriptions");
        assertTrue(first().status().path("destinations").findValuesAsText("name").stream().noneMatch(CONTRADICTORY::equals), "the bean is connected");
    }

    /** The server keeps it to itself, and the adapter never knows; some go on without it. */
    @Test
    void a_setting_that_there_is_not_is_named() throws Exception {
        assertSaid(MISTYPED, "maxSesion");
    }

    @AfterEach
    void take_it_away() {
        for (String name : new String[] {CONTRADICTORY, MISTYPED}) {
            try {
                undeploy(name);
            } catch (Exception e) { // of what Arquillian does not declare: it was not deployed, as it should be
                LOG.log(System.Logger.Level.DEBUG, name + " was not there", e);
            }
        }
    }

    /** Some servers tell whoever deploys, all of them their log. */
    private void assertSaid(String name, String sentence) throws Exception {
        String said = deploy(name);
        if (!said.contains(sentence)) {
            Waiting.until(MOST, () -> "neither the deployment, which said: " + said + "\nnor the server's log has: " + sentence,
                    () -> Files.readString(ServerRun.shared().server().log()).contains(sentence));
        }
    }
}
