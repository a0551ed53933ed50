package io.postrider.torture.load;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.RecoveryEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.arjuna.recovery.AtomicActionRecoveryModule;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTAActionStatusServiceXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTANodeNameXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTATransactionLogXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.common.JTAEnvironmentBean;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.jms.JMSException;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.util.List;

/**
 * The transaction manager of a client process, as application servers set it up, with its log in a folder that outlives the process. It
 * keeps what it is told in statics, so a process has one. Transactions: any thread; recovery: one.
 */
final class Narayana {
    /** Of a transaction: longer than any of the torture's, faults included. */
    private static final int TIMEOUT_SECONDS = 120;
    /** Between the two looks of a scan; a branch that both see, and no log knows, is an orphan after the other one. */
    private static final int BACKOFF_SECONDS = 1;
    private static final int ORPHAN_SAFETY_MS = 500;

    private final RecoveredBroker broker;
    private final RecoveryManager recovery;

    /**
     * @param store folder of its log
     * @param node  in its Xids, by which it knows its own from those of other processes
     */
    Narayana(Path store, String node, RecoveredBroker broker) {
        this.broker = broker;
        try {
            arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(node);
        } catch (CoreEnvironmentBeanException e) {
            throw new IllegalArgumentException("'" + node + "' is no name of a node", e);
        }
        arjPropertyManager.getCoordinatorEnvironmentBean().setDefaultTimeout(TIMEOUT_SECONDS);
        // recovery is in this process or in the one after it: nobody asks from outside
        arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
        for (String kind : new String[] {null, "stateStore", "communicationStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, kind).setObjectStoreDir(store.toString());
        }
        RecoveryEnvironmentBean settings = recoveryPropertyManager.getRecoveryEnvironmentBean();
        settings.setRecoveryListener(false);
        settings.setRecoveryBackoffPeriod(BACKOFF_SECONDS);
        settings.setRecoveryModuleClassNames(List.of(AtomicActionRecoveryModule.class.getName(), XARecoveryModule.class.getName()));
        settings.setExpiryScannerClassNames(List.of());
        JTAEnvironmentBean jta = jtaPropertyManager.getJTAEnvironmentBean();
        jta.setXaRecoveryNodes(List.of(node));
        jta.setOrphanSafetyInterval(ORPHAN_SAFETY_MS);
        jta.setXaResourceOrphanFilterClassNames(List.of(JTATransactionLogXAResourceOrphanFilter.class.getName(),
                JTANodeNameXAResourceOrphanFilter.class.getName(), JTAActionStatusServiceXAResourceOrphanFilter.class.getName()));
        recovery = RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
        recovery.initialize();
        XARecoveryModule.getRegisteredXARecoveryModule().addXAResourceRecoveryHelper(broker);
    }

    TransactionManager transactions() {
        return com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    /** Decides what this process, or the one before it, has left in doubt and can be reached. Takes {@value #BACKOFF_SECONDS} s and what the broker takes. */
    void scan() {
        recovery.scan();
    }

    /** Branches that wait for the word of a transaction manager, this one or another. @throws JMSException if the broker cannot be asked */
    int inDoubt() throws JMSException {
        return broker.inDoubt();
    }
}
