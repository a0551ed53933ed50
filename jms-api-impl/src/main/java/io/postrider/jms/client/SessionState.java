package io.postrider.jms.client;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.Assign;
import io.postrider.transport.frame.CloseSession;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.Returned;
import io.postrider.transport.frame.RollbackTx;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SessionResume;
import io.postrider.transport.frame.XaEnd;
import io.postrider.transport.message.XidImpl;
import io.postrider.transport.net.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What one session has open with its broker and takes along when the link is lost: its series, its transaction, its delivery
 * generation. Used by the session's threads and the event loop, guarded by its monitor; a number is given and its frame put on
 * the link under the monitor, so that the order of a series is the order on the link.
 */
public final class SessionState {
    static final int NO_GENERATION = -1;

    private final long id;
    private final AcknowledgeMode mode;
    private final boolean xa;
    private final ClientClock clock;
    private final SendWindow persistent = new SendWindow();
    private final SendWindow nonPersistent = new SendWindow();
    private final AcknowledgementWindow acknowledgements = new AcknowledgementWindow();
    private Transaction transaction = new Transaction(1);
    private final SessionBranches branches = new SessionBranches();
    private final OnePhaseCommits onePhaseCommits = new OnePhaseCommits();
    private int generation;
    /** Where frames go; another one after a resume. Acknowledgements change over first, sends when all old ones are repeated. */
    private Link link;
    private Link acknowledgementLink;
    /** CloseSession is on the link: nothing may follow it there, the broker would take that for a breach of the protocol. */
    private boolean closing;
    private BrokerFailure failure;

    /** @param xa whether it may work in branches of global transactions; its mode is that of its work outside them */
    SessionState(long id, AcknowledgeMode mode, boolean xa, Link link, ClientClock clock) {
        this.id = id;
        this.mode = mode;
        this.xa = xa;
        this.link = link;
        this.acknowledgementLink = link;
        this.clock = clock;
    }

    /** Given by the broker, never used again; part of each JMSMessageID. */
    public long id() {
        return id;
    }

    public AcknowledgeMode mode() {
        return mode;
    }

    /** Whether it may work in branches of global transactions. */
    public boolean isXa() {
        return xa;
    }

    /** Whether it works in a branch of a global transaction. */
    public synchronized boolean isInBranch() {
        return branches.current() != null;
    }

    /** The branch that it works in, or null. */
    public synchronized XidImpl branch() {
        return branches.xid();
    }

    /** What it does belongs to that, or to none if it is null. */
    private Transaction work() {
        return mode == AcknowledgeMode.TRANSACTED ? transaction : branches.current();
    }

    private boolean isTransacted() {
        return work() != null;
    }

    // --- sending

    synchronized boolean hasSpace(OutgoingMessage message) {
        return failure == null && (isTransacted() || window(message).hasSpace());
    }

