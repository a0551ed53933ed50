package io.postrider.broker.core;

import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.Connected;
import io.postrider.transport.frame.ConnectionCredit;
import io.postrider.transport.frame.CreateTemporary;
import io.postrider.transport.frame.DeleteTemporary;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.Drained;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Inspect;
import io.postrider.transport.frame.Inspected;
import io.postrider.transport.frame.OpenSession;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.ProducerCredit;
import io.postrider.transport.frame.Ping;
import io.postrider.transport.frame.Pong;
import io.postrider.transport.frame.Recall;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.Resume;
import io.postrider.transport.frame.SetClientId;
import io.postrider.transport.frame.Unsubscribe;
import io.postrider.transport.frame.XaRecovered;
import io.postrider.transport.frame.XaResult;
import io.postrider.transport.message.DestinationName;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** A client: one logical connection at a time over links that come and go. */
final class SimulatedClient {
    enum State {
        DOWN, ATTACHING, RESUMING, UP, CLOSING
    }

    private record Request(Consumer<Frame> answered, Runnable lost) {
    }

    final Simulation simulation;
    final int index;
    /** What it wants to be called, or null. */
    final String clientId;
    final Map<Long, SimulatedSession> sessions = new LinkedHashMap<>();
    final Set<DestinationName> temporaries = new LinkedHashSet<>();
    private final Random random;
    private final Map<Long, Request> requests = new LinkedHashMap<>();
    State state = State.DOWN;
    SimulatedLink link;
    byte[] token;
    long connectionId;
    long boot;
    boolean hasClientId;
    long connectionCredit;
    /** When the last link that it could use was lost. */
    long lostMs;
    private boolean settingClientId;
    private boolean openingSession;
    private long lastRequest;
    private long lastConsumer;
    private long lastStream;
    private long lastTemporary;
    private int refusedResumes;

    SimulatedClient(Simulation simulation, int index, String clientId) {
        this.simulation = simulation;
        this.index = index;
        this.clientId = clientId;
        this.random = simulation.random;
    }

    /** As its durable subscriptions are known. */
    String identity() {
        return hasClientId ? clientId : null;
    }

    SimulatedSession session(long id) {
        return sessions.get(id);
    }

    SimulatedConsumer consumer(long id) {
        for (SimulatedSession session : sessions.values()) {
            SimulatedConsumer consumer = session.consumers.get(id);
            if (consumer != null) {
                return consumer;
            }
        }
        return null;
    }

    long nextConsumer() {
        return ++lastConsumer;
    }

    long nextStream() {
        return ++lastStream;
    }

    int unacknowledgedMax() {
        return simulation.settings.limits().unacknowledgedMax();
    }

    SimulatedSession anySession() {
        List<SimulatedSession> all = new ArrayList<>(sessions.values());
        return all.get(simulation.random.nextInt(all.size()));
    }

    /** One that works in branches and in none now, or null. */
    SimulatedSession xaSession() {
        return sessions.values().stream().filter(SimulatedSession::isFree).findFirst().orElse(null);
    }

    void note(String what, Object detail) {
        simulation.timeline.add("client " + index + ": " + what, detail);
    }

    boolean isIdle() {
        return state == State.UP && requests.isEmpty() && sessions.values().stream().allMatch(SimulatedSession::isIdle);
    }

    // ---- the link

    void connect() {
        link = simulation.newLink(this);
        state = State.ATTACHING;
        lastStream = 0;
    }

    /** The link is gone, with all that was on the way to here; some of what was on the way to the broker may arrive. */
    void cut(boolean someArrives) {
        SimulatedLink old = link;
        link = null;
        old.lost = true;
        old.toClient.clear();
        int arrive = someArrives ? random.nextInt(old.toBroker.size() + 1) : 0;
        while (old.toBroker.size() > arrive) {
            old.toBroker.removeLast();
        }
        if (!old.closed) {
            old.toBroker.addLast(SimulatedLink.DETACH);
        }
        interrupted();
    }

    /** The broker is gone. */
    void crashed() {
        if (link != null) {
            link.lost = true;
            link = null;
            interrupted();
        }
    }

    private void interrupted() {
        boolean closing = state == State.CLOSING;
        if (state == State.UP || closing) {
            lostMs = simulation.nowMs;
        }
        state = State.DOWN;
        settingClientId = false;
        List<Request> lost = new ArrayList<>(requests.values());
        requests.clear();
        sessions.values().forEach(SimulatedSession::interrupted);
        lost.forEach(request -> request.lost.run());
        if (closing) {
            forget();
        }
    }

    /** The logical connection is over; nothing of it will be answered. */
    void forget() {
        new ArrayList<>(sessions.values()).forEach(SimulatedSession::gone);
        sessions.clear();
        temporaries.clear();
        token = null;
        hasClientId = false;
        refusedResumes = 0;
    }

