package io.postrider.examples.perf;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.UUID;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * Work in branches of global transactions, one after the other, each committed in two phases (specification 6.2.13). It calls the
 * session's resource itself: a transaction manager would add its own log, and commit the only branch of a transaction in one phase.
 */
final class GlobalWork implements Work {
    private final Session session;
    private final XAResource resource;
    private final UUID owner = UUID.randomUUID();
    private BranchXid branch;
    private long number;

    GlobalWork(Session session, XAResource resource) {
        this.session = session;
        this.resource = resource;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public void begin() throws JMSException {
        branch = new BranchXid(owner, number++);
        try {
            resource.start(branch, XAResource.TMNOFLAGS);
        } catch (XAException e) {
            throw failure("not started", e);
        }
    }

    @Override
    public void commit() throws JMSException {
        try {
            resource.end(branch, XAResource.TMSUCCESS);
            // one in which nothing was received may be over by now
            if (resource.prepare(branch) == XAResource.XA_OK) {
                resource.commit(branch, false);
            }
        } catch (XAException e) {
            throw failure("not committed", e);
        }
    }

    /** With the code, which is all that some providers say. */
    private JMSException failure(String what, XAException cause) {
        JMSException failure = new JMSException(branch + " was " + what + ": XA error " + cause.errorCode + ", " + cause.getMessage(), Integer.toString(cause.errorCode));
        failure.setLinkedException(cause);
        failure.initCause(cause);
        return failure;
    }
}
