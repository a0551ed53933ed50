package io.postrider.transport.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.postrider.transport.NoLeaks;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.FrameType.Side;
import io.postrider.transport.frame.Ping;
import io.postrider.transport.frame.ProtocolException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.HexFormat;

@Timeout(30)
@ExtendWith(NoLeaks.class)
class FrameDecoderTest {
    private static final int LIMIT = 20_000;
    private static final String PING_5 = "00000002" + "08" + "05";

    private final FrameDecoder decoder = new FrameDecoder(Side.CLIENT);
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    @Test
    void aFrameThatComesByteByByteIsOneFrame() {
        byte[] wire = HexFormat.of().parseHex(PING_5);
        for (int i = 0; i < wire.length - 1; i++) {
            channel.writeInbound(Unpooled.wrappedBuffer(wire, i, 1).copy());
            assertNull(channel.readInbound(), "after byte " + i);
        }
        channel.writeInbound(Unpooled.wrappedBuffer(wire, wire.length - 1, 1).copy());
        assertEquals(new Ping(5), channel.readInbound());
        channel.finishAndReleaseAll();
    }

    @Test
    void severalFramesInOneReadComeInOrder() {
        write(PING_5 + "00000002" + "08" + "06" + "0000");
        assertEquals(new Ping(5), channel.readInbound());
        assertEquals(new Ping(6), channel.readInbound());
        assertNull(channel.readInbound());
        channel.finishAndReleaseAll();
    }

    @Test
    void anUnfinishedFrameAtTheEndIsNoFrame() {
        write("00000002" + "08");
        channel.finish();
        assertNull(channel.readInbound());
    }

    @Test
    void aFrameWithoutATypeIsRefused() {
        assertRefused(ErrorCode.PROTOCOL_ERROR, "a frame of 0 bytes, expected at least its type", "00000000");
    }

    @Test
    void anUnknownTypeIsRefused() {
        assertRefused(ErrorCode.PROTOCOL_ERROR, "a frame of 2 bytes: unknown frame type 127", "00000002" + "7F" + "00");
    }

    @Test
    void aTypeWithTheHighestBitIsUnknown() {
        assertRefused(ErrorCode.PROTOCOL_ERROR, "a frame of 1 bytes: unknown frame type 255", "00000001" + "FF");
    }

    @Test
    void aFrameOfTheOtherSideIsRefused() {
        assertRefused(ErrorCode.PROTOCOL_ERROR, "DONE: only a BROKER may send it, and the peer is a CLIENT", "00000003" + "27" + "01" + "00");
    }

    @Test
    void bytesBehindTheLastFieldAreRefused() {
        assertRefused(ErrorCode.PROTOCOL_ERROR, "PING: 2 bytes left over", "00000004" + "08" + "05" + "0000");
    }

    @Test
    void missingFieldsAreRefused() {
        assertRefused(ErrorCode.PROTOCOL_ERROR, "PING: a byte needs 1 bytes, 0 are left", "00000001" + "08");
    }

    @Test
    void aValueThatTheFrameCannotHaveIsRefused() {
        // CREDIT: consumer 1, 1 message, 2^63 bytes
        assertRefused(ErrorCode.PROTOCOL_ERROR, "CREDIT: credit of 1 messages and -9223372036854775808 bytes; neither can be negative",
                "0000000D" + "0E" + "01" + "01" + "80808080808080808001");
    }

    @Test
    void nothingIsDecodedAfterARefusal() {
        assertThrows(DecoderException.class, () -> write("00000001" + "FF" + PING_5));
        write(PING_5);
        assertNull(channel.readInbound());
        channel.finishAndReleaseAll();
    }

    @Test
    void nothingIsDecodedAfterAStop() {
        decoder.stop();
        write(PING_5);
        assertNull(channel.readInbound());
        channel.finishAndReleaseAll();
    }

    @Test
    void aStrangerMaySend16KiBInTotalWithTheLengths() {
        // SASL_RESPONSE of 4 + 1 + 2 + 8185 = 8192 bytes
        String half = "00001FFC" + "03" + "F93F" + "00".repeat(8185);
        write(half);
        write(half);
        assertTrue(channel.readInbound() != null && channel.readInbound() != null);
        assertRefused(ErrorCode.FRAME_TOO_LARGE, "a frame of 1 bytes, more than is left of the 16384 bytes that may come before authentication", "00000001");
    }

    @Test
    void aStrangerIsRefusedByTheLengthBeforeTheBytesCome() {
        assertRefused(ErrorCode.FRAME_TOO_LARGE, "a frame of 16381 bytes, more than is left of the 16384 bytes that may come before authentication", "00003FFD");
    }

    @Test
    void aLengthWithTheHighestBitIsTooLarge() {
        assertRefused(ErrorCode.FRAME_TOO_LARGE, "a frame of 4294967295 bytes, more than is left of the 16384 bytes that may come before authentication", "FFFFFFFF");
        decoderAfterAuthenticationRefuses("FFFFFFFF", "a frame of 4294967295 bytes, expected up to 20000");
    }

    @Test
    void afterAuthenticationEachFrameHasTheLimit() {
        decoder.authenticated(LIMIT);
        // SASL_RESPONSE of 1 + 3 + 19996 bytes
        write("00004E20" + "03" + "9C9C01" + "00".repeat(19_996));
        write("00004E20" + "03" + "9C9C01" + "00".repeat(19_996));
        assertTrue(channel.readInbound() != null && channel.readInbound() != null);
        assertRefused(ErrorCode.FRAME_TOO_LARGE, "a frame of 20001 bytes, expected up to 20000", "00004E21");
    }

    @Test
    void tlsAndHttpOnThisPortAreNamed() {
        String tls = assertThrows(DecoderException.class, () -> write("16030102")).getCause().getMessage();
        assertTrue(tls.endsWith("(these bytes are TLS, and this port is used without it)"), tls);
        EmbeddedChannel other = new EmbeddedChannel(new FrameDecoder(Side.CLIENT));
        String http = assertThrows(DecoderException.class, () -> other.writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1", java.nio.charset.StandardCharsets.US_ASCII)))
                .getCause().getMessage();
        assertTrue(http.endsWith("(these bytes are HTTP)"), http);
        other.finishAndReleaseAll();
        channel.finishAndReleaseAll();
    }

    @Test
    void aLimitBelowWhatStrangersHaveIsAMistake() {
        assertThrows(IllegalArgumentException.class, () -> decoder.authenticated(16_383));
        assertThrows(IllegalArgumentException.class, () -> new FrameDecoder(Side.EITHER));
    }

    private void decoderAfterAuthenticationRefuses(String hex, String detail) {
        FrameDecoder authenticated = new FrameDecoder(Side.CLIENT);
        authenticated.authenticated(LIMIT);
        EmbeddedChannel other = new EmbeddedChannel(authenticated);
        DecoderException thrown = assertThrows(DecoderException.class, () -> other.writeInbound(Unpooled.copiedBuffer(HexFormat.of().parseHex(hex))));
        assertEquals(detail, thrown.getCause().getMessage());
        other.finishAndReleaseAll();
    }

    private void assertRefused(ErrorCode code, String detail, String hex) {
        DecoderException thrown = assertThrows(DecoderException.class, () -> write(hex));
        ProtocolException cause = assertInstanceOf(ProtocolException.class, thrown.getCause());
        assertEquals(code, cause.code());
        assertEquals(detail, cause.getMessage());
        assertNull(channel.readInbound());
        channel.finishAndReleaseAll();
    }

    private void write(String hex) {
        channel.writeInbound(Unpooled.copiedBuffer(HexFormat.of().parseHex(hex)));
    }
}