    synchronized CompletableFuture<Void> space(OutgoingMessage message) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        return isTransacted() ? Completed.VOID : window(message).space();
    }

    /**
     * Puts a message on the link that it got its credit from, or answers it if the session is over.
     *
     * @return false if that is no longer the session's link
     */
    boolean send(Link on, OutgoingMessage message, long bodyStream) {
        BrokerFailure over;
        synchronized (this) {
            over = over();
            if (over == null && link != on) {
                return false;
            }
            if (over == null && !isTransacted()) {
                window(message).append(message);
                link.send(frame(message, bodyStream));
                return true;
            }
            // what a doomed transaction sends can only be rolled back; its commit says so
            if (over == null && work().doomed() == null) {
                message.number(work().nextSend());
                link.send(message.frame(id, Series.TRANSACTED, work().number(), bodyStream, clock.nanosNow()));
            }
        }
        message.answered(over);
        return true;
    }

    /** Why no frame of this session leaves any more, or null. */
    private BrokerFailure over() {
        return failure == null && closing ? new SessionClosed(true) : failure;
    }

    private void requireOpen() throws BrokerFailure {
        BrokerFailure over = over();
        if (over != null) {
            throw over;
        }
    }

    /** The frame that sends a message of this session again. */
    Send frame(OutgoingMessage message, long bodyStream) {
        return message.frame(id, message.series(), 0, bodyStream, clock.nanosNow());
    }

    // --- messages that other sessions' consumers got

    /**
     * Tells the broker that this session gets messages of a consumer of another one.
     *
     * @return the delivery generation that they belong to from now on, {@link #NO_GENERATION} if that is no longer the session's link
     */
    synchronized int assigned(Link on, Assign frame) {
        if (link != on || over() != null) {
            return NO_GENERATION;
        }
        link.send(frame);
        return generation;
    }

    /** Gives messages back that were delivered over that link and handed to nobody. */
    synchronized void giveBack(Link on, Returned frame) {
        if (over() == null) {
            on.send(frame);
        }
    }

    /** Whether a delivery has gone back to the broker, because of a recover, a rollback or a lost link since it arrived. */
    synchronized boolean isVoid(Delivery delivery) {
        return delivery.generation() < generation;
    }

    // --- acknowledging

    /**
     * Marks a message as handed over.
     *
     * @return false if its delivery is void, because of a recover, a rollback or a lost link since it arrived
     */
    public synchronized boolean handOver(Delivery delivery) {
        if (isVoid(delivery)) {
            return false;
        }
        if (isTransacted() && work().acknowledge(delivery.ref())) {
            flushTransaction();
        }
        return true;
    }

    /**
     * Acknowledges what was handed over in that generation, when nobody waits for the confirmation.
     *
     * @return whether the delivery has become void since, so that the broker may have sent the messages again
     */
    public synchronized boolean acknowledge(List<MessageRef> refs, int deliveryGeneration) {
        boolean late = deliveryGeneration < generation;
        acknowledge(refs, null, late);
        return late;
    }

    /** @return completed by the broker's confirmation */
    CompletableFuture<Void> acknowledge(List<MessageRef> refs) {
        CompletableFuture<Void> confirmed = new CompletableFuture<>();
        synchronized (this) {
            BrokerFailure over = over();
            if (over != null) {
                return CompletableFuture.failedFuture(over);
            }
            acknowledge(refs, confirmed, false);
        }
        return confirmed;
    }

    private void acknowledge(List<MessageRef> refs, CompletableFuture<Void> confirmed, boolean late) {
        if (over() == null) {
            acknowledgementLink.send(acknowledgements.append(id, refs, confirmed, late));
        }
    }

    /** Messages whose acknowledgement is not confirmed. */
    public synchronized int unconfirmed() {
        return acknowledgements.messages();
    }

    /** Done when no more than the bound of acknowledgements is unconfirmed. */
    public synchronized CompletableFuture<Void> acknowledgementSpace() {
        return acknowledgements.space();
    }

    /** Whether a delivery is for anybody: not if it is void, or if the application has had it and its acknowledgement is on the way. */
    synchronized boolean isWanted(int deliveryGeneration, MessageRef ref) {
        return deliveryGeneration >= generation && !acknowledgements.isLate(ref);
    }

    // --- answers of the broker, on the event loop

    void confirmed(Confirmed frame) {
        List<OutgoingMessage> sent = List.of();
        List<CompletableFuture<Void>> wake = new ArrayList<>(1);
        synchronized (this) {
            switch (frame.series()) {
                case PERSISTENT -> sent = confirmed(persistent, frame.upTo(), wake);
                case NON_PERSISTENT -> sent = confirmed(nonPersistent, frame.upTo(), wake);
                case ACKNOWLEDGE -> {
                    wake.addAll(acknowledgements.confirmed(frame.upTo()));
                    wake.addAll(acknowledgements.spaceFreed());
                }
                case TRANSACTED -> throw new IllegalStateException("the TRANSACTED series is never confirmed: " + frame);
            }
        }
        sent.forEach(message -> message.answered(null));
        wake.forEach(future -> future.complete(null));
    }

    private static List<OutgoingMessage> confirmed(SendWindow window, long upTo, List<CompletableFuture<Void>> wake) {
        List<OutgoingMessage> sent = window.confirmed(upTo);
        wake.addAll(window.spaceFreed());
        return sent;
    }

    /** @return whether somebody heard of it */
    boolean refused(Refused frame) {
        BrokerRefusal refusal = new BrokerRefusal(frame.code(), frame.detail());
        OutgoingMessage sent = null;
        AcknowledgementWindow.Unconfirmed acknowledged = null;
        synchronized (this) {
            switch (frame.series()) {
                case PERSISTENT -> sent = persistent.refused(frame.number());
                case NON_PERSISTENT -> sent = nonPersistent.refused(frame.number());
                case ACKNOWLEDGE -> acknowledged = acknowledgements.refused(frame.number());
                case TRANSACTED -> {
                    if (work() != null) {
                        work().doom(refusal);
                    }
                    // else the broker says it with the end of the branch
                    return true;
                }
            }
        }
        if (sent != null) {
            sent.answered(refusal);
        }
        if (acknowledged != null && acknowledged.confirmed() != null) {
            acknowledged.confirmed().completeExceptionally(refusal);
            return true;
        }
        return acknowledged == null;
    }

    // --- recover and transactions

    public synchronized int generation() {
        return generation;
    }

    /** What was delivered up to now is void; what the broker delivers from this frame on is not. */
    synchronized boolean recover(Link on, long requestId, List<MessageRef> handedOver) throws BrokerFailure {
        requireOpen();
        if (link != on) {
            return false;
        }
        generation++;
        link.send(new Recover(requestId, id, generation, handedOver));
        return true;
    }

    /** Whether there is nothing to commit or to roll back. */
    public synchronized boolean isTransactionEmpty() {
        return !transaction.hasWorked();
    }

    /** Why the transaction can only be rolled back, or null. */
    public synchronized BrokerFailure transactionDoomed() {
        return transaction.doomed();
    }

    /** @throws BrokerFailure if it can only be rolled back */
    synchronized boolean commit(Link on, long requestId) throws BrokerFailure {
        requireOpen();
        if (link != on) {
            return false;
        }
        if (transaction.doomed() != null) {
            throw transaction.doomed();
        }
        flushTransaction();
        transaction.committing();
        link.send(new CommitTx(requestId, id, transaction.number()));
        return true;
    }

    synchronized void commitRefused(BrokerFailure reason) {
        transaction.commitRefused(reason);
    }

    synchronized boolean rollback(Link on, long requestId, List<MessageRef> handedOver) throws BrokerFailure {
        requireOpen();
        if (link != on) {
            return false;
        }
        generation++;
        transaction.takePendingRefs();
        link.send(transaction.isUndone() ? new Recover(requestId, id, generation, handedOver)
                : new RollbackTx(requestId, id, transaction.number(), generation, handedOver));
        return true;
    }

    /** Committed or rolled back: the next one begins. */
    public synchronized void endTransaction() {
        transaction = new Transaction(transaction.number() + 1);
    }

    /** What operators call its transaction. */
    public synchronized String transactionId() {
        return id + "-" + transaction.number();
    }

    synchronized long transactionNumber() {
        return transaction.number();
    }

    private void flushTransaction() {
        Transaction work = work();
        if (work.hasPendingRefs() && work.doomed() == null) {
            link.send(new Acknowledge(id, 0, work.number(), work.takePendingRefs()));
        }
    }

    // --- branches of global transactions

    synchronized void branchBegun(XidImpl xid, long number) {
        branches.begin(xid, number);
    }

    /** What it has handed over goes ahead, and nothing that follows belongs to the branch. */
    synchronized boolean endBranch(Link on, XaEnd frame) throws BrokerFailure {
        requireOpen();
        if (link != on) {
            return false;
        }
        if (branches.isCurrent(frame.xid())) {
            flushTransaction();
        }
        branches.end(frame.xid(), frame.flag());
        link.send(frame);
        return true;
    }

    /** Why the broker knows nothing of what it does in that branch, or null. */
    public synchronized BrokerFailure branchLost(XidImpl xid) {
        return branches.lost(xid);
    }

    /** It works no longer in a branch that was lost. */
    public synchronized void leaveBranch(XidImpl xid) {
        branches.end(xid, EndFlag.SUCCESS);
    }

    OnePhaseCommits onePhaseCommits() {
        return onePhaseCommits;
    }

    /** @return the new delivery generation, or {@link #NO_GENERATION} if it works in a branch, or over another link */
    synchronized int generationForRollback(Link on) {
        return link != on || over() != null || isTransacted() ? NO_GENERATION : ++generation;
    }

    // --- loss of the link, and what follows

    /** The link is lost: deliveries are void, and work that the broker had is undone there. */
    synchronized void interrupted() {
        generation++;
        BrokerRefusal reason = new BrokerRefusal(ErrorCode.TRANSACTION_ROLLED_BACK,
                "the connection was lost and resumed within the transaction, and the broker undid what it had done");
        transaction.undone(reason);
        branches.interrupted(reason);
    }

    synchronized SessionResume resume() {
        return new SessionResume(id, mode, persistent.lowest(), nonPersistent.lowest(), generation);
    }

    /** Repeats what is not confirmed over a new link, where later acknowledgements follow. */
    synchronized void repeatAcknowledgements(Link resumed) {
        acknowledgements.frames().forEach(resumed::send);
        acknowledgementLink = resumed;
    }

    /** The broker has restarted and knows nothing of the non-persistent series. @return what was unanswered */
    synchronized List<OutgoingMessage> restartNonPersistent() {
        return nonPersistent.restart();
    }

    /** The unanswered messages of a series above that number. */
    synchronized List<OutgoingMessage> unanswered(Series series, long above) {
        return window(series).after(above);
    }

    /**
     * From now on the session sends over that link.
     *
     * @param persistentUpTo    the last number of the series that was sent again over it
     * @param nonPersistentUpTo the same
     * @return false if there are later ones, which have to go first
     */
    synchronized boolean attach(Link resumed, long persistentUpTo, long nonPersistentUpTo) {
        if (!persistent.after(persistentUpTo).isEmpty() || !nonPersistent.after(nonPersistentUpTo).isEmpty()) {
            return false;
        }
        link = resumed;
        return true;
    }

    /** Whether a resume would bring nothing of this session to the broker. */
    synchronized boolean isSettled() {
        return persistent.isEmpty() && nonPersistent.isEmpty() && acknowledgements.isEmpty();
    }

    // --- the end

    /** Nothing of this session follows over any link but the same again, after a lost one. */
    synchronized boolean close(Link on, long requestId, List<MessageRef> handedOver) {
        if (link != on) {
            return false;
        }
        closing = true;
        link.send(new CloseSession(requestId, id, handedOver));
        return true;
    }

    /** The session is closed: what is not answered by now never is. */
    public void closed(SessionClosed cause) {
        List<OutgoingMessage> sends = new ArrayList<>();
        synchronized (this) {
            failure = cause;
            sends.addAll(persistent.drop());
            sends.addAll(nonPersistent.drop());
        }
        sends.forEach(message -> message.answered(cause));
    }

    /** The connection is lost for good, or closed. */
    void fail(BrokerFailure cause) {
        List<OutgoingMessage> sends = new ArrayList<>();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        synchronized (this) {
            failure = cause;
            sends.addAll(persistent.drop());
            sends.addAll(nonPersistent.drop());
            waiting.addAll(persistent.waiters());
            waiting.addAll(nonPersistent.waiters());
            waiting.addAll(acknowledgements.clear());
            waiting.addAll(acknowledgements.waiters());
        }
        sends.forEach(message -> message.answered(new OutcomeUnknown(cause)));
        waiting.forEach(future -> future.completeExceptionally(cause));
    }

    private SendWindow window(OutgoingMessage message) {
        return window(message.series());
    }

    private SendWindow window(Series series) {
        return series == Series.PERSISTENT ? persistent : nonPersistent;
    }
}
