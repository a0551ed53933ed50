package io.postrider.broker.core;

import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.Decision;
import io.postrider.transport.frame.DecideBranch;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.frame.TransactionOutcome;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.frame.XaCommit;
import io.postrider.transport.frame.XaForget;
import io.postrider.transport.frame.XaPrepare;
import io.postrider.transport.frame.XaRecover;
import io.postrider.transport.frame.XaRecovered;
import io.postrider.transport.frame.XaResult;
import io.postrider.transport.frame.XaRollback;
import io.postrider.transport.frame.XaStart;
import io.postrider.transport.message.XidImpl;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** A transaction manager, whose log outlives everything: ends branches over whatever client has a link, and knows what it has decided. */
final class SimulatedManager {
    private final Simulation simulation;
    private final Random random;
    private final List<SimulatedBranch> branches = new ArrayList<>();
    private long lastXid;

    SimulatedManager(Simulation simulation) {
        this.simulation = simulation;
        this.random = simulation.random;
    }

    SimulatedBranch newBranch() {
        byte[] global = ByteBuffer.allocate(8).putLong(++lastXid).array();
        return new SimulatedBranch(new XidImpl(1, global, new byte[] {1}), simulation.nowMs);
    }

    void begun(SimulatedBranch branch) {
        if (!branches.contains(branch)) {
            branches.add(branch);
        }
    }

    /** One that another session may join, or null. */
    SimulatedBranch joinable() {
        List<SimulatedBranch> some = branches.stream().filter(each -> !each.asking && (each.state == SimulatedBranch.State.ACTIVE || each.state == SimulatedBranch.State.IDLE)).toList();
        return some.isEmpty() ? null : some.get(random.nextInt(some.size()));
    }

    private List<SimulatedBranch> open() {
        return branches.stream().filter(each -> each.state != SimulatedBranch.State.OVER).toList();
    }

    /** Whether a branch is prepared, and its manager knows it. */
    boolean hasInDoubt() {
        return branches.stream().anyMatch(branch -> branch.state == SimulatedBranch.State.PREPARED);
    }

    int openCount() {
        return open().size();
    }

    void act(SimulatedClient client) {
        List<SimulatedBranch> open = open();
        if (client.state != SimulatedClient.State.UP || open.isEmpty()) {
            return;
        }
        int roll = random.nextInt(20);
        if (roll == 0) {
            recover(client);
        } else if (roll < 8 && client.index == 0) {
            open.forEach(branch -> decide(client, branch));
        } else {
            SimulatedBranch branch = open.get(random.nextInt(open.size()));
            // some stay in doubt for a while, so that a crash finds them
            if (branch.state != SimulatedBranch.State.PREPARED || random.nextInt(8) == 0) {
                act(client, branch);
            }
        }
    }

    /** Does what comes next for a branch. */
    void act(SimulatedClient client, SimulatedBranch branch) {
        if (branch.asking || branch.joining > 0) {
            return;
        }
        switch (branch.state) {
            case ACTIVE -> misuse(client, branch);
            case IDLE -> {
                int roll = random.nextInt(10);
                if (branch.doomed) {
                    rollback(client, branch);
                } else if (roll < 6) {
                    prepare(client, branch);
                } else if (roll < 8) {
                    onePhase(client, branch);
                } else {
                    rollback(client, branch);
                }
            }
            case PREPARING -> prepare(client, branch);
            case PREPARED -> {
                if (random.nextInt(4) == 0) {
                    rollback(client, branch);
                } else {
                    branch.mayCommit();
                    branch.state = SimulatedBranch.State.COMMITTING;
                    commit(client, branch);
                }
            }
            case COMMITTING -> commit(client, branch);
            case ONE_PHASE -> askOnePhase(branch);
            case ROLLING_BACK -> rollback(client, branch);
            case FORGETTING -> forget(client, branch);
            case OVER -> throw new IllegalStateException(branch.toString());
        }
    }

    private void ask(SimulatedClient client, SimulatedBranch branch, LongFunction<Frame> frame, Consumer<XaCode> answered) {
        branch.asking = true;
        client.request(frame, answer -> {
            branch.asking = false;
            if (!(answer instanceof XaResult result)) {
                throw new SimulationFailure(answer + " for " + branch);
            }
            simulation.coverage.count("xa " + result.code());
            answered.accept(result.code());
            branch.again = false;
        }, () -> {
            branch.asking = false;
            branch.again = true;
        });
    }

