package io.postrider.ra;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a session knows of the branch that it worked in with others, of which the transaction manager tells the outcome to one. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BranchResourceTest {
    private static final FakeTransaction.TestXid XID = new FakeTransaction.TestXid(new byte[] {1}, new byte[] {2});
    private static final FakeTransaction.TestXid NEXT = new FakeTransaction.TestXid(new byte[] {1}, new byte[] {3});

    private final BranchResource one = new BranchResource(session(0));
    private final BranchResource two = new BranchResource(session(0));

    /** @param prepareFails with that code; 0 for not */
    private static XAResource session(int prepareFails) {
        return (XAResource) Proxy.newProxyInstance(BranchResourceTest.class.getClassLoader(), new Class<?>[] {XAResource.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("prepare") && prepareFails != 0) {
                throw new XAException(prepareFails);
            }
            return method.getReturnType() == int.class ? (Object) 0 : method.getReturnType() == boolean.class ? (Object) true : null;
        });
    }

    private static void workTogether(BranchResource begins, BranchResource joins) throws XAException {
        begins.start(XID, XAResource.TMNOFLAGS);
        joins.start(XID, XAResource.TMJOIN);
        joins.end(XID, XAResource.TMSUCCESS);
        begins.end(XID, XAResource.TMSUCCESS);
        assertFalse(begins.isRolledBack() || joins.isRolledBack());
    }

    @Test
    void whoever_worked_in_a_branch_knows_that_it_was_rolled_back() throws Exception {
        workTogether(one, two);
        one.rollback(XID);
        assertTrue(one.isRolledBack());
        assertTrue(two.isRolledBack());
        two.start(NEXT, XAResource.TMNOFLAGS);
        assertFalse(two.isRolledBack(), "of the next one nobody has heard that");
        two.end(NEXT, XAResource.TMSUCCESS);
        two.commit(NEXT, true);
        assertFalse(two.isRolledBack());
        assertTrue(one.isRolledBack());
    }

    @Test
    void whoever_worked_in_a_branch_knows_that_it_was_not_prepared() throws Exception {
        BranchResource failing = new BranchResource(session(XAException.XA_RBROLLBACK));
        workTogether(failing, two);
        assertThrows(XAException.class, () -> failing.prepare(XID));
        assertTrue(two.isRolledBack());
    }

    @Test
    void a_branch_that_is_rolled_back_while_others_work_in_it_ends_for_them() throws Exception {
        one.start(XID, XAResource.TMNOFLAGS);
        two.start(XID, XAResource.TMJOIN);
        one.end(XID, XAResource.TMSUCCESS);
        assertTrue(two.isInBranch());
        one.rollback(XID);
        assertFalse(two.isInBranch());
        assertTrue(two.isRolledBack());
        two.end(XID, XAResource.TMSUCCESS);
    }
}
