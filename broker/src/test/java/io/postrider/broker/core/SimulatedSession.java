package io.postrider.broker.core;

import io.postrider.broker.core.SimulatedConsumer.Delivery;
import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.Assign;
import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.CloseSession;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.Drain;
import io.postrider.transport.frame.Drained;
import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.OpenProducer;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.ProducerCredit;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.Returned;
import io.postrider.transport.frame.RollbackTx;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SessionResume;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.frame.TransactionOutcome;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.frame.XaEnd;
import io.postrider.transport.frame.XaResult;
import io.postrider.transport.frame.XaStart;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.WireMessage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A session as its client knows it: series, transaction, what was handed over. */
final class SimulatedSession {
    private record Acknowledged(long number, List<Delivery> deliveries) {
    }

    final SimulatedClient client;
    final long id;
    final AcknowledgeMode mode;
    final Map<Long, SimulatedConsumer> consumers = new LinkedHashMap<>();
    private final Simulation simulation;
    private final Random random;
    private final Deque<Sent> persistent = new ArrayDeque<>();
    private final Deque<Sent> nonPersistent = new ArrayDeque<>();
    private final Deque<Acknowledged> acknowledgements = new ArrayDeque<>();
    private final Map<DestinationName, Long> credit = new LinkedHashMap<>();
    private final Set<DestinationName> opening = new HashSet<>();
    /** Handed over and not acknowledged; in a transaction: not told yet. */
    private final List<Delivery> taken = new ArrayList<>();
    private final List<Sent> transactionSends = new ArrayList<>();
    private final List<Delivery> transactionTaken = new ArrayList<>();
    private final Map<DestinationName, long[]> orders = new HashMap<>();
    private final Set<Long> refusedOnTheWay = new HashSet<>();
    int generation;
    boolean closing;
    private long persistentNext = 1;
    private long nonPersistentNext = 1;
    private long acknowledgeNext = 1;
    private long transaction = 1;
    private long sendsInTransaction;
    private long sendCalls;
    private boolean worked;
    private boolean doomed;
    private boolean committing;
    private boolean waiting;
    /** Whether it works in branches of global transactions, and the one at the moment. */
    private final boolean xa;
    private SimulatedBranch branch;
    private final Deque<SimulatedBranch> suspended = new ArrayDeque<>();
    private long onePhaseLast;

    SimulatedSession(SimulatedClient client, long id, AcknowledgeMode mode, boolean xa) {
        this.xa = xa;
        this.client = client;
        this.id = id;
        this.mode = mode;
        this.simulation = client.simulation;
        this.random = simulation.random;
    }

    boolean isTransacted() {
        return mode == AcknowledgeMode.TRANSACTED || branch != null;
    }

    Iterable<Sent> unanswered(Series series) {
        return series == Series.PERSISTENT ? persistent : nonPersistent;
    }

    Iterable<Sent> transactionSends() {
        return transactionSends;
    }

    boolean isRefusedOnTheWay(long number) {
        return refusedOnTheWay.contains(number);
    }

    void refusedOnTheWay(long number) {
        refusedOnTheWay.add(number);
    }

    boolean isIdle() {
        return persistent.isEmpty() && nonPersistent.isEmpty() && acknowledgements.isEmpty() && !committing && !waiting;
    }

    String idle() {
        return "unanswered " + persistent + nonPersistent + ", acknowledgements " + acknowledgements.size() + ", committing " + committing + ", waiting " + waiting;
    }

    boolean holds() {
        return !taken.isEmpty() || !transactionTaken.isEmpty();
    }

    // ---- what the application does

    void act() {
        if (closing || waiting || committing) {
            return;
        }
        int roll = random.nextInt(1000);
        if (xa && branch == null && roll < 150) {
            startBranch();
        } else if (branch != null && roll < 800) {
            workInBranch();
        } else if (doomed && roll < 300 && !xa) {
            rollback();
        } else if (roll < 300) {
            send();
        } else if (roll < 620) {
            take(1 + random.nextInt(4));
        } else if (roll < 720) {
            acknowledgeTaken();
        } else if (roll < 800) {
            endTransaction();
        } else if (roll < 860) {
            openConsumer();
        } else if (roll < 880) {
            closeSomeConsumer();
        } else if (roll < 910) {
            drain();
        } else if (roll < 925) {
            giveBack();
        } else if (roll < 940) {
            browse();
        } else if (roll < 944) {
            close();
        } else if (roll < 954) {
            recover();
        } else {
            grantSome();
        }
    }

