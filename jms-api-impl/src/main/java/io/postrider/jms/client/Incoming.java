package io.postrider.jms.client;

import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.ConnectionCredit;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.Drained;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Inspected;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.Pong;
import io.postrider.transport.frame.ProducerCredit;
import io.postrider.transport.frame.ProtocolException;
import io.postrider.transport.frame.Recall;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.XaRecovered;
import io.postrider.transport.frame.XaResult;
import io.postrider.transport.net.Link;
import java.util.HashMap;
import java.util.Map;

/** Takes the frames of one link, after its handshake, to whom they are for. Used by the link's event loop. */
final class Incoming {
    private final ConnectionState connection;
    private final RequestTable requests;
    private final Outgoing outgoing;
    private final ClockOffset clock;
    private final BrokerEvents events;
    private final Map<Long, BodyAssembly> bodies = new HashMap<>();
    /** By consumer: a drain that was answered while a body was still arriving. */
    private final Map<Long, Long> drainedAfterBody = new HashMap<>();

    /** @param outgoing gets the credit that arrives */
    Incoming(ConnectionState connection, RequestTable requests, Outgoing outgoing, ClockOffset clock, BrokerEvents events) {
        this.connection = connection;
        this.requests = requests;
        this.outgoing = outgoing;
        this.clock = clock;
        this.events = events;
    }

    void take(Link link, Frame frame) {
        boolean known = switch (frame.type()) {
            case DELIVER -> delivered(link, (Deliver) frame);
            case CHUNK -> chunk((Chunk) frame);
            case DRAINED -> drained((Drained) frame);
            case RECALL -> recalled((Recall) frame);
            case CONFIRMED -> confirmed((Confirmed) frame);
            case REFUSED -> refused((Refused) frame);
            case PRODUCER_CREDIT -> credit((ProducerCredit) frame);
            case CONNECTION_CREDIT -> credit((ConnectionCredit) frame);
            case DONE -> requests.answer(((Done) frame).requestId(), ((Done) frame).value());
            case FAILURE -> failed((Failure) frame);
            case XA_RESULT -> requests.answer(((XaResult) frame).requestId(), frame);
            case XA_RECOVERED -> requests.answer(((XaRecovered) frame).requestId(), frame);
            case OUTCOME -> requests.answer(((Outcome) frame).requestId(), frame);
            case INSPECTED -> requests.answer(((Inspected) frame).requestId(), frame);
            case PONG -> pong((Pong) frame);
            case CLOSE -> true; // the link says why when it is gone
            case CONNECT, SASL_CHALLENGE, SASL_RESPONSE, CONNECTED, RESUME, SET_CLIENT_ID, PING, OPEN_SESSION, CLOSE_SESSION, CREATE_CONSUMER,
                    CLOSE_CONSUMER, CREDIT, DRAIN, RETURNED, ACKNOWLEDGE, RECOVER, OPEN_PRODUCER, SEND, COMMIT_TX, ROLLBACK_TX, ASK_OUTCOME,
                    BROWSE, CREATE_TEMPORARY, DELETE_TEMPORARY, UNSUBSCRIBE, INSPECT, ASSIGN, DECIDE_BRANCH, XA_START, XA_END,
                    XA_PREPARE, XA_COMMIT, XA_ROLLBACK, XA_RECOVER, XA_FORGET ->
                    throw new ProtocolException(ErrorCode.PROTOCOL_ERROR, frame.type() + ": not for a client, or not at this time");
        };
        if (!known) {
            throw new ProtocolException(ErrorCode.PROTOCOL_ERROR, frame.type() + ": nothing of that number is open");
        }
    }

    private boolean delivered(Link link, Deliver frame) {
        ConsumerState consumer = connection.consumers().get(frame.consumer());
        MessageRef ref = consumer == null ? null : reference(consumer, frame);
        boolean wanted = consumer != null && (consumer.spec().isBrowser() || consumer.session().isWanted(frame.generation(), ref));
        if (consumer != null && !wanted && frame.generation() >= consumer.session().generation()) {
            // it used up credit; that of an older generation is void anyway
            link.send(new Credit(frame.consumer(), 1, frame.message().encodedLength() + (frame.bodyStream() == 0 ? 0 : frame.message().bodyLength())));
        }
        if (frame.bodyStream() != 0) {
            bodies.put(frame.bodyStream(), new BodyAssembly(frame, wanted));
        } else if (wanted) {
            deliver(consumer, frame, ref, null);
        }
        return true;
    }

    private boolean chunk(Chunk frame) {
        BodyAssembly body = bodies.get(frame.stream());
        if (body == null) {
            return false;
        }
        body.add(frame);
        if (frame.last()) {
            bodies.remove(frame.stream());
            ConsumerState consumer = connection.consumers().get(body.deliver().consumer());
            if (consumer != null && body.isWanted()) {
                deliver(consumer, body.deliver(), reference(consumer, body.deliver()), body.body());
            }
            if (consumer != null && drainedAfterBody.containsKey(consumer.id()) && !isArriving(consumer.id())) {
                consumer.events().drained(drainedAfterBody.remove(consumer.id()));
            }
        }
        return true;
    }

    private static void deliver(ConsumerState consumer, Deliver frame, MessageRef ref, byte[] body) {
        consumer.events().delivered(new Delivery(frame.generation(), ref, frame.persistent(), frame.redelivered(), frame.deliveryCount(),
                frame.message(), body));
    }

    private static MessageRef reference(ConsumerState consumer, Deliver frame) {
        return new MessageRef(consumer.subscription(), frame.priority(), frame.position());
    }

    /** Comes behind what it counts, but chunks of that may come later still. */
    private boolean drained(Drained frame) {
        ConsumerState consumer = connection.consumers().get(frame.consumer());
        if (isArriving(frame.consumer())) {
            drainedAfterBody.put(frame.consumer(), frame.number());
        } else if (consumer != null) {
            consumer.events().drained(frame.number());
        }
        return true;
    }

    private boolean isArriving(long consumer) {
        return bodies.values().stream().anyMatch(body -> body.deliver().consumer() == consumer);
    }

    private boolean recalled(Recall frame) {
        ConsumerState consumer = connection.consumers().get(frame.consumer());
        if (consumer != null) {
            consumer.events().recalled();
        }
        return true;
    }

    private boolean confirmed(Confirmed frame) {
        SessionState session = connection.sessions().get(frame.session());
        if (session != null) {
            session.confirmed(frame);
        }
        return true;
    }

    private boolean refused(Refused frame) {
        SessionState session = connection.sessions().get(frame.session());
        if (session != null && !session.refused(frame)) {
            events.failed(new BrokerRefusal(frame.code(), frame.detail()), "an acknowledgement that nobody waits for");
        }
        return true;
    }

    private boolean credit(ProducerCredit frame) {
        SessionState session = connection.sessions().get(frame.session());
        if (session != null) {
            outgoing.grant(session, frame.destination(), frame.bytes());
        }
        return true;
    }

    private boolean credit(ConnectionCredit frame) {
        outgoing.grant(frame.bytes());
        return true;
    }

    private boolean failed(Failure frame) {
        return requests.refuse(frame.requestId(), new BrokerRefusal(frame.code(), frame.detail()));
    }

    /** The nonce of our own Pings is the time when they left; a heartbeat's is 0. */
    private boolean pong(Pong frame) {
        if (frame.nonce() != 0) {
            clock.sample(frame.timeMs(), frame.nonce());
        }
        return true;
    }
}
