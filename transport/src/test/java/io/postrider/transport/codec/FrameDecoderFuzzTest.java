package io.postrider.transport.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.FrameType.Side;
import io.postrider.transport.frame.ProtocolException;
import io.postrider.transport.frame.RandomFrames;
import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.WireOutput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * Bytes of an enemy: each is a frame or a ProtocolException. What decodes encodes to the same bytes again, so there is one way to
 * write each frame, and nothing is allocated for elements that are not there.
 */
@Timeout(120)
class FrameDecoderFuzzTest {
    private static final long SEED = 7337;
    /** A reference of 3 bytes becomes an object of 32 and two places in lists; everything else takes less. */
    private static final int ALLOCATED_PER_BYTE = 16;
    /** An exception with its stack trace and sentence. */
    private static final int ALLOCATED_ALWAYS = 32 * 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private int framesDecoded;
    private int refused;

    @Test
    void randomBytesAreRefusedOrAFrame() {
        Random random = new Random(SEED);
        for (int i = 0; i < 300_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : 1 + random.nextInt(40));
            decode(bytes);
        }
        assertTrue(framesDecoded > 1_000 && refused > 100_000, framesDecoded + " decoded, " + refused + " refused");
    }

    @Test
    void changedFramesAreRefusedOrAFrame() {
        Random random = new Random(SEED + 1);
        RandomFrames frames = new RandomFrames(random);
        for (int i = 0; i < 200_000; i++) {
            decode(change(random, encode(frames.next())));
        }
        assertTrue(framesDecoded > 10_000 && refused > 10_000, framesDecoded + " decoded, " + refused + " refused");
    }

    @Test
    void countsOfElementsThatAreNotThereCostNothing() {
        for (FrameType type : FrameType.values()) {
            // every field at its largest: lists and strings of 2^63 - 1 elements
            byte[] bytes = new byte[200];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (i % 9 == 0 ? 0x7F : 0xFF);
            }
            bytes[0] = (byte) type.code();
            decode(bytes);
            // and of 2^31 - 1
            for (int i = 1; i < bytes.length; i++) {
                bytes[i] = (byte) (i % 5 == 0 ? 0x07 : 0xFF);
            }
            decode(bytes);
        }
    }

    @Test
    void aLargeFrameOfTinyElementsStaysWithinTheBound() {
        // ACKNOWLEDGE: session, number, transaction 1, then 349,000 references of three zeros
        int count = 349_000;
        WireOutput out = new WireOutput(count * 3);
        out.writeByte(FrameType.ACKNOWLEDGE.code());
        out.writeRaw(new byte[] {1, 1, 1}, 0, 3);
        out.writeVarint(count);
        out.writeRaw(new byte[count * 3], 0, count * 3);
        decode(out.toByteArray());
        assertTrue(framesDecoded == 1);
    }

    private void decode(byte[] bytes) {
        byte[] before = bytes.clone();
        Frame frame = decodeWithinBounds(bytes, true);
        if (frame == null) {
            refused++;
        } else {
            framesDecoded++;
            assertArrayEquals(before, encode(frame), () -> HexFormat.of().formatHex(before));
            readMessage(frame);
        }
    }

    /** The frame, or null if it was refused. The first time, the JVM may still link the code that makes a sentence. */
    private Frame decodeWithinBounds(byte[] bytes, boolean firstTime) {
        Side peer = peer(bytes);
        long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        Frame frame = null;
        try {
            frame = FrameDecoder.decode(bytes, peer);
        } catch (ProtocolException e) {
            assertTrue(e.getMessage() != null && !e.getMessage().isBlank());
        } catch (RuntimeException | Error e) {
            throw new AssertionError("decoding " + HexFormat.of().formatHex(bytes), e);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
        if (allocated <= ALLOCATED_ALWAYS + (long) ALLOCATED_PER_BYTE * bytes.length) {
            return frame;
        }
        if (firstTime) {
            return decodeWithinBounds(bytes, false);
        }
        throw new AssertionError(allocated + " bytes allocated for " + HexFormat.of().formatHex(bytes, 0, Math.min(200, bytes.length)));
    }

    /** Header and properties are read when somebody asks, and can be refused only then. */
    private static void readMessage(Frame frame) {
        WireMessage message = frame instanceof io.postrider.transport.frame.Send send ? send.message()
                : frame instanceof io.postrider.transport.frame.Deliver deliver ? deliver.message() : null;
        if (message != null) {
            try {
                message.header();
                message.properties();
            } catch (WireFormatException | IllegalArgumentException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }

    private static Side peer(byte[] bytes) {
        FrameType type = FrameType.ofCode(bytes[0] & 0xFF);
        return type == null || type.sender() == Side.EITHER ? Side.CLIENT : type.sender();
    }

    private static byte[] encode(Frame frame) {
        WireOutput out = new WireOutput(64);
        out.writeByte(frame.type().code());
        frame.write(out);
        return out.toByteArray();
    }

    private static byte[] change(Random random, byte[] bytes) {
        byte[] changed = bytes;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(5)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt(256);
                case 2 -> changed = Arrays.copyOf(changed, Math.max(1, at));
                case 3 -> {
                    byte[] longer = Arrays.copyOf(changed, changed.length + 1);
                    System.arraycopy(changed, at, longer, at + 1, changed.length - at);
                    changed = longer;
                }
                default -> changed[at] = (byte) 0xFF;
            }
        }
        return changed;
    }
}
