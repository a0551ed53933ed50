package io.postrider.transport.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.postrider.transport.NoLeaks;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.Connect;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.FrameType.Side;
import io.postrider.transport.frame.Ping;
import io.postrider.transport.frame.Pong;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** Bytes as they stand on the wire, written by hand: a mistake that both directions of the codec share shows here. */
@Timeout(30)
@ExtendWith(NoLeaks.class)
class FrameBytesTest {
    @Test
    void pingIsItsNonce() {
        byte[] wire = bytes(
                "00000003", // length of what follows
                "08",       // PING
                "AC02");    // nonce 300: 0x2C and more to come, then 2 * 128
        Ping ping = (Ping) decode(Side.CLIENT, wire);
        assertEquals(300, ping.nonce());
        assertArrayEquals(wire, encode(ping));
    }

    @Test
    void pongHasATimeThatMayBeBefore1970() {
        byte[] wire = bytes(
                "00000003", // length
                "09",       // PONG
                "00",       // nonce 0
                "03");      // -2 in zigzag
        Pong pong = (Pong) decode(Side.BROKER, wire);
        assertEquals(-2, pong.timeMs());
        assertArrayEquals(wire, encode(pong));
    }

    @Test
    void closeIsACodeAndASentence() {
        byte[] wire = bytes(
                "00000007",   // length
                "07",         // CLOSE
                "0C",         // SHUTTING_DOWN
                "04", "62796521"); // 4 bytes: bye!
        Close close = (Close) decode(Side.BROKER, wire);
        assertEquals(ErrorCode.SHUTTING_DOWN, close.code());
        assertEquals("bye!", close.detail());
        assertArrayEquals(wire, encode(close));
    }

    @Test
    void connectNamesVersionsFeaturesAndMechanism() {
        byte[] wire = bytes(
                "00000014",     // length
                "01",           // CONNECT
                "01",           // lowest version 1
                "02",           // highest version 2
                "8001",         // features: bit 7
                "03", "702F31", // product p/1
                "05", "504C41494E", // mechanism PLAIN
                "04", "00750070");  // initial response: NUL u NUL p
        Connect connect = (Connect) decode(Side.CLIENT, wire);
        assertEquals(1, connect.versionLowest());
        assertEquals(2, connect.versionHighest());
        assertEquals(128, connect.features());
        assertEquals("p/1", connect.product());
        assertEquals("PLAIN", connect.mechanism());
        assertArrayEquals(new byte[] {0, 'u', 0, 'p'}, connect.response());
        assertArrayEquals(wire, encode(connect));
    }

    @Test
    void confirmedNamesSessionSeriesAndNumber() {
        byte[] wire = bytes(
                "00000005", // length
                "1B",       // CONFIRMED
                "07",       // session 7
                "00",       // PERSISTENT
                "E807");    // up to 1000
        Confirmed confirmed = (Confirmed) decode(Side.BROKER, wire);
        assertEquals(new Confirmed(7, Series.PERSISTENT, 1000), confirmed);
        assertArrayEquals(wire, encode(confirmed));
    }

    @Test
    void sendEndsWithItsMessage() {
        byte[] wire = bytes(
                "00000028",   // length
                "19",         // SEND
                "07",         // session 7
                "01",         // NON_PERSISTENT
                "09",         // number 9 of that series
                "00",         // no transaction
                "00", "01", "71", // queue q
                "00",         // not persistent
                "04",         // priority 4
                "B817",       // time to live 3000 ms
                "00",         // no delay
                "00",         // the body is in the message
                // the message
                "15",         // head of 21 bytes
                "07",         // its session
                "0B",         // send call 11: JMSMessageID is ID:7-11
                "D00F",       // timestamp 1000
                "C03E",       // expiration 4000
                "D00F",       // delivery time 1000
                "0A",         // present: correlation id as text, type
                "01", "63",   // correlation id c
                "01", "74",   // type t
                "02",         // two properties
                "01", "6E", "05", "02", // n = int 1
                "01", "62", "02",       // b = true
                "01",         // TEXT
                "02", "6869"); // body of 2 bytes
        Send send = (Send) decode(Side.CLIENT, wire);
        assertEquals(7, send.session());
        assertEquals(Series.NON_PERSISTENT, send.series());
        assertEquals(9, send.number());
        assertEquals(0, send.transaction());
        assertEquals(DestinationName.queue("q"), send.destination());
        assertEquals(false, send.persistent());
        assertEquals(4, send.priority());
        assertEquals(3000, send.timeToLiveMs());
        assertEquals(0, send.delayMs());
        assertEquals(0, send.bodyStream());
        WireMessage message = send.message();
        assertEquals(new Header(7, 11, 1000, 4000, 1000, null, "c", "t"), message.header());
        assertEquals("ID:7-11", message.header().messageId());
        assertEquals(Map.of("n", 1, "b", true), message.properties().values());
        assertEquals(BodyKind.TEXT, message.kind());
        assertEquals(2, message.bodyLength());
        assertArrayEquals(wire, encode(send));
    }