    /** Does something where it can at once, and ends when it has: links do not last for long. */
    private void workInBranch() {
        if (transactionSends.size() + transactionTaken.size() > random.nextInt(4)) {
            endTransaction();
        } else if (consumers.values().stream().anyMatch(consumer -> !consumer.prefetch.isEmpty()) && random.nextInt(4) != 0) {
            take(1 + random.nextInt(3));
        } else {
            List<DestinationName> open = credit.entrySet().stream().filter(each -> each.getValue() > 0).map(Map.Entry::getKey).toList();
            send(open.isEmpty() ? simulation.anyDestination(client) : open.get(random.nextInt(open.size())));
        }
    }

    private void send() {
        send(simulation.anyDestination(client));
    }

    private void send(DestinationName destination) {
        if (simulation.sendsLeft <= 0) {
            return;
        }
        Long left = credit.get(destination);
        if (left == null) {
            openProducer(destination);
            return;
        }
        boolean isPersistent = random.nextInt(3) != 0;
        int burst = random.nextInt(4) == 0 ? 1 + random.nextInt(6) : 1;
        for (; burst > 0 && credit.get(destination) > 0 && client.connectionCredit > 0; burst--) {
            send(destination, isPersistent);
        }
    }

    private void send(DestinationName destination, boolean isPersistent) {
        simulation.sendsLeft--;
        int priority = random.nextInt(3) == 0 ? random.nextInt(10) : 4;
        long ttl = random.nextInt(12) == 0 ? 1 + random.nextInt(3000) : 0;
        long delay = random.nextInt(12) == 0 ? 1 + random.nextInt(3000) : 0;
        int size = random.nextInt(60);
        int bodyLength = size == 0 ? StoredMessage.INLINE_BODY_BYTES_MAX + 1 + random.nextInt(100) : random.nextInt(20);
        boolean apart = false;
        if (random.nextInt(25) == 0) {
            apart = true;
            bodyLength = random.nextInt(30) == 0 ? WireMessage.INLINE_BODY_BYTES_MAX + 1 + random.nextInt(100)
                    : random.nextInt(10) == 0 ? StoredMessage.CHUNK_BYTES + 5 : 1 + random.nextInt(50);
        }
        long[] order = orders.computeIfAbsent(destination, none -> new long[1]);
        Header header = new Header(id, ++sendCalls, simulation.nowMs, 0, 0, null, null, null);
        Sent message = new Sent(++simulation.lastMessage, this, destination, isPersistent, priority, ttl, delay,
                random.nextBoolean() ? "red" : "blue", random.nextInt(10), bodyLength, apart, simulation.nowMs, simulation.step, ++order[0], header);
        simulation.checker.sending(message);
        if (isTransacted()) {
            message.status = Sent.Status.STAGED;
            message.number = ++sendsInTransaction;
            message.inBranch = branch != null;
            worked = true;
            transactionSends.add(message);
        } else {
            message.status = Sent.Status.SENT;
            message.number = isPersistent ? persistentNext++ : nonPersistentNext++;
            (isPersistent ? persistent : nonPersistent).addLast(message);
        }
        WireMessage wire = message.message();
        credit.merge(destination, -(wire.encodedLength() + (apart ? (long) bodyLength : 0)), Long::sum);
        write(message, wire);
    }

    private void write(Sent message, WireMessage wire) {
        long stream = 0;
        if (message.apart) {
            stream = client.nextStream();
            byte[] body = message.body();
            for (int at = 0; at < body.length; at += StoredMessage.CHUNK_BYTES) {
                int to = Math.min(body.length, at + StoredMessage.CHUNK_BYTES);
                client.send(new Chunk(stream, to == body.length, Arrays.copyOfRange(body, at, to)));
                client.connectionCredit -= to - at;
            }
        }
        client.connectionCredit -= wire.encodedLength();
        long waited = simulation.nowMs - message.issuedMs;
        long ttl = message.timeToLiveMs == 0 ? 0 : Math.max(1, message.timeToLiveMs - waited);
        boolean inTransaction = message.status == Sent.Status.STAGED;
        client.send(new Send(id, inTransaction ? Series.TRANSACTED : message.series(), message.number, inTransaction ? transaction : 0,
                message.destination, message.persistent, message.priority, ttl, Math.max(0, message.delayMs - waited), stream, wire));
    }