    /** Out of order: refused, and nothing changes. */
    private void misuse(SimulatedClient client, SimulatedBranch branch) {
        SimulatedSession session = client.xaSession();
        if (session == null || session.hasSuspended()) {
            return;
        }
        client.request(id -> new XaStart(id, session.id, branch.xid, StartFlag.RESUME, 0), answer -> {
            XaCode code = ((XaResult) answer).code();
            simulation.coverage.count("xa " + code);
            if (code != XaCode.PROTO && code != XaCode.NOTA && !code.isRollback()) {
                throw new SimulationFailure(code + " for resuming " + branch);
            }
        }, () -> { });
    }

    private void prepare(SimulatedClient client, SimulatedBranch branch) {
        branch.state = SimulatedBranch.State.PREPARING;
        boolean again = branch.again;
        ask(client, branch, id -> new XaPrepare(id, branch.xid, again), code -> {
            if (code == XaCode.OK) {
                branch.state = SimulatedBranch.State.PREPARED;
                branch.preparedIn = again ? 0 : simulation.boot;
                branch.taken.forEach(delivery -> delivery.copy().heldByBranch = true);
            } else if (code == XaCode.RDONLY && branch.sends.isEmpty() || code.isRollback() || code == XaCode.NOTA) {
                branch.rolledBack(false);
            } else if (code == XaCode.PROTO && branch.orphaned) {
                branch.notYet(false);
            } else {
                throw new SimulationFailure(code + " for the prepare of " + branch);
            }
        });
    }

    private void commit(SimulatedClient client, SimulatedBranch branch) {
        boolean again = branch.again;
        ask(client, branch, id -> new XaCommit(id, 0, 0, branch.xid, false), code -> {
            if (code == XaCode.OK || again && code == XaCode.NOTA && !branch.decided) {
                branch.committed(code == XaCode.OK && !again && branch.preparedIn == simulation.boot ? simulation.boot : 0);
            } else if (branch.decided && (code == XaCode.HEURCOM || code == XaCode.HEURRB)) {
                heuristic(branch, code);
            } else if (branch.decided && code == XaCode.NOTA && again) {
                branch.unknown();
            } else {
                throw new SimulationFailure(code + " for the commit of " + branch);
            }
        });
    }

    private void heuristic(SimulatedBranch branch, XaCode code) {
        if (code == XaCode.HEURCOM) {
            branch.committed(0);
        } else {
            branch.rolledBack(true);
        }
        branch.state = SimulatedBranch.State.FORGETTING;
    }

    private void forget(SimulatedClient client, SimulatedBranch branch) {
        boolean again = branch.again;
        ask(client, branch, id -> new XaForget(id, branch.xid), code -> {
            if (code != XaCode.OK && !(again && code == XaCode.NOTA)) {
                throw new SimulationFailure(code + " for the forget of " + branch);
            }
            branch.state = SimulatedBranch.State.OVER;
        });
    }

    private void rollback(SimulatedClient client, SimulatedBranch branch) {
        boolean prepared = branch.state == SimulatedBranch.State.PREPARED;
        branch.state = SimulatedBranch.State.ROLLING_BACK;
        branch.taken.forEach(delivery -> delivery.copy().heldByBranch = false);
        boolean again = branch.again;
        SimulatedSession named = again || random.nextBoolean() ? null : client.xaSession();
        int generation = named == null ? 0 : named.newGeneration();
        if (prepared && branch.decided) {
            // an administrator may commit it first
            branch.sends.forEach(message -> message.status = Sent.Status.UNKNOWN);
        }
        ask(client, branch, id -> new XaRollback(id, named == null ? 0 : named.id, generation, branch.xid), code -> {
            if (branch.decided && (code == XaCode.HEURCOM || code == XaCode.HEURRB)) {
                branch.mayCommit();
                heuristic(branch, code);
            } else if (branch.decided && code == XaCode.NOTA) {
                branch.unknown();
            } else if (code == XaCode.OK || code == XaCode.NOTA || code.isRollback()) {
                branch.rolledBack(false);
            } else if (code == XaCode.PROTO && branch.orphaned) {
                branch.notYet(false);
            } else {
                throw new SimulationFailure(code + " for the rollback of " + branch);
            }
        });
        if (named != null) {
            named.regrant();
        }
    }

