package io.postrider.transport.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.postrider.transport.NoLeaks;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.FrameType.Side;
import io.postrider.transport.frame.RandomFrames;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.WireOutput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

@Timeout(60)
@ExtendWith(NoLeaks.class)
class FrameRoundTripTest {
    private static final long SEED = 20_261_123;
    private static final int ROUNDS = 300;

    @Test
    void everyFrameComesOutAsItWentIn() {
        RandomFrames frames = new RandomFrames(new Random(SEED));
        FrameEncoder encoder = new FrameEncoder();
        for (FrameType type : FrameType.values()) {
            Side peer = type.sender() == Side.EITHER ? Side.CLIENT : type.sender();
            for (int round = 0; round < ROUNDS; round++) {
                Frame frame = frames.next(type);
                byte[] bytes = encode(encoder, frame);
                assertEquals(bytes.length - 4, Unpooled.wrappedBuffer(bytes).readInt());
                Frame read = FrameDecoder.decode(Arrays.copyOfRange(bytes, 4, bytes.length), peer);
                assertEquals(type, read.type());
                assertSame(type + " in round " + round + " of seed " + SEED, frame, read);
                assertArrayEquals(bytes, encode(encoder, read));
            }
        }
    }

    @Test
    void theEncoderWritesWhatTheFrameItselfWrites() {
        RandomFrames frames = new RandomFrames(new Random(SEED + 1));
        FrameEncoder encoder = new FrameEncoder();
        for (int round = 0; round < 2_000; round++) {
            Frame frame = frames.next();
            WireOutput fields = new WireOutput(16);
            fields.writeByte(frame.type().code());
            frame.write(fields);
            byte[] encoded = encode(encoder, frame);
            assertArrayEquals(fields.toByteArray(), Arrays.copyOfRange(encoded, 4, encoded.length), frame.type().toString());
            assertTrue(FrameEncoder.bytesEstimate(frame) == FrameEncoder.bytesEstimate(frame));
        }
    }

    @Test
    void aStreamOfFramesSurvivesAnyCut() {
        Random random = new Random(SEED + 2);
        RandomFrames frames = new RandomFrames(random);
        FrameEncoder encoder = new FrameEncoder();
        FrameDecoder decoder = new FrameDecoder(Side.CLIENT);
        decoder.authenticated(1 << 20);
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        ByteBuf stream = Unpooled.buffer();
        List<Frame> sent = new java.util.ArrayList<>();
        while (sent.size() < 500) {
            Frame frame = frames.next();
            if (frame.type().sender() != Side.BROKER) {
                sent.add(frame);
                encoder.encode(frame, stream);
            }
        }
        while (stream.isReadable()) {
            channel.writeInbound(stream.readBytes(Math.min(stream.readableBytes(), 1 + random.nextInt(random.nextBoolean() ? 20 : 5_000))));
        }
        stream.release();
        for (Frame frame : sent) {
            assertSame("seed " + SEED, frame, channel.readInbound());
        }
        channel.finishAndReleaseAll();
    }

    private static byte[] encode(FrameEncoder encoder, Frame frame) {
        ByteBuf out = Unpooled.buffer();
        encoder.encode(frame, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes).release();
        return bytes;
    }

    /** Compares arrays and messages by content, which the records' own equals does not. */
    private static void assertSame(String where, Object expected, Object actual) {
        if (expected instanceof byte[] bytes) {
            assertArrayEquals(bytes, (byte[]) actual, where);
        } else if (expected instanceof WireMessage message) {
            assertSameMessage(where, message, (WireMessage) actual);
        } else if (expected instanceof List<?> list) {
            List<?> other = (List<?>) actual;
            assertEquals(list.size(), other.size(), where);
            for (int i = 0; i < list.size(); i++) {
                assertSame(where + " element " + i, list.get(i), other.get(i));
            }
        } else if (expected instanceof Record) {
            assertEquals(expected.getClass(), actual.getClass(), where);
            for (RecordComponent component : expected.getClass().getRecordComponents()) {
                assertSame(where + " " + component.getName(), value(component, expected), value(component, actual));
            }
        } else {
            assertEquals(expected, actual, where);
        }
    }

    private static void assertSameMessage(String where, WireMessage expected, WireMessage actual) {
        assertEquals(expected.isBodyApart(), actual.isBodyApart(), where);
        assertEquals(expected.kind(), actual.kind(), where);
        assertEquals(expected.bodyLength(), actual.bodyLength(), where);
        assertEquals(expected.header(), actual.header(), where);
        assertEquals(expected.properties(), actual.properties(), where);
        WireOutput one = new WireOutput(16);
        WireOutput two = new WireOutput(16);
        expected.write(one);
        actual.write(two);
        assertArrayEquals(one.toByteArray(), two.toByteArray(), where);
    }

    private static Object value(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
