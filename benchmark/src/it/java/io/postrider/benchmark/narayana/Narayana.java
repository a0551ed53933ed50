package io.postrider.benchmark.narayana;

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
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Narayana as an application server sets it up. It keeps what it is told in statics, so a process has one. */
final class Narayana implements AutoCloseable {
    /** Of transactions, in seconds: longer than any test looks at them. */
    private static final int TIMEOUT_SECONDS = 120;
    /** Between the two looks of a scan; a branch that both see, and no log knows, is an orphan after the other one. */
    private static final int BACKOFF_SECONDS = 1;
    private static final int ORPHAN_SAFETY_MS = 500;
    private static final int RECOVER_SECONDS_MAX = 60;

    private final List<Recoverable> recoverables;
    private final RecoveryManager recovery;

    /**
     * @param store folder of its log, which outlives the process
     * @param node  in its Xids, by which it knows its own
     * @param urls  of the brokers and databases that recovery asks
     */
    Narayana(Path store, String node, List<String> urls) throws CoreEnvironmentBeanException {
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(node);
        arjPropertyManager.getCoordinatorEnvironmentBean().setDefaultTimeout(TIMEOUT_SECONDS);
        // recovery is in this process, or in one that comes after it: nobody asks from outside
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
        recoverables = urls.stream().map(Recoverable::new).toList();
        recoverables.forEach(XARecoveryModule.getRegisteredXARecoveryModule()::addXAResourceRecoveryHelper);
    }

    TransactionManager transactions() {
        return com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    /** One scan of its recovery. */
    void scan() {
        recovery.scan();
    }

    /** Scans until no side has a branch in doubt. @throws IllegalStateException saying what is still so after {@value #RECOVER_SECONDS_MAX} s */
    void recover() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECOVER_SECONDS_MAX);
        List<String> left;
        do {
            scan();
            left = recoverables.stream().map(Recoverable::inDoubt).filter(inDoubt -> !inDoubt.isEmpty()).toList();
        } while (!left.isEmpty() && System.nanoTime() < end);
        if (!left.isEmpty()) {
            throw new IllegalStateException("after " + RECOVER_SECONDS_MAX + " s of recovery: " + left);
        }
    }

    @Override
    public void close() throws SQLException {
        XARecoveryModule module = XARecoveryModule.getRegisteredXARecoveryModule();
        recoverables.forEach(module::removeXAResourceRecoveryHelper);
        recovery.terminate();
        for (Recoverable recoverable : recoverables) {
            recoverable.close();
        }
    }
}
