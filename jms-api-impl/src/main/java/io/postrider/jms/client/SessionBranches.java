package io.postrider.jms.client;

import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.message.XidImpl;
import java.util.HashMap;
import java.util.Map;

/** The branches that one session works in: one at a time, others suspended. Guarded by its {@link SessionState}. */
final class SessionBranches {
    private final Map<XidImpl, Transaction> suspended = new HashMap<>();
    private XidImpl xid;
    private Transaction current;

    /** The name of what the session works in, or null. */
    XidImpl xid() {
        return xid;
    }

    /** What the session works in, or null. */
    Transaction current() {
        return current;
    }

    /** @param number that the broker has given to the branch */
    void begin(XidImpl branch, long number) {
        Transaction known = suspended.remove(branch);
        xid = branch;
        current = known != null ? known : new Transaction(number);
    }

    boolean isCurrent(XidImpl branch) {
        return branch.equals(xid);
    }

    void end(XidImpl branch, EndFlag flag) {
        if (isCurrent(branch)) {
            if (flag == EndFlag.SUSPEND) {
                suspended.put(branch, current);
            }
            xid = null;
            current = null;
        } else if (flag != EndFlag.SUSPEND) {
            suspended.remove(branch);
        }
    }

    /** The broker has rolled back what was going on when the link was lost; the session still works in it, until it is told the end. */
    void interrupted(BrokerFailure reason) {
        if (current != null) {
            current.lost(reason);
        }
        suspended.values().forEach(each -> each.lost(reason));
    }

    /** Why the broker knows nothing of what the session does in that branch, or null. */
    BrokerFailure lost(XidImpl branch) {
        Transaction work = isCurrent(branch) ? current : suspended.get(branch);
        return work == null || !work.isUndone() ? null : work.doomed();
    }
}
