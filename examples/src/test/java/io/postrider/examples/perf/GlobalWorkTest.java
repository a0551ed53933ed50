package io.postrider.examples.perf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class GlobalWorkTest {
    private final List<String> calls = new ArrayList<>();
    private final List<Xid> xids = new ArrayList<>();
    private final GlobalWork work = new GlobalWork(null, (XAResource) Proxy.newProxyInstance(GlobalWorkTest.class.getClassLoader(), new Class<?>[] {XAResource.class},
            (proxy, method, arguments) -> called(method.getName(), (Xid) arguments[0], arguments.length > 1 ? arguments[1] : null)));
    private int vote = XAResource.XA_OK;
    private String failing = "";

    @Test
    void aBranchIsPreparedAndCommittedInTwoPhases() throws JMSException {
        work.begin();
        work.commit();
        assertEquals(List.of("start " + XAResource.TMNOFLAGS, "end " + XAResource.TMSUCCESS, "prepare null", "commit false"), calls);
        assertEquals(1, xids.stream().distinct().count());
    }

    @Test
    void oneThatIsOverWhenItIsPreparedIsNotCommitted() throws JMSException {
        vote = XAResource.XA_RDONLY;
        work.begin();
        work.commit();
        assertEquals("prepare null", calls.get(calls.size() - 1));
    }

    @Test
    void everyBranchIsOfAnotherTransaction() throws JMSException {
        work.begin();
        work.commit();
        work.begin();
        Xid first = xids.get(0);
        Xid second = xids.get(xids.size() - 1);
        assertEquals(first.getFormatId(), second.getFormatId());
        assertFalse(Arrays.equals(first.getGlobalTransactionId(), second.getGlobalTransactionId()));
        assertArrayEquals(first.getBranchQualifier(), second.getBranchQualifier());
        assertTrue(first.getGlobalTransactionId().length <= Xid.MAXGTRIDSIZE && first.getBranchQualifier().length <= Xid.MAXBQUALSIZE);
    }

    @Test
    void aFailureHasTheCode() throws JMSException {
        failing = "start";
        assertFails("was not started: XA error " + XAException.XAER_RMFAIL, work::begin);
        failing = "commit";
        work.begin();
        assertFails("was not committed: XA error " + XAException.XAER_RMFAIL, work::commit);
    }

    private static void assertFails(String said, Call call) {
        JMSException failure = assertThrows(JMSException.class, call::run);
        assertTrue(failure.getMessage().contains(said), failure.getMessage());
        assertEquals(Integer.toString(XAException.XAER_RMFAIL), failure.getErrorCode());
        assertSame(failure.getLinkedException(), failure.getCause());
    }

    private interface Call {
        void run() throws JMSException;
    }

    private Object called(String name, Xid xid, Object flag) throws XAException {
        calls.add(name + " " + flag);
        xids.add(xid);
        if (name.equals(failing)) {
            throw new XAException(XAException.XAER_RMFAIL);
        }
        return name.equals("prepare") ? vote : null;
    }
}
