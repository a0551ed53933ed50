package io.postrider.tck.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A server that is killed when everything is prepared, and nothing is committed at a broker yet: the commits wait in the gates, so that there
 * is no luck in it.
 */
class RecoveryIT extends ServerCase {
    private static final Duration MOST = Duration.ofMinutes(4);

    /** GlassFish starts applications before its own transactions are ready. */
    @BeforeEach
    void transactions_are_possible() throws Exception {
        Waiting.until(MOST, () -> "the server commits no transaction", () -> {
            try {
                return application().call("sendToBoth", "queue", "before", "text", "any", "rollback", "false").equals("committed");
            } catch (IOException e) {
                return false;
            }
        });
    }

    @AfterEach
    void release() {
        first().gate().releaseCommits();
        second().gate().releaseCommits();
    }

    @Test
    void a_bean_that_passes_messages_to_another_broker_is_recovered_and_each_message_is_there_once() throws Exception {
        Set<String> texts = texts("recovered", 5);
        hold();
        texts.forEach(text -> atFirst.send("transfer", text, Map.of()));
        awaitPrepared();
        killServer();
        letGo();
        startServerAgain();
        atSecond.receiveEachOnce("transferred", texts, MOST);
        awaitNothingInDoubt(MOST);
        atFirst.receiveNothing("transfer");
    }

    @Test
    void a_message_and_a_row_are_recovered_together() throws Exception {
        hold();
        CompletableFuture<?> caller = callInVain("sendAndRecord", "queue", "with row", "text", "with message", "rollback", "false");
        Waiting.until(MOST, () -> "no commit waits at the broker", () -> first().gate().heldCommits() > 0);
        killServer();
        caller.join();
        letGo();
        startServerAgain();
        atFirst.receiveEachOnce("with row", Set.of("with message"), MOST);
        awaitNothingInDoubt(MOST);
        // a server may end the branch of the database later than that of the broker
        Waiting.until(MOST, () -> "the row is not there", () -> application().call("rows", "text", "with message").equals("1"));
    }

    /** The commit finds no broker, and what is left of it is for recovery, which finds no application. */
    @Test
    void after_a_crash_of_server_and_brokers_everything_is_recovered_with_no_application_deployed() throws Exception {
        assumeTrue(ServerRun.shared().server().recoversWithoutApplications(), "the server does not know its own transactions before an application is started");
        ProcessHandle process = process();
        hold();
        callInVain("sendToBoth", "queue", "without application", "text", "there", "rollback", "false");
        Waiting.until(MOST, () -> "no commit waits at a broker", () -> first().gate().heldCommits() + second().gate().heldCommits() > 0);
        first().kill();
        second().kill();
        undeploy();
        kill(process);
        first().startAgain();
        second().startAgain();
        release();
        startServerAgain();
        atFirst.receiveEachOnce("without application", Set.of("there"), MOST);
        atSecond.receiveEachOnce("without application", Set.of("there"), MOST);
        awaitNothingInDoubt(MOST);
    }

    @Test
    void what_was_sent_as_a_user_that_the_server_maps_is_recovered_as_that_one() throws Exception {
        assumeTrue(ServerRun.shared().server().recoversMappedUsers(), "the server recovers as the configured user, who does not see the transactions of another");
        hold();
        CompletableFuture<?> caller = callInVain("sendToBothAsMapped", "queue", "mapped", "text", "by the clerk");
        awaitPrepared();
        killServer();
        caller.join();
        letGo();
        startServerAgain();
        atFirst.receiveEachOnce("mapped", Set.of("by the clerk"), MOST);
        atSecond.receiveEachOnce("mapped", Set.of("by the clerk"), MOST);
        awaitNothingInDoubt(MOST);
    }

    /** Nobody waits for the answer, and it may be that none comes. */
    private CompletableFuture<?> callInVain(String operation, String... parameters) {
        return CompletableFuture.runAsync(() -> {
            try {
                application().call(operation, parameters);
            } catch (Exception killed) {
                // as it should be
            }
        });
    }

    private void hold() {
        first().gate().holdCommits();
        second().gate().holdCommits();
    }

    private void awaitPrepared() throws Exception {
        Waiting.until(MOST, () -> "no commit waits at the brokers", () -> first().gate().heldCommits() + second().gate().heldCommits() > 0);
        Waiting.until(MOST, () -> "no branch is prepared at both brokers", () -> first().prepared() > 0 && second().prepared() > 0);
    }

    /** What waits belongs to the killed server: it is gone. */
    private void letGo() throws Exception {
        first().gate().cut();
        second().gate().cut();
        release();
    }
}
