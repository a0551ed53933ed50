package io.postrider.broker.core;

import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.ConnectionCredit;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.message.WireMessage;

/** Takes messages from clients: each number of a series once, in order. Owned by the core's thread. */
final class Sends {
    private final CoreContext context;
    private final Destinations destinations;
    private final Delayed delayed;

    Sends(CoreContext context, Destinations destinations, Delayed delayed) {
        this.context = context;
        this.destinations = destinations;
        this.delayed = delayed;
    }

    /** A session opens its credit towards a destination; one that it has open already is told anew. */
    void open(ServerSession session, Destination destination, long waitsFor) {
        opened(session, destination).refill(waitsFor);
    }

    private ProducerFlow opened(ServerSession session, Destination destination) {
        ProducerFlow flow = new ProducerFlow(context, session, destination);
        flow.open();
        return flow;
    }

    private ProducerFlow flow(ServerSession session, Destination destination) {
        ProducerFlow known = session.producers().get(destination.id());
        return known != null ? known : opened(session, destination);
    }

    void send(ServerSession session, Send send) {
        ServerConnection connection = session.connection();
        taken(connection, send.message().encodedLength());
        if (send.series() == Series.TRANSACTED) {
            sendInTransaction(session, send);
            return;
        }
        long last = session.last(send.series());
        if (send.number() <= last) {
            dropBody(connection, send);
            session.answerAgain(send.series(), send.number());
            return;
        }
        if (send.number() != last + 1) {
            throw new Refusal(ErrorCode.PROTOCOL_ERROR, "number " + send.number() + " of the " + send.series() + " series of session "
                    + session.id() + ", expected " + (last + 1));
        }
        try {
            Destination destination = accept(session, send);
            StoredMessage message = message(connection, destination, send);
            long due = deadline(send.delayMs());
            if (due == 0) {
                destination.enter(message, true);
            } else {
                delayed.put(destination, message, due);
            }
            session.took(send.series(), send.number());
        } catch (Refusal refusal) {
            dropBody(connection, send);
            session.refused(send.series(), send.number(), refusal);
        }
    }

    private void sendInTransaction(ServerSession session, Send send) {
        Transaction transaction;
        try {
            transaction = session.work(send.transaction());
        } catch (Refusal refusal) {
            dropBody(session.connection(), send);
            refuse(session, send, refusal);
            return;
        }
        try {
            Destination destination = accept(session, send);
            StoredMessage message = message(session.connection(), destination, send);
            stage(transaction, destination, message, deadline(send.delayMs()));
        } catch (Refusal refusal) {
            dropBody(session.connection(), send);
            transaction.rollbackOnly(refusal);
            refuse(session, send, refusal);
        }
    }

    private void stage(Transaction transaction, Destination destination, StoredMessage message, long due) {
        try {
            transaction.send(destination, message, due);
        } catch (Refusal refusal) {
            // the stream has given up its body to the message, which goes
            context.bodies.release(message);
            throw refusal;
        }
    }

    private void refuse(ServerSession session, Send send, Refusal why) {
        context.outbox.send(session.connection().peer(), new Refused(session.id(), Series.TRANSACTED, send.number(), why.code(), why.detail()));
    }

    private Destination accept(ServerSession session, Send send) {
        WireMessage message = send.message();
        // a length is whatever the sender says: what is too large counts as one byte more than the limit, so that no sum overflows
        long max = context.settings.limits().messageBytesMax();
        long size = message.encodedLength() + (message.isBodyApart() ? Math.min(message.bodyLength(), max + 1) : 0);
        Destination destination = destinations.resolve(send.destination());
        flow(session, destination).used(size);
        if (size > max) {
            throw new Refusal(ErrorCode.MESSAGE_TOO_LARGE, "a message of " + message.encodedLength() + " bytes and a body of "
                    + message.bodyLength() + ", the broker takes " + max + " in all; send less or raise messageBytesMax");
        }
        if (context.diskLow() != null && destination.isStoring(send.persistent())) {
            throw new Refusal(ErrorCode.DISK_FULL, context.diskLow());
        }
        return destination;
    }

    private StoredMessage message(ServerConnection connection, Destination destination, Send send) {
        long body = 0;
        if (send.bodyStream() != 0) {
            ServerConnection.Stream stream = connection.streams().get(send.bodyStream());
            if (stream == null || !stream.complete() || stream.bytes() != send.message().bodyLength()) {
                throw new Refusal(ErrorCode.MESSAGE_INVALID, "a body of " + send.message().bodyLength() + " bytes in stream " + send.bodyStream()
                        + ", which brought " + (stream == null ? "nothing" : stream.bytes() + " bytes" + (stream.complete() ? "" : " and is not complete")));
            }
            connection.streams().remove(send.bodyStream());
            body = stream.body();
        }
        long expires = deadline(send.timeToLiveMs());
        return new StoredMessage(0, expires, connection.id(), connection.clientId(), destination.id(), send.priority(), send.persistent(),
                body, send.message());
    }

    /** Broker time at the end of a duration, the last there is if it is that long; 0 for 0. */
    private long deadline(long durationMs) {
        return durationMs == 0 ? 0 : durationMs > Long.MAX_VALUE - context.nowMs() ? Long.MAX_VALUE : context.nowMs() + durationMs;
    }

    /** A part of a body that arrives before its message: into the store at once, so that memory never holds it whole. */
    void chunk(ServerConnection connection, Chunk chunk) {
        taken(connection, chunk.bytes().length);
        ServerConnection.Stream stream = connection.streams().get(chunk.stream());
        if (stream == null) {
            stream = new ServerConnection.Stream(context.bodies.stage(), 0, 0, false);
        }
        if (stream.complete() || !chunk.last() && chunk.bytes().length != StoredMessage.CHUNK_BYTES) {
            throw new Refusal(ErrorCode.PROTOCOL_ERROR, "a chunk of " + chunk.bytes().length + " bytes in stream " + chunk.stream()
                    + (stream.complete() ? ", which is complete" : ", expected " + StoredMessage.CHUNK_BYTES + " but for the last"));
        }
        if (stream.bytes() + chunk.bytes().length > context.settings.limits().messageBytesMax()) {
            throw new Refusal(ErrorCode.MESSAGE_TOO_LARGE, "a body above the broker's " + context.settings.limits().messageBytesMax()
                    + " bytes in stream " + chunk.stream());
        }
        context.bodies.append(stream.body(), stream.chunks(), chunk.bytes());
        connection.streams().put(chunk.stream(),
                new ServerConnection.Stream(stream.body(), stream.chunks() + 1, stream.bytes() + chunk.bytes().length, chunk.last()));
    }

    /** Removes the bodies that arrived for no message: the link is lost. */
    void dropStreams(ServerConnection connection) {
        connection.streams().values().forEach(stream -> context.bodies.drop(stream.body(), stream.chunks()));
        connection.streams().clear();
    }

    private void dropBody(ServerConnection connection, Send send) {
        ServerConnection.Stream stream = connection.streams().remove(send.bodyStream());
        if (stream != null) {
            context.bodies.drop(stream.body(), stream.chunks());
        }
    }

    private void taken(ServerConnection connection, long bytes) {
        if (connection.took(bytes)) {
            context.outbox.send(connection.peer(), new ConnectionCredit(connection.tellTaken()));
        }
    }
}
