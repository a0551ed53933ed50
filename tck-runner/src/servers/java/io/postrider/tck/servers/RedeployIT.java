package io.postrider.tck.servers;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An application that comes and goes while messages come. */
class RedeployIT extends ServerCase {
    private static final Duration MOST = Duration.ofMinutes(3);
    private static final int COUNT = 600;
    private static final int TIMES = 3;

    @Test
    void an_application_that_is_redeployed_under_load_takes_each_message_once() throws Exception {
        Set<String> texts = texts("redeployed", COUNT);
        Load load = Load.start(first(), "transfer", texts);
        for (int i = 1; i <= TIMES; i++) {
            load.awaitSent(i * COUNT / (TIMES + 1));
            undeploy();
            deploy();
        }
        load.awaitEnd();
        atSecond.receiveEachOnce("transferred", texts, MOST);
        atFirst.receiveNothing("transfer");
    }
}
