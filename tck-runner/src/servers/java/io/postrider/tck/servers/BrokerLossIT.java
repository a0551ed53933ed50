package io.postrider.tck.servers;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A broker that is gone for a while: delivery begins again by itself. */
class BrokerLossIT extends ServerCase {
    private static final Duration MOST = Duration.ofMinutes(4);
    private static final int COUNT = 600;
    private static final int TIMES = 2;

    @Test
    void a_broker_that_is_killed_under_load_delivers_each_message_once_when_it_is_back() throws Exception {
        Set<String> texts = texts("after the kill", COUNT);
        Load load = Load.start(first(), "transfer", texts);
        for (int i = 1; i <= TIMES; i++) {
            load.awaitSent(i * COUNT / (TIMES + 1));
            first().kill();
            first().startAgain();
        }
        load.awaitEnd();
        atSecond.receiveEachOnce("transferred", texts, MOST);
        atFirst.receiveNothing("transfer");
    }

    /** No server is killed: its transaction manager has to come back to what it has decided. */
    @Test
    void a_commit_that_finds_no_broker_is_made_when_there_is_one() throws Exception {
        first().gate().holdCommits();
        second().gate().holdCommits();
        atFirst.send("transfer", "decided", Map.of());
        Waiting.until(MOST, () -> "no commit waits at a broker", () -> first().gate().heldCommits() + second().gate().heldCommits() > 0);
        ServerBroker committing = first().gate().heldCommits() > 0 ? first() : second();
        ServerBroker gone = committing == first() ? second() : first();
        gone.kill();
        gone.gate().releaseCommits();
        committing.gate().releaseCommits();
        Waiting.until(MOST, () -> "the branch that could be committed is not", () -> committing.prepared() == 0);
        gone.startAgain();
        atSecond.receiveEachOnce("transferred", Set.of("decided"), MOST);
        awaitNothingInDoubt(MOST);
        atFirst.receiveNothing("transfer");
    }

    @Test
    void an_application_that_is_deployed_without_a_broker_gets_its_messages_when_there_is_one() throws Exception {
        undeploy();
        first().kill();
        try {
            deploy();
        } finally {
            first().startAgain();
        }
        atFirst.send("transfer", "late", Map.of());
        atSecond.receiveEachOnce("transferred", Set.of("late"), MOST);
        undeploy();
        deploy();
    }
}