    private void openProducer(DestinationName destination) {
        if (opening.add(destination)) {
            client.request(request -> new OpenProducer(request, id, destination), answer -> {
                opening.remove(destination);
                if (answer instanceof Done) {
                    credit.putIfAbsent(destination, 0L);
                }
            }, () -> opening.remove(destination));
        }
    }

    private SimulatedConsumer anyConsumer() {
        List<SimulatedConsumer> open = consumers.values().stream().filter(consumer -> consumer.open && !consumer.closing).toList();
        return open.isEmpty() ? null : open.get(random.nextInt(open.size()));
    }

    void take(int messages) {
        SimulatedConsumer consumer = anyConsumer();
        for (int i = 0; consumer != null && i < messages && !consumer.prefetch.isEmpty(); i++) {
            takeOne(consumer);
        }
    }

    private void takeOne(SimulatedConsumer consumer) {
        Delivery delivery = consumer.prefetch.removeFirst();
        consumer.takenMessages++;
        consumer.takenBytes += Simulation.size(delivery.frame().message());
        grant(consumer, false);
        if (consumer.browser) {
            return;
        }
        delivery.copy().taken = true;
        SimulatedSession user = random.nextInt(6) == 0 ? client.anySession() : this;
        if (user == this || !user.canBeAssigned()) {
            taken(delivery);
        } else {
            client.send(new Assign(id, consumer.id, user.id, List.of(delivery.ref())));
            simulation.coverage.count("assigned");
            user.taken(delivery);
        }
    }

    /** Without consumers of its own, what it holds at the broker is at most this. */
    private boolean canBeAssigned() {
        int held = (isTransacted() ? transactionTaken : taken).size() + acknowledgements.stream().mapToInt(each -> each.deliveries.size()).sum();
        return !closing && !waiting && !committing && consumers.isEmpty() && held < client.unacknowledgedMax();
    }

    /** The application has it. */
    private void taken(Delivery delivery) {
        simulation.timeline.add("taken by session " + id, delivery.copy());
        if (branch != null) {
            taken.add(delivery);
            transactionTaken.add(delivery);
            return;
        }
        switch (mode) {
            case AUTO -> acknowledge(List.of(delivery));
            case DUPS_OK, CLIENT -> taken.add(delivery);
            case TRANSACTED -> {
                worked = true;
                taken.add(delivery);
                transactionTaken.add(delivery);
            }
        }
        if (mode == AcknowledgeMode.DUPS_OK && taken.size() >= 5) {
            acknowledgeTaken();
        }
    }

    /** Everything that has arrived, and room for more. */
    void takeAll(SimulatedConsumer consumer) {
        while (!consumer.prefetch.isEmpty()) {
            takeOne(consumer);
        }
        grant(consumer, true);
        if (consumer.creditMessages <= 0 || consumer.creditBytes <= 0) {
            firstCredit(consumer);
        }
    }

    private void grant(SimulatedConsumer consumer, boolean atOnce) {
        if (consumer.takenMessages > 0 && (atOnce || random.nextInt(3) == 0)) {
            client.send(new Credit(consumer.id, consumer.takenMessages, consumer.takenBytes));
            consumer.granted(consumer.takenMessages, consumer.takenBytes);
            consumer.takenMessages = 0;
            consumer.takenBytes = 0;
        }
    }

    void grantSome() {
        SimulatedConsumer consumer = anyConsumer();
        if (consumer != null) {
            grant(consumer, true);
            if (consumer.creditMessages <= 0 && consumer.prefetch.isEmpty()) {
                firstCredit(consumer);
            }
        }
    }

    private void acknowledge(List<Delivery> deliveries) {
        deliveries.forEach(delivery -> delivery.copy().maybe++);
        Acknowledged acknowledged = new Acknowledged(acknowledgeNext++, List.copyOf(deliveries));
        acknowledgements.addLast(acknowledged);
        client.sendIfUp(frame(acknowledged));
    }