    private void onePhase(SimulatedClient client, SimulatedBranch branch) {
        SimulatedSession keeper = client.xaSession();
        if (keeper != null && branches.stream().anyMatch(each -> each.keeper == keeper && each.state == SimulatedBranch.State.ONE_PHASE)) {
            return; // one after the other
        }
        branch.keeper = keeper;
        branch.onePhase = keeper == null ? 0 : keeper.nextOnePhase();
        branch.mayCommit();
        branch.state = SimulatedBranch.State.ONE_PHASE;
        ask(client, branch, id -> new XaCommit(id, keeper == null ? 0 : keeper.id, branch.onePhase, branch.xid, true), code -> {
            if (code == XaCode.OK) {
                branch.committed(simulation.boot);
            } else if (code.isRollback() || code == XaCode.NOTA) {
                branch.rolledBack(true);
            } else if (code == XaCode.PROTO && branch.orphaned) {
                branch.notYet(true);
            } else {
                throw new SimulationFailure(code + " for the commit of " + branch);
            }
        });
    }

    /** After a lost link: by the session, if it is still there. */
    private void askOnePhase(SimulatedBranch branch) {
        SimulatedSession keeper = branch.keeper;
        if (keeper == null || keeper.client.session(keeper.id) != keeper || keeper.closing) {
            branch.unknown();
            return;
        }
        if (keeper.client.state != SimulatedClient.State.UP) {
            return;
        }
        branch.asking = true;
        keeper.client.request(id -> new AskOutcome(id, keeper.id, branch.onePhase), answer -> {
            branch.asking = false;
            if (!(answer instanceof Outcome outcome)) {
                branch.unknown();
                return;
            }
            if (outcome.outcome() == TransactionOutcome.COMMITTED) {
                branch.committed(0);
            } else if (outcome.outcome() == TransactionOutcome.ROLLED_BACK) {
                branch.rolledBack(true);
            } else {
                // it is not the last one any more
                branch.unknown();
            }
        }, () -> branch.asking = false);
    }

    /** Every branch that is prepared and not told its end is listed; none that is over. */
    private void recover(SimulatedClient client) {
        List<SimulatedBranch> inDoubt = branches.stream().filter(each -> each.state == SimulatedBranch.State.PREPARED).toList();
        List<SimulatedBranch> over = branches.stream().filter(each -> each.state == SimulatedBranch.State.OVER && !each.decided).toList();
        client.request(id -> new XaRecover(id, 0), answer -> {
            List<XidImpl> listed = ((XaRecovered) answer).branches();
            for (SimulatedBranch branch : inDoubt) {
                if (branch.state == SimulatedBranch.State.PREPARED && !listed.contains(branch.xid)) {
                    throw new SimulationFailure("not recovered: " + branch);
                }
            }
            for (SimulatedBranch branch : over) {
                if (listed.contains(branch.xid)) {
                    throw new SimulationFailure("recovered although it is over: " + branch);
                }
            }
            simulation.coverage.count("recovered " + (listed.isEmpty() ? "none" : "some"));
        }, () -> { });
    }

    private void decide(SimulatedClient administrator, SimulatedBranch branch) {
        if (branch.number == 0 || branch.state != SimulatedBranch.State.PREPARED || branch.asking) {
            return;
        }
        branch.decided = true;
        // whatever comes of it, nobody knows until the manager asks
        branch.sends.forEach(message -> message.status = Sent.Status.UNKNOWN);
        branch.taken.forEach(delivery -> delivery.copy().heldByBranch = false);
        branch.taken.forEach(delivery -> delivery.copy().maybe++);
        Decision decision = random.nextBoolean() ? Decision.COMMIT : Decision.ROLLBACK;
        administrator.request(id -> new DecideBranch(id, branch.number, decision), answer -> {
            if (answer instanceof Done) {
                simulation.coverage.count("decided " + decision);
            }
        }, () -> { });
    }

    /** There are no more faults: everything is brought to its end. */
    void finish(SimulatedClient client) {
        for (SimulatedBranch branch : open()) {
            if (branch.state == SimulatedBranch.State.ACTIVE || branch.state == SimulatedBranch.State.IDLE) {
                rollback(client, branch);
            } else if (branch.state != SimulatedBranch.State.OVER) {
                act(client, branch);
            }
        }
    }

    boolean isDone() {
        return open().isEmpty();
    }

    /** Whether it has lost what it had done, since a link of its sessions, or a session, went. */
    void left(SimulatedSession session) {
        branches.forEach(branch -> branch.working.remove(session.id));
    }

    @Override
    public String toString() {
        return open().toString();
    }
}