    void send(Frame frame) {
        simulation.timeline.add("client " + index + " -> link " + link.number, frame);
        link.toBroker.addLast(frame);
    }

    void sendIfUp(Frame frame) {
        if (state == State.UP) {
            send(frame);
        }
    }

    void request(LongFunction<Frame> frame, Consumer<Frame> answered, Runnable lost) {
        long id = ++lastRequest;
        requests.put(id, new Request(answered, lost));
        send(frame.apply(id));
    }

    // ---- what the application does

    void act() {
        if (state == State.DOWN) {
            if (random.nextInt(3) == 0) {
                connect();
            }
            return;
        }
        if (state != State.UP) {
            return;
        }
        int roll = random.nextInt(1000);
        if (sessions.isEmpty() || roll < 10 && sessions.size() < 3) {
            openSession(anyMode());
        } else if (roll < 16) {
            temporary();
        } else if (roll < 20) {
            unsubscribe();
        } else if (roll < 24) {
            inspect();
        } else if (roll < 26) {
            close();
        } else if (roll < 26 + Math.min(400, 100 * simulation.manager.openCount())) {
            simulation.manager.act(this);
        } else if (clientId != null && !hasClientId && roll < 200) {
            setClientId();
        } else if (!sessions.isEmpty()) {
            List<SimulatedSession> all = new ArrayList<>(sessions.values());
            all.get(random.nextInt(all.size())).act();
        }
    }

    /** AUTO more often: those work in branches. */
    private AcknowledgeMode anyMode() {
        return random.nextInt(3) == 0 ? AcknowledgeMode.AUTO : AcknowledgeMode.values()[random.nextInt(4)];
    }

    void openSession(AcknowledgeMode mode) {
        if (openingSession) {
            return;
        }
        openingSession = true;
        request(id -> new OpenSession(id, mode), answer -> {
            openingSession = false;
            if (answer instanceof Done done) {
                sessions.put(done.value(), new SimulatedSession(this, done.value(), mode, mode == AcknowledgeMode.AUTO && random.nextInt(4) != 0));
            }
        }, () -> openingSession = false);
    }

    void setClientId() {
        if (settingClientId) {
            return;
        }
        settingClientId = true;
        request(id -> new SetClientId(id, clientId), answer -> {
            settingClientId = false;
            hasClientId = answer instanceof Done || ((Failure) answer).code() == ErrorCode.CLIENT_ID_INVALID;
        }, () -> settingClientId = false);
    }

    private void temporary() {
        if (temporaries.size() >= 2) {
            DestinationName any = temporaries.iterator().next();
            if (sessions.values().stream().anyMatch(session -> session.consumers.values().stream().anyMatch(consumer -> consumer.destination.equals(any)))) {
                return;
            }
            request(id -> new DeleteTemporary(id, any), answer -> {
                if (answer instanceof Done || ((Failure) answer).code() == ErrorCode.DESTINATION_UNKNOWN) {
                    temporaries.remove(any);
                }
            }, () -> { });
            return;
        }
        DestinationName name = new DestinationName(random.nextInt(4) == 0 ? DestinationName.Kind.TEMPORARY_TOPIC : DestinationName.Kind.TEMPORARY_QUEUE,
                "temp-" + connectionId + "-" + ++lastTemporary);
        request(id -> new CreateTemporary(id, name), answer -> {
            if (answer instanceof Failure failure) {
                throw new SimulationFailure("a temporary destination is refused: " + failure);
            }
            temporaries.add(name);
        }, () -> { });
    }

    private void unsubscribe() {
        String name = simulation.anyDurableName(this);
        if (name == null) {
            return;
        }
        simulation.checker.ending(identity(), name);
        request(id -> new Unsubscribe(id, name), answer -> {
            simulation.checker.ended(identity(), name);
            if (answer instanceof Failure failure) {
                simulation.coverage.count("unsubscribe refused " + failure.code());
            }
        }, () -> { });
    }

    private void inspect() {
        request(id -> new Inspect(id, random.nextInt(4) == 0 ? "nonsense" : "status"), answer -> { }, () -> { });
    }

    void close() {
        if (sessions.values().stream().anyMatch(session -> !session.isIdle() || session.holds() || session.closing) || !requests.isEmpty()) {
            return;
        }
        state = State.CLOSING;
        send(new Close(ErrorCode.NORMAL, "done"));
    }

    // ---- what the broker says