    @Test
    void deliverOfALargeMessageNamesTheStreamOfItsBody() {
        byte[] wire = bytes(
                "0000001A",   // length
                "13",         // DELIVER
                "02",         // consumer 2
                "01",         // generation 1
                "8080808080808080" + "01", // position 2^56: core number 1, 0
                "09",         // priority 9
                "01",         // persistent
                "01",         // redelivered
                "02",         // second delivery
                "05",         // the body came in stream 5
                "06",         // head of 6 bytes
                "010100000000", // session 1, call 1, no times, nothing optional
                // 7th byte of the head would be the count of properties
                "02",         // BYTES
                "00");        // length of the body
        // the head above lacks its count of properties on purpose: only who reads them notices
        Deliver deliver = (Deliver) decode(Side.BROKER, wire);
        assertEquals(1L << 56, deliver.position());
        assertEquals(5, deliver.bodyStream());
        assertEquals(true, deliver.message().isBodyApart());
        assertEquals(new Header(1, 1, 0, 0, 0, null, null, null), deliver.message().header());
        assertArrayEquals(wire, encode(deliver));
    }

    @Test
    void aMessageThatWasEncodedHereLooksTheSame() {
        Header header = new Header(7, 11, 1000, 4000, 1000, null, "c", "t");
        WireMessage message = WireMessage.of(header, Properties.NONE, BodyKind.TEXT, "hi".getBytes(StandardCharsets.UTF_8));
        byte[] wire = encode(new Deliver(2, 1, 3, 4, true, false, 1, 0, message));
        assertArrayEquals(bytes(
                "0000001C",   // length
                "13",         // DELIVER
                "02", "01", "03", "04", "01", "00", "01", "00", // consumer, generation, position, priority, persistent, first time, count 1, body here
                "0E",         // head of 14 bytes
                "07", "0B", "D00F", "C03E", "D00F", "0A", "0163", "0174", // header
                "00",         // no properties
                "01",         // TEXT
                "02", "6869"), wire);
    }

    @Test
    void everyTypeHasTheCodeThatItAlwaysHad() {
        StringBuilder codes = new StringBuilder();
        for (FrameType type : FrameType.values()) {
            codes.append(type).append('=').append(type.code()).append(' ');
        }
        assertEquals("CONNECT=1 SASL_CHALLENGE=2 SASL_RESPONSE=3 CONNECTED=4 RESUME=5 SET_CLIENT_ID=6 CLOSE=7 PING=8 PONG=9 OPEN_SESSION=10 "
                + "CLOSE_SESSION=11 CREATE_CONSUMER=12 CLOSE_CONSUMER=13 CREDIT=14 DRAIN=15 DRAINED=16 RECALL=17 RETURNED=18 DELIVER=19 "
                + "ACKNOWLEDGE=20 RECOVER=21 OPEN_PRODUCER=22 PRODUCER_CREDIT=23 CONNECTION_CREDIT=24 SEND=25 CHUNK=26 CONFIRMED=27 REFUSED=28 "
                + "COMMIT_TX=29 ROLLBACK_TX=30 ASK_OUTCOME=31 OUTCOME=32 BROWSE=33 CREATE_TEMPORARY=34 DELETE_TEMPORARY=35 UNSUBSCRIBE=36 "
                + "INSPECT=37 INSPECTED=38 DONE=39 FAILURE=40 ASSIGN=41 DECIDE_BRANCH=42 XA_START=64 XA_END=65 XA_PREPARE=66 XA_COMMIT=67 "
                + "XA_ROLLBACK=68 XA_RECOVER=69 XA_FORGET=70 XA_RESULT=71 XA_RECOVERED=72 ", codes.toString());
        assertNull(FrameType.ofCode(0));
        assertNull(FrameType.ofCode(43));
        assertNull(FrameType.ofCode(200));
    }

    private static byte[] bytes(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex));
    }

    private static Frame decode(Side peer, byte[] wire) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(peer));
        channel.writeInbound(Unpooled.copiedBuffer(wire));
        Frame frame = channel.readInbound();
        assertNull(channel.readInbound());
        channel.finishAndReleaseAll();
        return frame;
    }

    private static byte[] encode(Frame frame) {
        ByteBuf out = Unpooled.buffer();
        new FrameEncoder().encode(frame, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes).release();
        return bytes;
    }
}
