package io.postrider.broker.store;

import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireMessage;
import org.rocksdb.RocksDBException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How each kind of request is read. Stateless but for what is damaged; used by all readers of a store at once.
 *
 * <p>A message that an iterator shows may be removed before what belongs to it (its body, the message of a match) is looked up:
 * then it is passed over, since the removal is newer than the result. It is damage only if the entry is still there.
 */
final class Reads {
    private final Database database;
    private final Damage damage;

    Reads(Database database, Damage damage) {
        this.database = database;
        this.damage = damage;
    }

    ReadResult read(ReadRequest request, long applied) {
        if (request instanceof ReadRequest.Lane lane) {
            return new LaneRead(database, this, damage, lane).read(applied);
        }
        if (request instanceof ReadRequest.LookUp lookUp) {
            return lookUp(lookUp, applied);
        }
        return delayed((ReadRequest.Delayed) request, applied);
    }

    /** What {@code scanned} says when nothing was looked at. */
    static long nothingScanned(ReadRequest request) {
        return request instanceof ReadRequest.Lane lane ? lane.after() : 0;
    }

    /**
     * The message with its body, if that is of a size to be loaded; null if it is gone meanwhile.
     *
     * @throws WireFormatException if the body is not whole
     */
    StoredMessage withBody(byte[] key, StoredMessage message) {
        WireMessage head = message.message();
        if (!head.isBodyApart() || head.bodyLength() > WireMessage.INLINE_BODY_BYTES_MAX) {
            return message;
        }
        int length = (int) head.bodyLength();
        List<byte[]> keys = new ArrayList<>();
        for (int index = 0; index < StoredMessage.chunks(length); index++) {
            keys.add(Keys.chunk(message.body(), index));
        }
        byte[] body;
        try {
            body = joined(database.get(Family.CHUNKS, keys), length);
        } catch (RocksDBException e) {
            damage.setAside("body " + message.body(), e);
            throw new WireFormatException("body " + message.body() + " cannot be read: " + e.getMessage());
        }
        if (body == null) {
            if (values(List.of(key)).get(0) == null) {
                return null;
            }
            throw new WireFormatException("body " + message.body() + " of " + length + " bytes is not whole");
        }
        return new StoredMessage(message.accepted(), message.expiresAtMs(), message.connection(), message.clientId(), message.destination(),
                message.priority(), message.persistent(), message.body(), head.withBody(body));
    }

    private static byte[] joined(List<byte[]> chunks, int length) {
        byte[] body = new byte[length];
        int at = 0;
        for (byte[] chunk : chunks) {
            if (chunk == null || chunk.length > length - at) {
                return null;
            }
            System.arraycopy(chunk, 0, body, at, chunk.length);
            at += chunk.length;
        }
        return at == length ? body : null;
    }

    /** Bodies stay apart: the question is what is still there. */
    private ReadResult lookUp(ReadRequest.LookUp request, long applied) {
        List<ReadResult.Found> found = new ArrayList<>();
        int damaged = 0;
        Map<ReadRequest.Place, Integer> attempts = attempts(request);
        List<byte[]> messages = messages(request);
        List<byte[]> matches = request.source() == ReadRequest.Source.MATCHES ? values(matchKeys(request)) : messages;
        for (int i = 0; i < messages.size(); i++) {
            ReadRequest.Place place = request.places().get(i);
            if (messages.get(i) == null || matches.get(i) == null) {
                continue;
            }
            byte[] key = Keys.message(request.destination(), place.priority(), place.position());
            try {
                found.add(new ReadResult.Found(place.position(), StoredMessage.read(key, messages.get(i)), attempts.getOrDefault(place, 0)));
            } catch (WireFormatException e) {
                damage.setAside(place(key), e);
                damaged++;
            }
        }
        return new ReadResult(request, applied, found, Long.MAX_VALUE, damaged);
    }

    private List<byte[]> messages(ReadRequest.LookUp request) {
        List<byte[]> keys = new ArrayList<>();
        for (ReadRequest.Place place : request.places()) {
            keys.add(Keys.message(request.destination(), place.priority(), place.position()));
        }
        return values(keys);
    }

    private static List<byte[]> matchKeys(ReadRequest.LookUp request) {
        List<byte[]> keys = new ArrayList<>();
        for (ReadRequest.Place place : request.places()) {
            keys.add(Keys.match(request.subscription(), place.priority(), place.position()));
        }
        return keys;
    }

    private Map<ReadRequest.Place, Integer> attempts(ReadRequest.LookUp request) {
        Map<ReadRequest.Place, Integer> attempts = new HashMap<>();
        if (request.subscription() == 0) {
            return attempts;
        }
        for (ReadRequest.Place place : request.places()) {
            byte[] key = new AttemptsRecord(request.subscription(), place.priority(), place.position(), 0).key();
            try {
                byte[] value = database.get(Family.STATE, key);
                if (value != null && StateRecord.read(key, value) instanceof AttemptsRecord record) {
                    attempts.put(place, record.attempts());
                }
            } catch (RocksDBException | WireFormatException e) {
                damage.setAside("attempts of subscription " + request.subscription() + " at position " + place.position(), e);
            }
        }
        return attempts;
    }

    /** The values of keys in {@link Family#MESSAGES}, null where there is none or where it cannot be read, which is noted. */
    List<byte[]> values(List<byte[]> keys) {
        try {
            return database.get(Family.MESSAGES, keys);
        } catch (RocksDBException e) {
            // One that cannot be read fails the whole call.
            List<byte[]> values = new ArrayList<>();
            for (byte[] key : keys) {
                values.add(value(key));
            }
            return values;
        }
    }

    private byte[] value(byte[] key) {
        try {
            return database.get(Family.MESSAGES, key);
        } catch (RocksDBException e) {
            damage.setAside(place(key), e);
            return null;
        }
    }

    private ReadResult delayed(ReadRequest.Delayed request, long applied) {
        return new DelayedRead(database, this, damage, request).read(applied);
    }

    static String place(byte[] key) {
        return key[0] == Keys.DELAYED ? "delayed message " + Keys.getLong(key, 9) + ", due at " + Keys.getLong(key, 1) + " ms"
                : (key[0] == Keys.MATCH ? "match of subscription " : "message of destination ") + Keys.getLong(key, 1) + ", priority "
                + (9 - key[9]) + ", position " + Keys.position(key);
    }
}