    void receive(SimulatedLink from, Object item) {
        if (item instanceof SimulatedLink.WithBody withBody) {
            deliver(withBody.delivery(), from.body(withBody), true);
            return;
        }
        Frame frame = (Frame) item;
        switch (frame.type()) {
            case CONNECTED -> connected((Connected) frame);
            case DONE -> answered(((Done) frame).requestId(), frame);
            case FAILURE -> answered(((Failure) frame).requestId(), frame);
            case OUTCOME -> answered(((Outcome) frame).requestId(), frame);
            case XA_RESULT -> answered(((XaResult) frame).requestId(), frame);
            case XA_RECOVERED -> answered(((XaRecovered) frame).requestId(), frame);
            case INSPECTED -> answered(((Inspected) frame).requestId(), frame);
            case CONFIRMED -> {
                SimulatedSession session = sessions.get(((Confirmed) frame).session());
                if (session != null) {
                    session.confirmed((Confirmed) frame);
                }
            }
            case REFUSED -> {
                SimulatedSession session = sessions.get(((Refused) frame).session());
                if (session != null) {
                    session.refused((Refused) frame);
                }
            }
            case DELIVER -> deliver((Deliver) frame, null, false);
            case DRAINED -> {
                SimulatedConsumer consumer = consumer(((Drained) frame).consumer());
                if (consumer != null) {
                    consumer.session.drained(consumer, (Drained) frame);
                }
            }
            case RECALL -> {
                SimulatedConsumer consumer = consumer(((Recall) frame).consumer());
                if (consumer != null && !consumer.closing && !consumer.session.closing) {
                    consumer.session.recalled(consumer);
                }
            }
            case PRODUCER_CREDIT -> {
                SimulatedSession session = sessions.get(((ProducerCredit) frame).session());
                if (session != null) {
                    session.credit((ProducerCredit) frame);
                }
            }
            case CONNECTION_CREDIT -> connectionCredit += ((ConnectionCredit) frame).bytes();
            case PING -> send(new Pong(((Ping) frame).nonce(), 0));
            case CLOSE -> closed((Close) frame);
            default -> throw new SimulationFailure("a broker sends " + frame);
        }
    }

    private void deliver(Deliver frame, byte[] body, boolean hasBody) {
        SimulatedConsumer consumer = consumer(frame.consumer());
        if (consumer == null || !consumer.browser && frame.generation() < consumer.session.generation || consumer.closing || consumer.session.closing) {
            return;
        }
        if (hasBody && body == null) {
            if (consumer.browser || state == State.CLOSING) {
                // it was consumed meanwhile, or went with the subscription of a connection that closes
                return;
            }
            throw new SimulationFailure("the body of a delivery is not in the store: " + Simulation.describe(frame));
        }
        consumer.session.delivered(consumer, frame, body);
    }

    private void connected(Connected frame) {
        connectionCredit = frame.limits().connectionCreditBytes();
        if (token == null) {
            begin(frame);
            return;
        }
        state = State.RESUMING;
        request(id -> new Resume(id, token, boot, hasClientId ? clientId : null, sessions.values().stream().map(SimulatedSession::resume).toList()),
                answer -> resumed(frame, answer), () -> { });
    }

    private void begin(Connected frame) {
        token = frame.token();
        connectionId = frame.connectionId();
        boot = frame.bootId();
        state = State.UP;
        if (clientId != null) {
            setClientId();
        }
    }

    private void resumed(Connected fresh, Frame answer) {
        if (answer instanceof Failure failure) {
            note("resume refused", failure);
            simulation.coverage.count("resume refused " + failure.code());
            if (failure.code() == ErrorCode.TOKEN_UNKNOWN) {
                simulation.requireMayBeForgotten(this);
                forget();
                begin(fresh);
            } else if (++refusedResumes > 3) {
                cut(false);
                forget();
            } else {
                cut(false);
            }
            return;
        }
        simulation.coverage.count("resumed");
        refusedResumes = 0;
        boolean restarted = ((Done) answer).value() != boot;
        boot = ((Done) answer).value();
        state = State.UP;
        sessions.values().forEach(session -> session.resumed(restarted));
        temporaries.forEach(name -> request(id -> new CreateTemporary(id, name), again -> { }, () -> { }));
        new ArrayList<>(sessions.values()).forEach(SimulatedSession::resend);
        new ArrayList<>(sessions.values()).forEach(SimulatedSession::reopen);
    }

    private void answered(long id, Frame frame) {
        Request request = requests.remove(id);
        if (request == null) {
            throw new SimulationFailure("an answer that nobody waits for: " + frame);
        }
        request.answered.accept(frame);
    }

    private void closed(Close frame) {
        switch (frame.code()) {
            case NORMAL -> {
                if (state != State.CLOSING) {
                    throw new SimulationFailure("the broker closes with NORMAL");
                }
                simulation.coverage.count("connection closed");
                cut(false);
            }
            case SHUTTING_DOWN, HEARTBEAT_MISSED -> cut(false);
            default -> throw new SimulationFailure("the broker closes the link: " + frame);
        }
    }
}
