package io.postrider.ra;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import javax.transaction.xa.XAException;

/**
 * A pool as a server has it: matches what is free, shares within a transaction, enlists there, cleans what comes back when its transaction is
 * over. What it saw is there for tests to look at. Guarded by its monitor.
 */
public final class FakePool implements ConnectionManager, LazyAssociatableConnectionManager, ConnectionEventListener {
    private final Set<ManagedConnection> free = new HashSet<>();
    private final List<ManagedConnection> used = new ArrayList<>();
    /** Of those, what the transaction holds, though its last handle is closed. */
    private final List<ManagedConnection> held = new ArrayList<>();
    private final List<ManagedConnection> made = new ArrayList<>();
    private final List<ConnectionEvent> errors = new ArrayList<>();
    private int inactiveClosed;
    private Subject subject;
    private FakeTransaction transaction;

    /** The container signs on as this one. */
    public synchronized void subject(Subject given) {
        subject = given;
    }

    public synchronized FakeTransaction begin() {
        transaction = new FakeTransaction();
        return transaction;
    }

    /** The transaction is over, however. */
    public synchronized void over() throws ResourceException {
        transaction = null;
        List<ManagedConnection> ending = List.copyOf(held);
        held.clear();
        for (ManagedConnection each : ending) {
            giveBack(each);
        }
    }

    @Override
    public synchronized Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info) throws ResourceException {
        return take(factory, info).getConnection(subject, info);
    }

    private ManagedConnection take(ManagedConnectionFactory factory, ConnectionRequestInfo info) throws ResourceException {
        if (transaction != null && !used.isEmpty()) {
            return used.get(0);
        }
        ManagedConnection taken = free.isEmpty() ? null : factory.matchManagedConnections(Set.copyOf(free), subject, info);
        if (taken == null) {
            taken = factory.createManagedConnection(subject, info);
            taken.addConnectionEventListener(this);
            made.add(taken);
        }
        free.remove(taken);
        used.add(taken);
        if (transaction != null) {
            try {
                transaction.enlist(taken.getXAResource());
            } catch (XAException e) {
                used.remove(taken);
                taken.destroy();
                throw new ResourceException(e);
            }
        }
        return taken;
    }

    /** All handles are taken from their connections, as a server does at the end of a call of the application. */
    public synchronized void dissociate() throws ResourceException {
        for (ManagedConnection each : List.copyOf(used)) {
            ((jakarta.resource.spi.DissociatableManagedConnection) each).dissociateConnections();
            used.remove(each);
            free.add(each);
        }
    }

    @Override
    public synchronized void associateConnection(Object connection, ManagedConnectionFactory factory, ConnectionRequestInfo info) throws ResourceException {
        take(factory, info).associateConnection(connection);
    }

    @Override
    public synchronized void inactiveConnectionClosed(Object connection, ManagedConnectionFactory factory) {
        inactiveClosed++;
    }

    @Override
    public synchronized void connectionClosed(ConnectionEvent event) {
        ManagedConnection from = (ManagedConnection) event.getSource();
        if (transaction != null) {
            held.add(from);
            return;
        }
        try {
            giveBack(from);
        } catch (ResourceException e) {
            throw new IllegalStateException(e);
        }
    }

    private void giveBack(ManagedConnection from) throws ResourceException {
        if (used.remove(from)) {
            from.cleanup();
            free.add(from);
        }
    }

    @Override
    public synchronized void connectionErrorOccurred(ConnectionEvent event) {
        errors.add(event);
        used.remove(event.getSource());
        free.remove(event.getSource());
        notifyAll();
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {
        throw new AssertionError("an application cannot begin one");
    }

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {
        throw new AssertionError("an application cannot commit one");
    }

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {
        throw new AssertionError("an application cannot roll one back");
    }

    /** Every connection that it has had made. */
    public synchronized List<ManagedConnection> made() {
        return List.copyOf(made);
    }

    public synchronized int free() {
        return free.size();
    }

    public synchronized int inactiveClosed() {
        return inactiveClosed;
    }

    /** Waits for so many. */
    public synchronized List<ConnectionEvent> errors(int count, long timeoutMs) throws InterruptedException {
        long end = System.nanoTime() + timeoutMs * 1_000_000;
        while (errors.size() < count && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        return List.copyOf(errors);
    }

    /** All that it has is destroyed. */
    public synchronized void forget() {
        free.clear();
        used.clear();
        held.clear();
    }

    public synchronized void destroy() throws ResourceException {
        for (ManagedConnection each : made) {
            each.destroy();
        }
    }
}
