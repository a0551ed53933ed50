package io.postrider.broker.core;

import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Inspected;

import java.util.ArrayDeque;
import java.util.Deque;

/** A link with frames on the way in both directions. */
final class SimulatedLink implements Peer {
    /** First on the way to the broker. */
    static final Object ATTACH = "ATTACH";
    /** Last on the way to the broker. */
    static final Object DETACH = "DETACH";

    /** A delivery whose body is read from the store when it is written to the socket. */
    record WithBody(Deliver delivery, long body) {
    }

    final Simulation simulation;
    final SimulatedClient client;
    final int number;
    final byte[] token;
    final Deque<Object> toBroker = new ArrayDeque<>();
    final Deque<Object> toClient = new ArrayDeque<>();
    /** The client knows it as lost; what is still on the way to the broker may arrive. */
    boolean lost;
    /** The broker has closed it: it hears nothing more. */
    boolean closed;
    boolean slow;

    SimulatedLink(Simulation simulation, SimulatedClient client, int number, byte[] token) {
        this.simulation = simulation;
        this.client = client;
        this.number = number;
        this.token = token;
        toBroker.addLast(ATTACH);
    }

    /** Whether the client still hears what was sent. */
    boolean isUpForClient() {
        return !lost;
    }

    boolean isUp() {
        return !lost && !closed;
    }

    @Override
    public void send(Frame frame) {
        simulation.coverage.sent(frame.type());
        if (isUp()) {
            simulation.timeline.add("broker -> link " + number, frame);
            simulation.checker.leaves(client, frame);
            toClient.addLast(frame);
        }
    }

    @Override
    public void sendWithBody(Deliver delivery, long body) {
        simulation.coverage.sent(delivery.type());
        if (isUp()) {
            simulation.timeline.add("broker -> link " + number + " with body " + body, delivery);
            simulation.checker.leaves(client, delivery);
            toClient.addLast(new WithBody(delivery, body));
        }
    }

    @Override
    public void inspected(long requestId, Object snapshot) {
        if (!(snapshot instanceof StatusSnapshot)) {
            throw new SimulationFailure("a snapshot of " + snapshot);
        }
        send(new Inspected(requestId, "{}"));
    }

    @Override
    public void close(ErrorCode code, String detail) {
        if (isUp()) {
            simulation.timeline.add("broker closes link " + number + " " + code, detail);
            toClient.addLast(new Close(code, detail));
        }
        closed = true;
        toBroker.clear();
        toBroker.addLast(DETACH);
    }

    @Override
    public long queuedBytes() {
        return slow ? Long.MAX_VALUE : 0;
    }

    @Override
    public String description() {
        return "link " + number;
    }

    /** The body of a delivery, read now; null if it is gone. */
    byte[] body(WithBody delivery) {
        long length = delivery.delivery.message().bodyLength();
        return length > (long) StoredMessage.CHUNK_BYTES * 1000 ? null : simulation.store.body(delivery.body, length);
    }
}
