package io.postrider.broker.core;

import io.postrider.broker.core.BranchState.Operation;
import io.postrider.transport.frame.Decision;
import io.postrider.transport.frame.DecideBranch;
import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.message.XidImpl;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Every state of a branch with every operation: what is answered, and the state after it. The table is written here once more, by hand
 * and from the XA specification, and asked of a core.
 */
@Timeout(60)
class BranchTableTest {
    /** Answer and state after it, in the order of the operations. */
    private static final String[][] TABLE = {
        // state           START_NEW                START_JOIN                   START_RESUME                 END_SUCCESS             END_FAIL                     END_SUSPEND             PREPARE                      COMMIT_ONE_PHASE             COMMIT                   ROLLBACK                 FORGET
        {"NON_EXISTENT",  "OK ACTIVE",             "NOTA NON_EXISTENT",         "NOTA NON_EXISTENT",         "NOTA NON_EXISTENT",    "NOTA NON_EXISTENT",         "NOTA NON_EXISTENT",    "NOTA NON_EXISTENT",         "NOTA NON_EXISTENT",         "NOTA NON_EXISTENT",     "NOTA NON_EXISTENT",     "NOTA NON_EXISTENT"},
        {"ACTIVE",        "DUPID ACTIVE",          "OK ACTIVE",                 "PROTO ACTIVE",              "OK IDLE",              "OK ROLLBACK_ONLY",          "OK SUSPENDED",         "PROTO ACTIVE",              "PROTO ACTIVE",              "PROTO ACTIVE",          "PROTO ACTIVE",          "PROTO ACTIVE"},
        {"SUSPENDED",     "DUPID SUSPENDED",       "OK ACTIVE",                 "OK ACTIVE",                 "OK IDLE",              "OK ROLLBACK_ONLY",          "PROTO SUSPENDED",      "PROTO SUSPENDED",           "PROTO SUSPENDED",           "PROTO SUSPENDED",       "PROTO SUSPENDED",       "PROTO SUSPENDED"},
        {"IDLE",          "DUPID IDLE",            "OK ACTIVE",                 "PROTO IDLE",                "PROTO IDLE",           "PROTO IDLE",                "PROTO IDLE",           "OK PREPARED",               "OK NON_EXISTENT",           "PROTO IDLE",            "OK NON_EXISTENT",       "PROTO IDLE"},
        {"ROLLBACK_ONLY", "DUPID ROLLBACK_ONLY",   "RBROLLBACK ROLLBACK_ONLY",  "RBROLLBACK ROLLBACK_ONLY",  "RBROLLBACK ROLLBACK_ONLY", "RBROLLBACK ROLLBACK_ONLY", "RBROLLBACK ROLLBACK_ONLY", "RBROLLBACK NON_EXISTENT", "RBROLLBACK NON_EXISTENT",   "PROTO ROLLBACK_ONLY",   "OK NON_EXISTENT",       "PROTO ROLLBACK_ONLY"},
        {"PREPARED",      "DUPID PREPARED",        "PROTO PREPARED",            "PROTO PREPARED",            "PROTO PREPARED",       "PROTO PREPARED",            "PROTO PREPARED",       "PROTO PREPARED",            "PROTO PREPARED",            "OK NON_EXISTENT",       "OK NON_EXISTENT",       "PROTO PREPARED"},
        {"COMMITTED",     "DUPID COMMITTED",       "PROTO COMMITTED",           "PROTO COMMITTED",           "PROTO COMMITTED",      "PROTO COMMITTED",           "PROTO COMMITTED",      "PROTO COMMITTED",           "PROTO COMMITTED",           "HEURCOM COMMITTED",     "HEURCOM COMMITTED",     "OK NON_EXISTENT"},
        {"ROLLED_BACK",   "DUPID ROLLED_BACK",     "PROTO ROLLED_BACK",         "PROTO ROLLED_BACK",         "PROTO ROLLED_BACK",    "PROTO ROLLED_BACK",         "PROTO ROLLED_BACK",    "PROTO ROLLED_BACK",         "PROTO ROLLED_BACK",         "HEURRB ROLLED_BACK",    "HEURRB ROLLED_BACK",    "OK NON_EXISTENT"},
    };
    private static final XidImpl XID = XaSession.xid("global");

    private final class Scene {
        private final CoreFixture fixture = new CoreFixture();
        private final CoreFixture.Client client = fixture.connect();
        private final XaSession session = new XaSession(fixture, client);
        /** Joins and asks for the ends, as a transaction manager may over any connection. */
        private final XaSession other = new XaSession(fixture, fixture.connect());

        private void bring(BranchState state) {
            if (state == BranchState.NON_EXISTENT) {
                return;
            }
            session.start(XID, StartFlag.NEW);
            session.send("orders", "one");
            switch (state) {
                case ACTIVE, NON_EXISTENT -> { }
                case SUSPENDED -> session.end(XID, EndFlag.SUSPEND);
                case ROLLBACK_ONLY -> session.end(XID, EndFlag.FAIL);
                case IDLE -> session.end(XID, EndFlag.SUCCESS);
                case PREPARED, COMMITTED, ROLLED_BACK -> {
                    session.end(XID, EndFlag.SUCCESS);
                    session.prepare(XID);
                    if (state != BranchState.PREPARED) {
                        Decision decision = state == BranchState.COMMITTED ? Decision.COMMIT : Decision.ROLLBACK;
                        client.request(id -> new DecideBranch(id, session.branch(), decision));
                    }
                }
            }
        }

        private BranchState state() {
            TransactionsSnapshot snapshot = fixture.core.transactions();
            return snapshot.transactions().isEmpty() ? BranchState.NON_EXISTENT : BranchState.valueOf(snapshot.transactions().get(0).state());
        }

        private XaCode carryOut(Operation operation) {
            return switch (operation) {
                case START_NEW -> other.start(XID, StartFlag.NEW);
                case START_JOIN -> other.start(XID, StartFlag.JOIN);
                case START_RESUME -> session.start(XID, StartFlag.RESUME);
                case END_SUCCESS -> session.end(XID, EndFlag.SUCCESS);
                case END_FAIL -> session.end(XID, EndFlag.FAIL);
                case END_SUSPEND -> session.end(XID, EndFlag.SUSPEND);
                case PREPARE -> other.prepare(XID);
                case COMMIT_ONE_PHASE -> other.commitOnePhase(XID);
                case COMMIT -> other.commit(XID);
                case ROLLBACK -> other.rollback(XID);
                case FORGET -> other.forget(XID);
            };
        }
    }

    @TestFactory
    List<DynamicTest> eachStateAnswersEachOperationAsTheTableSays() {
        List<DynamicTest> cells = new ArrayList<>();
        for (String[] row : TABLE) {
            BranchState state = BranchState.valueOf(row[0]);
            for (Operation operation : Operation.values()) {
                String[] expected = row[1 + operation.ordinal()].split(" ");
                cells.add(DynamicTest.dynamicTest(state + " " + operation + " -> " + String.join(" ", expected), () -> {
                    Scene scene = new Scene();
                    scene.bring(state);
                    assertEquals(state, scene.state());
                    assertEquals(XaCode.valueOf(expected[0]), scene.carryOut(operation));
                    assertEquals(BranchState.valueOf(expected[1]), scene.state());
                }));
            }
        }
        return cells;
    }

    @Test
    void theTableHasEveryState() {
        assertEquals(List.of(BranchState.values()), List.of(TABLE).stream().map(row -> BranchState.valueOf(row[0])).toList());
    }
}
