package io.postrider.broker.store;

import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;

import java.nio.charset.StandardCharsets;

/** Messages and write sets for tests. */
final class Samples {
    private Samples() {
    }

    static WireMessage wire(byte[] body) {
        return WireMessage.of(header(), Properties.NONE, BodyKind.BYTES, body);
    }

    static Header header() {
        return new Header(7, 8, 9, 0, 0, null, null, null);
    }

    static StoredMessage message(long position, String body) {
        return message(position, body.getBytes(StandardCharsets.UTF_8));
    }

    static StoredMessage message(long position, byte[] body) {
        return new StoredMessage(position, 0, 3, "client", 5, 4, true, 0, wire(body));
    }

    static StoredMessage byReference(long position, long body, byte[] bytes) {
        return new StoredMessage(position, 0, 3, null, 5, 4, true, body,
                WireMessage.withBodyApart(header(), Properties.NONE, BodyKind.BYTES, bytes.length));
    }

    static String text(StoredMessage message) {
        return new String(bytes(message), StandardCharsets.UTF_8);
    }

    static byte[] bytes(StoredMessage message) {
        var body = message.message().body();
        byte[] bytes = new byte[body.remaining()];
        System.arraycopy(body.array(), body.position(), bytes, 0, bytes.length);
        return bytes;
    }

    /** An awaited write set that stores one message in destination 5, priority 4, at its own number. */
    static WriteSet storing(long number, String body) {
        WriteSet set = new WriteSet(number);
        set.storeMessage(5, 4, number, message(number, body));
        set.await();
        return set;
    }

    static ReadRequest.Lane lane(long id, long after, int messagesMax) {
        return new ReadRequest.Lane(id, ReadRequest.Source.LOG, 0, 5, 4, after, Long.MAX_VALUE, messagesMax, Long.MAX_VALUE, Integer.MAX_VALUE,
                message -> true);
    }
}
