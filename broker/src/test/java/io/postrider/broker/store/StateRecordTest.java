package io.postrider.broker.store;

import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.Series;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.WireOutput;
import io.postrider.transport.message.XidImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(30)
class StateRecordTest {
    private static final long LARGE = 0x7EDC_BA98_7654_3210L;

    static List<StateRecord> all() {
        long[] words = new long[BitmapRecord.POSITIONS / 64];
        Arrays.setAll(words, i -> i * 0x0101_0101_0101_0101L);
        return List.of(new AttemptsRecord(LARGE, 9, LARGE - 1, 3), new BitmapRecord(2, 0, 77, words), new BodyRecord(9, 0, 1_000),
                new ConnectionRecord(4, new byte[] {1, 2, 3}, "anna"), new CounterRecord(CounterRecord.Counter.ID, 2_000_000),
                new CounterRecord(CounterRecord.Counter.POSITION, LARGE), new CounterRecord(CounterRecord.Counter.BOOT, 1),
                new DestinationRecord(5, DestinationName.topic("prices.é")), new FloorRecord(6, 4, LARGE), new LaneRecord(5, 4, 10, 200, 7, 7_000, LARGE),
                new MarkRecord(6, 4, 1_000),
                new SessionRecord(8, 4, 99, List.of(new SessionRecord.Refusal(Series.PERSISTENT, 98, ErrorCode.DISK_FULL, "full")), 12, true, 7),
                new SessionRecord(8, 4, 0, List.of(), 0, false, 0), part(),
                new BranchRecord(12, new XidImpl(7, new byte[] {1, 2}, new byte[] {3}), 0, "anna", "client", LARGE, LARGE + 1, BranchRecord.Form.PREPARED, ""),
                new BranchRecord(13, null, 8, "anna", "client", 1, 2, BranchRecord.Form.COMMITTING, "root"),
                new SubscriptionRecord(6, 5, SubscriptionRecord.Form.SHARED_DURABLE, "name", "client", "a = 1", true, LARGE),
                new SubscriptionRecord(6, 5, SubscriptionRecord.Form.QUEUE, "", null, null, false, 0));
    }

    private static BranchPartRecord part() {
        StoredMessage message = new StoredMessage(0, 0, 4, "client", 5, 4, true, 77,
                WireMessage.withBodyApart(new Header(1, 1, 0, 0, 0, null, null, null), Properties.NONE, BodyKind.BYTES, 70_000));
        return new BranchPartRecord(12, 3, List.of(new BranchPartRecord.StagedSend(LARGE, message)), List.of(new MessageRef(6, 4, LARGE)));
    }

    @Test
    void everyRecordReadsBackAsItself() {
        for (StateRecord record : all()) {
            StateRecord read = StateRecord.read(record.key(), value(record));
            assertArrayEquals(record.key(), read.key());
            assertArrayEquals(value(record), value(read), record.toString());
            assertEquals(record.getClass(), read.getClass());
        }
        assertEquals(StateRecord.class.getPermittedSubclasses().length, all().stream().map(Object::getClass).distinct().count());
    }

    @Test
    void everyRecordHasItsOwnTag() {
        Set<Character> tags = new HashSet<>(List.of('U', 'V', 'W'));
        for (Class<?> type : all().stream().map(Object::getClass).distinct().toList()) {
            char tag = (char) all().stream().filter(record -> record.getClass() == type).findFirst().orElseThrow().key()[0];
            assertTrue(tags.add(tag), "tag " + tag + " of " + type);
        }
    }

    @Test
    void whatIsCutShortIsRefused() {
        for (StateRecord record : all()) {
            byte[] value = value(record);
            for (int length = 0; length < value.length; length++) {
                byte[] part = Arrays.copyOf(value, length);
                assertThrows(WireFormatException.class, () -> StateRecord.read(record.key(), part), record.toString());
            }
            byte[] longer = Arrays.copyOf(value, value.length + 1);
            assertThrows(WireFormatException.class, () -> StateRecord.read(record.key(), longer), record.toString());
        }
    }

    @Test
    void randomBytesAreRefusedOrReadAndNeverFailOtherwise() {
        Random random = new Random(1);
        String tags = "ABCDKLMNOPSXYZ";
        for (int i = 0; i < 50_000; i++) {
            byte[] key = new byte[random.nextInt(20)];
            byte[] value = new byte[random.nextInt(40)];
            random.nextBytes(key);
            random.nextBytes(value);
            if (key.length > 0) {
                key[0] = (byte) tags.charAt(random.nextInt(tags.length()));
            }
            try {
                StateRecord.read(key, value);
            } catch (WireFormatException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }

    private static byte[] value(StateRecord record) {
        WireOutput out = new WireOutput(64);
        record.writeValue(out);
        return out.toByteArray();
    }
}
