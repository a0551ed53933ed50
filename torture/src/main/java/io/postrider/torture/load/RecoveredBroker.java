package io.postrider.torture.load;

import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** The broker, connected to for the sake of recovery alone; again after a failure. Used by the thread that recovers. */
final class RecoveredBroker implements XAResourceRecoveryHelper {
    private final XAConnectionFactory factory;
    private XAConnection connection;
    private XAResource resource;

    RecoveredBroker(XAConnectionFactory factory) {
        this.factory = factory;
    }

    @Override
    public boolean initialise(String unused) {
        return true;
    }

    /** @throws JMSException if there is no connection; the next scan tries again */
    @Override
    public XAResource[] getXAResources() throws JMSException {
        if (resource == null) {
            connection = factory.createXAConnection();
            resource = connection.createXASession().getXAResource();
        }
        return new XAResource[] {resource};
    }

    int inDoubt() throws JMSException {
        try {
            return getXAResources()[0].recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN).length;
        } catch (XAException e) {
            close();
            JMSException failure = new JMSException("the broker does not say what is in doubt: " + e + ", code " + e.errorCode);
            failure.initCause(e);
            throw failure;
        }
    }

    private void close() throws JMSException {
        XAConnection old = connection;
        connection = null;
        resource = null;
        old.close();
    }
}