    private Acknowledge frame(Acknowledged acknowledged) {
        return new Acknowledge(id, acknowledged.number, 0, refs(acknowledged.deliveries));
    }

    private static List<MessageRef> refs(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::ref).toList();
    }

    void acknowledgeTaken() {
        if (taken.isEmpty() || mode == AcknowledgeMode.AUTO && branch == null) {
            return;
        }
        if (isTransacted()) {
            client.send(new Acknowledge(id, 0, transaction, refs(taken)));
        } else {
            acknowledge(taken);
        }
        taken.clear();
    }

    private void endTransaction() {
        if (branch != null) {
            endBranch(random.nextInt(8) == 0 ? EndFlag.FAIL : random.nextInt(6) == 0 ? EndFlag.SUSPEND : EndFlag.SUCCESS);
            return;
        }
        if (!isTransacted()) {
            return;
        }
        if (doomed && random.nextInt(4) != 0 || random.nextInt(4) == 0) {
            rollback();
        } else {
            commit();
        }
    }

    void commit() {
        acknowledgeTaken();
        committing = true;
        transactionSends.forEach(message -> message.status = Sent.Status.COMMITTING);
        transactionTaken.forEach(delivery -> delivery.copy().maybe++);
        long number = transaction;
        client.request(request -> new CommitTx(request, id, number), answer -> {
            if (answer instanceof Failure failure) {
                throw new SimulationFailure("a commit is refused: " + failure);
            }
            ended(((Outcome) answer).outcome() == TransactionOutcome.COMMITTED, simulation.boot);
            if (((Outcome) answer).outcome() != TransactionOutcome.COMMITTED) {
                if (!doomed) {
                    client.note("commit rolled back", answer);
                }
                simulation.coverage.count("outcome rolled back");
                doomed = true;
                rollback();
            }
        }, () -> { });
    }

    /** A commit has its outcome. @param boot in which it was committed, 0 if that is not known */
    private void ended(boolean committed, int boot) {
        committing = false;
        for (Sent message : transactionSends) {
            message.status = committed ? Sent.Status.COMMITTED : Sent.Status.ROLLED_BACK;
            message.boot = boot;
        }
        transactionTaken.forEach(delivery -> {
            delivery.copy().maybe--;
            delivery.copy().consumed |= committed;
        });
        transactionSends.clear();
        if (committed) {
            next();
        }
    }

    private void next() {
        transaction++;
        sendsInTransaction = 0;
        worked = false;
        doomed = false;
        committing = false;
        transactionSends.clear();
        transactionTaken.clear();
        taken.clear();
    }

    // ---- branches of global transactions

    private void startBranch() {
        if (branch != null || client.state != SimulatedClient.State.UP) {
            return;
        }
        boolean resumes = !suspended.isEmpty() && random.nextBoolean();
        SimulatedBranch joined = random.nextInt(4) == 0 ? simulation.manager.joinable() : null;
        boolean joins = !resumes && joined != null && !joined.working.contains(id);
        SimulatedBranch next = resumes ? suspended.peekFirst() : joins ? joined : simulation.manager.newBranch();
        waiting = true;
        next.joining++;
        client.request(request -> new XaStart(request, id, next.xid, resumes ? StartFlag.RESUME : joins ? StartFlag.JOIN : StartFlag.NEW, 0), answer -> {
            waiting = false;
            next.joining--;
            XaResult result = (XaResult) answer;
            simulation.coverage.count("xa " + result.code());
            if (resumes) {
                suspended.remove(next);
            }
            if (result.code() == XaCode.OK) {
                next.number = result.value();
                next.working.add(id);
                next.state = next.state == SimulatedBranch.State.IDLE ? SimulatedBranch.State.ACTIVE : next.state;
                simulation.manager.begun(next);
                branch = next;
                transaction = result.value();
                sendsInTransaction = 0;
                doomed = false;
                if (random.nextInt(6) == 0) {
                    duplicate(next);
                }
            } else if (!joins && !resumes) {
                throw new SimulationFailure(result + " for a new " + next);
            }
        }, () -> {
            waiting = false;
            next.orphaned = true;
            next.joining--;
        });
    }

    private void duplicate(SimulatedBranch known) {
        client.request(request -> new XaStart(request, id, known.xid, StartFlag.NEW, 0), answer -> {
            XaCode code = ((XaResult) answer).code();
            simulation.coverage.count("xa " + code);
            boolean overdue = simulation.nowMs - known.begunMs >= simulation.settings.branchTimeoutMs();
            if (code == XaCode.OK && (known.orphaned || overdue)) {
                // rolled back and forgotten meanwhile: this is another one, without the work of the first
                known.doomed = true;
            } else if (code != XaCode.DUPID) {
                throw new SimulationFailure(code + " for a second start of " + known);
            }
        }, () -> { });
    }

    /** It works in none any more. */
    void endBranches() {
        if (branch != null) {
            endBranch(EndFlag.SUCCESS);
        }
        while (!suspended.isEmpty()) {
            SimulatedBranch each = suspended.removeFirst();
            client.request(request -> new XaEnd(request, id, each.xid, EndFlag.SUCCESS), answer -> leave(each), () -> leave(each));
        }
    }

    private void endBranch(EndFlag flag) {
        acknowledgeTaken();
        waiting = true;
        SimulatedBranch ending = branch;
        List<Sent> sends = new ArrayList<>(transactionSends);
        List<Delivery> deliveries = new ArrayList<>(transactionTaken);
        branch = null;
        transactionSends.clear();
        transactionTaken.clear();
        taken.clear();
        client.request(request -> new XaEnd(request, id, ending.xid, flag), answer -> {
            waiting = false;
            XaCode code = ((XaResult) answer).code();
            simulation.coverage.count("xa " + code);
            ending.sends.addAll(sends);
            ending.taken.addAll(deliveries);
            if (code == XaCode.OK && flag == EndFlag.SUSPEND) {
                suspended.addLast(ending);
                return;
            }
            ending.working.remove(id);
            if (code != XaCode.OK && !code.isRollback() && code != XaCode.NOTA && !(code == XaCode.PROTO && ending.doomed)) {
                throw new SimulationFailure(code + " for the end of " + ending);
            }
            if (ending.working.isEmpty() && ending.state == SimulatedBranch.State.ACTIVE) {
                ending.state = SimulatedBranch.State.IDLE;
                if (random.nextInt(4) != 0) {
                    simulation.manager.act(client, ending);
                }
            }
        }, () -> {
            waiting = false;
            sends.forEach(message -> message.status = Sent.Status.ROLLED_BACK);
            ending.orphaned = true;
            ending.doomed = true;
            leave(ending);
        });
    }

    private void leave(SimulatedBranch left) {
        left.working.remove(id);
        if (left.working.isEmpty() && left.state == SimulatedBranch.State.ACTIVE) {
            left.state = SimulatedBranch.State.IDLE;
        }
    }

    /** Its link is lost, or it closes: the broker rolls back what it works in. */
    private void leaveBranches() {
        if (branch != null) {
            transactionSends.forEach(message -> message.status = Sent.Status.ROLLED_BACK);
            branch.orphaned = true;
            leave(branch);
            branch = null;
            transactionSends.clear();
            transactionTaken.clear();
            taken.clear();
        }
        suspended.forEach(each -> {
            each.orphaned = true;
            leave(each);
        });
        suspended.clear();
    }

    boolean hasSuspended() {
        return !suspended.isEmpty();
    }

    boolean isFree() {
        return xa && branch == null && !waiting && !closing;
    }

    long nextOnePhase() {
        return ++onePhaseLast;
    }

    /** What it has prefetched goes back with the rollback of a branch. */
    int newGeneration() {
        generation++;
        consumers.values().stream().filter(consumer -> !consumer.browser).forEach(SimulatedConsumer::reset);
        return generation;
    }

    void rollback() {
        waiting = true;
        generation++;
        transactionSends.forEach(message -> message.status = Sent.Status.ROLLED_BACK);
        List<MessageRef> handedOver = refs(transactionTaken);
        taken.clear();
        // browsers hold nothing and go on
        consumers.values().stream().filter(consumer -> !consumer.browser).forEach(SimulatedConsumer::reset);
        long number = transaction;
        client.request(request -> new RollbackTx(request, id, number, generation, handedOver), answer -> {
            if (answer instanceof Failure failure) {
                throw new SimulationFailure("a rollback is refused: " + failure);
            }
            waiting = false;
            next();
        }, () -> {
            waiting = false;
            next();
        });
        regrant();
    }

    void recover() {
        if (isTransacted()) {
            return;
        }
        waiting = true;
        generation++;
        List<MessageRef> handedOver = refs(taken);
        taken.clear();
        // browsers hold nothing and go on
        consumers.values().stream().filter(consumer -> !consumer.browser).forEach(SimulatedConsumer::reset);
        client.request(request -> new Recover(request, id, generation, handedOver), answer -> {
            if (answer instanceof Failure failure) {
                throw new SimulationFailure("a recover is refused: " + failure);
            }
            waiting = false;
        }, () -> waiting = false);
        regrant();
    }

    void regrant() {
        for (SimulatedConsumer consumer : consumers.values()) {
            if (consumer.open && !consumer.browser && !consumer.closing && random.nextInt(4) != 0) {
                firstCredit(consumer);
            }
        }
    }

    private void firstCredit(SimulatedConsumer consumer) {
        int messages = 1 + random.nextInt(12);
        long bytes = random.nextInt(5) == 0 ? 1 + random.nextInt(300) : 100_000;
        client.send(new Credit(consumer.id, messages, bytes));
        consumer.granted(messages, bytes);
    }

    private void openConsumer() {
        if (consumers.size() >= 2) {
            return;
        }
        SimulatedConsumer consumer = simulation.newConsumer(this);
        if (consumer != null) {
            consumers.put(consumer.id, consumer);
            open(consumer);
        }
    }

    void open(SimulatedConsumer consumer) {
        if (consumer.changes) {
            simulation.checker.ending(client.identity(), consumer.name);
        }
        int endings = simulation.checker.endings(client.identity(), consumer.name);
        client.request(request -> new CreateConsumer(request, id, consumer.id, consumer.destination, consumer.kind, consumer.name,
                consumer.filter.text(), consumer.noLocal, consumer.redeliveryDelay), answer -> {
            if (consumer.changes) {
                simulation.checker.ended(client.identity(), consumer.name);
            }
            if (answer instanceof Failure failure) {
                client.note("consumer refused", failure);
                simulation.coverage.count("consumer refused " + failure.code());
                consumers.remove(consumer.id);
                return;
            }
            consumer.subscription = ((Done) answer).value();
            consumer.open = true;
            if (consumer.kind.isDurable()) {
                simulation.checker.opened(client.identity(), consumer.name,
                        new Checker.Subscribed(consumer.kind, consumer.destination, consumer.filter, consumer.noLocal), consumer.subscription, endings);
            }
            if (random.nextInt(6) != 0) {
                firstCredit(consumer);
            }
        }, () -> { });
    }

    private void closeSomeConsumer() {
        SimulatedConsumer consumer = anyConsumer();
        if (consumer != null) {
            close(consumer);
        }
    }

    private void close(SimulatedConsumer consumer) {
        consumer.closing = true;
        consumer.prefetch.clear();
        List<Delivery> kept = (isTransacted() ? transactionTaken : taken).stream().filter(delivery -> delivery.consumer() == consumer).toList();
        client.request(request -> new CloseConsumer(request, id, consumer.id, refs(kept)), answer -> {
            if (answer instanceof Failure failure) {
                throw new SimulationFailure("a consumer does not close: " + failure);
            }
            consumers.remove(consumer.id);
        }, () -> { });
    }

    private void drain() {
        SimulatedConsumer consumer = anyConsumer();
        if (consumer != null && !consumer.browser && !consumer.draining) {
            consumer.draining = true;
            client.send(new Drain(consumer.id, ++consumer.drainNumber));
        }
    }

    private void giveBack() {
        SimulatedConsumer consumer = anyConsumer();
        if (consumer == null || consumer.browser || consumer.prefetch.isEmpty()) {
            return;
        }
        List<Delivery> back = new ArrayList<>();
        for (int count = 1 + random.nextInt(consumer.prefetch.size()); count > 0; count--) {
            back.add(consumer.prefetch.removeLast());
        }
        client.send(new Returned(id, consumer.id, refs(back)));
    }

    /** The broker wants what was not taken, and gets an answer even if there is nothing. */
    void recalled(SimulatedConsumer consumer) {
        List<Delivery> back = new ArrayList<>(consumer.prefetch);
        consumer.prefetch.clear();
        simulation.coverage.count(back.isEmpty() ? "recalled nothing" : "recalled messages");
        client.send(new Returned(id, consumer.id, refs(back)));
        for (Delivery delivery : back) {
            consumer.takenMessages++;
            consumer.takenBytes += Simulation.size(delivery.frame().message());
        }
        grant(consumer, random.nextBoolean());
    }

    private void browse() {
        if (consumers.size() >= 3) {
            return;
        }
        DestinationName queue = simulation.anyQueue();
        Filter filter = Filter.ANY[random.nextInt(Filter.ANY.length)];
        SimulatedConsumer browser = new SimulatedConsumer(this, client.nextConsumer(), queue, SubscriptionKind.QUEUE, null, filter, false, true);
        consumers.put(browser.id, browser);
        client.request(request -> new Browse(request, id, browser.id, queue, filter.text()), answer -> {
            if (answer instanceof Failure failure) {
                throw new SimulationFailure("a browser is refused: " + failure);
            }
            browser.open = true;
            firstCredit(browser);
        }, () -> consumers.remove(browser.id));
    }

    void close() {
        closing = true;
        List<MessageRef> handedOver = refs(isTransacted() ? transactionTaken : taken);
        transactionSends.forEach(message -> message.status = Sent.Status.ROLLED_BACK);
        leaveBranches();
        client.request(request -> new CloseSession(request, id, handedOver), answer -> {
            if (answer instanceof Failure failure) {
                throw new SimulationFailure("a session does not close: " + failure);
            }
            gone();
        }, this::gone);
    }

    /** Nobody answers it any more. */
    void gone() {
        client.sessions.remove(id);
        persistent.forEach(message -> message.status = Sent.Status.UNKNOWN);
        nonPersistent.forEach(message -> message.status = Sent.Status.UNKNOWN);
        for (Sent message : transactionSends) {
            message.status = message.status == Sent.Status.COMMITTING ? Sent.Status.UNKNOWN : Sent.Status.ROLLED_BACK;
        }
    }

    // ---- what the broker says

    void confirmed(Confirmed frame) {
        switch (frame.series()) {
            case PERSISTENT -> confirmed(persistent, frame.upTo(), persistentNext);
            case NON_PERSISTENT -> confirmed(nonPersistent, frame.upTo(), nonPersistentNext);
            case ACKNOWLEDGE -> {
                if (frame.upTo() >= acknowledgeNext) {
                    throw new SimulationFailure("confirmed is acknowledgement " + frame.upTo() + ", the last one was " + (acknowledgeNext - 1));
                }
                while (!acknowledgements.isEmpty() && acknowledgements.peekFirst().number <= frame.upTo()) {
                    for (Delivery delivery : acknowledgements.removeFirst().deliveries) {
                        delivery.copy().consumed = true;
                    }
                }
            }
            case TRANSACTED -> throw new SimulationFailure("a confirmed send of a transaction");
        }
    }

    private void confirmed(Deque<Sent> window, long upTo, long next) {
        if (upTo >= next) {
            throw new SimulationFailure("confirmed is number " + upTo + ", the last one was " + (next - 1));
        }
        while (!window.isEmpty() && window.peekFirst().number <= upTo) {
            Sent message = window.removeFirst();
            message.status = Sent.Status.CONFIRMED;
            message.boot = simulation.boot;
        }
    }

    void refused(Refused frame) {
        simulation.coverage.count("refused " + frame.code());
        switch (frame.series()) {
            case PERSISTENT -> refused(persistent, frame.number());
            case NON_PERSISTENT -> refused(nonPersistent, frame.number());
            case TRANSACTED -> {
                if (frame.code() != ErrorCode.TRANSACTION_UNKNOWN) {
                    doomed = true;
                }
            }
            case ACKNOWLEDGE -> {
                if (acknowledgements.isEmpty() || acknowledgements.peekFirst().number != frame.number()) {
                    throw new SimulationFailure("refused is acknowledgement " + frame.number() + ", not the first that waits");
                }
                acknowledgements.removeFirst();
            }
        }
    }

    private void refused(Deque<Sent> window, long number) {
        if (window.isEmpty() || window.peekFirst().number != number) {
            throw new SimulationFailure("refused is number " + number + ", and what waits is " + window);
        }
        window.removeFirst().status = Sent.Status.REFUSED;
    }

    void credit(ProducerCredit frame) {
        credit.merge(frame.destination(), frame.bytes(), Long::sum);
    }

    void delivered(SimulatedConsumer consumer, Deliver frame, byte[] body) {
        if (consumer.creditMessages <= 0 || consumer.creditBytes + consumer.largest <= 0) {
            throw new SimulationFailure("delivered without credit (" + consumer.creditMessages + " messages, " + consumer.creditBytes + " bytes) to "
                    + consumer + ": " + Simulation.describe(frame));
        }
        consumer.creditMessages--;
        consumer.creditBytes -= Simulation.size(frame.message());
        consumer.largest = Math.max(consumer.largest, Simulation.size(frame.message()));
        Copy copy = simulation.checker.delivered(consumer, frame, body);
        consumer.prefetch.addLast(new Delivery(consumer, frame, new MessageRef(consumer.subscription, frame.priority(), frame.position()), copy));
    }

    void drained(SimulatedConsumer consumer, Drained frame) {
        if (consumer.browser) {
            if (!consumer.closing && !closing) {
                close(consumer);
            }
        } else if (frame.number() == consumer.drainNumber) {
            consumer.draining = false;
        }
    }

    // ---- loss of the link, and what follows

    void interrupted() {
        generation++;
        leaveBranches();
        credit.clear();
        opening.clear();
        refusedOnTheWay.clear();
        consumers.values().removeIf(consumer -> consumer.browser);
        for (SimulatedConsumer consumer : consumers.values()) {
            consumer.reset();
            consumer.open = false;
        }
        if (isTransacted()) {
            if (!committing && worked) {
                transactionSends.forEach(message -> message.status = Sent.Status.ROLLED_BACK);
                next();
            }
        } else if (mode == AcknowledgeMode.DUPS_OK || random.nextBoolean()) {
            // the application acknowledges late, what it had before the loss
            if (!taken.isEmpty()) {
                acknowledge(taken);
            }
            taken.clear();
        } else {
            taken.clear();
        }
        waiting = false;
    }

    SessionResume resume() {
        return new SessionResume(id, mode, persistent.isEmpty() ? persistentNext : persistent.peekFirst().number,
                nonPersistent.isEmpty() ? nonPersistentNext : nonPersistent.peekFirst().number, generation);
    }

    /** The connection is taken up: repeats what was not answered, in the order that the broker expects. */
    void resumed(boolean restarted) {
        if (restarted) {
            nonPersistent.forEach(message -> message.status = Sent.Status.UNKNOWN);
            nonPersistent.clear();
            nonPersistentNext = 1;
        }
        acknowledgements.forEach(each -> client.send(frame(each)));
    }

    void resend() {
        persistent.forEach(message -> write(message, message.message()));
        nonPersistent.forEach(message -> write(message, message.message()));
        if (committing && !xa) {
            long number = transaction;
            client.request(request -> new AskOutcome(request, id, number), answer -> {
                if (answer instanceof Failure failure) {
                    throw new SimulationFailure("an outcome is refused: " + failure);
                }
                TransactionOutcome outcome = ((Outcome) answer).outcome();
                if (outcome == TransactionOutcome.UNKNOWN) {
                    throw new SimulationFailure("the outcome of the last transaction is unknown: " + answer);
                }
                simulation.coverage.count("outcome asked " + outcome);
                ended(outcome == TransactionOutcome.COMMITTED, 0);
                if (outcome != TransactionOutcome.COMMITTED) {
                    next();
                }
            }, () -> { });
        }
    }

    void reopen() {
        for (SimulatedConsumer consumer : new ArrayList<>(consumers.values())) {
            if (consumer.closing) {
                // whether the first one arrived is not known
                client.request(request -> new CloseConsumer(request, id, consumer.id, List.of()), answer -> consumers.remove(consumer.id), () -> { });
            } else {
                open(consumer);
            }
        }
    }
}
