package io.postrider.transport.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.postrider.transport.NoLeaks;
import io.postrider.transport.codec.FrameDecoder;
import io.postrider.transport.codec.FrameEncoder;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.Drain;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.FrameType.Side;
import io.postrider.transport.frame.Inspect;
import io.postrider.transport.frame.Ping;
import io.postrider.transport.frame.Pong;
import io.postrider.transport.frame.ProtocolException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A broker's link on a channel without a socket, whose clock stands still: what it does when, to the millisecond. */
@Timeout(30)
@ExtendWith(NoLeaks.class)
class LinkTest {
    private static final int HANDSHAKE_TIMEOUT_MS = 10_000;
    private static final long NOW_MS = 1_700_000_000_000L;
    /** Links are closed here for every reason, each of which would be a line of the log. */
    private static final Logger LOG = Logger.getLogger(Link.class.getName());

    private final List<String> events = new ArrayList<>();
    private final List<LinkClosed> closed = new ArrayList<>();
    private Link link;
    private RuntimeException thrownByHandler;
    private Frame answer;
    private final EmbeddedChannel channel = start();

    @BeforeAll
    static void logNothing() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        LOG.setLevel(null);
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
        assertEquals(1, closed.size());
        assertEquals("closed", events.get(events.size() - 1));
    }

    @Test
    void framesOfOneReadAreABatchAndItsAnswersOneWrite() {
        answer = new Done(1, 2);
        receive(new Drain(1, 1), new Drain(1, 2), new Drain(1, 3));
        assertEquals(List.of("DRAIN", "DRAIN", "DRAIN", "batch"), events);
        ByteBuf written = channel.readOutbound();
        assertEquals(List.of(answer, answer, answer), decode(written));
        assertNull(channel.readOutbound());
    }

    @Test
    void whatIsSentBetweenReadsIsOneWriteToo() {
        link.send(new Done(1, 1));
        link.send(new Done(2, 2));
        assertNull(channel.readOutbound());
        assertTrue(link.queuedBytes() > 0);
        channel.runPendingTasks();
        assertEquals(List.of(new Done(1, 1), new Done(2, 2)), decode(channel.readOutbound()));
        assertEquals(0, link.queuedBytes());
    }

    @Test
    void aReadWithoutAWholeFrameIsNoBatch() {
        channel.writeInbound(Unpooled.copiedBuffer(new byte[] {0, 0}));
        assertEquals(List.of(), events);
    }

    @Test
    void aPingIsAnsweredHereWithTheClocksTimeAndAPongPassedOn() {
        receive(new Ping(5));
        assertEquals(List.of(new Pong(5, NOW_MS)), decode(channel.readOutbound()));
        assertEquals(List.of(), events);
        receive(new Pong(6, 7));
        assertEquals(List.of("PONG", "batch"), events);
    }

    @Test
    void aFloodOfPingsIsABrokenProtocol() {
        Frame[] pings = new Frame[1_001];
        java.util.Arrays.fill(pings, new Ping(1));
        receive(pings);
        List<Frame> written = decodeAll();
        assertEquals(1_001, written.size());
        assertEquals(new Close(ErrorCode.PROTOCOL_ERROR, "PING: 1000 answers wait already"), written.get(1_000));
    }

    @Test
    void theHandshakeHasATimeAndAuthenticationEndsIt() {
        advance(HANDSHAKE_TIMEOUT_MS - 1);
        assertNull(channel.readOutbound());
        advance(1);
        assertEquals(List.of(new Close(ErrorCode.HANDSHAKE_TIMEOUT, "the handshake was not finished in 10000 ms")), decode(channel.readOutbound()));
        assertFalse(link.isOpen());
    }

    @Test
    void anAuthenticatedLinkHasNoHandshakeTimeout() {
        link.authenticated(1 << 20);
        advance(HANDSHAKE_TIMEOUT_MS);
        assertNull(channel.readOutbound());
        assertTrue(link.isOpen());
    }

    @Test
    void theHeartbeatPingsWhenNothingWasWritten() {
        link.authenticated(1 << 20);
        link.heartbeat(1_000);
        advance(0);
        advance(600);
        link.send(new Done(1, 1));
        advance(0);
        assertEquals(List.of(new Done(1, 1)), decode(channel.readOutbound()));
        advance(999);
        assertNull(channel.readOutbound());
        advance(1);
        assertEquals(List.of(new Ping(0)), decode(channel.readOutbound()));
        advance(999);
        assertNull(channel.readOutbound());
    }

    @Test
    void threeSilentIntervalsEndALink() {
        link.authenticated(1 << 20);
        link.heartbeat(1_000);
        advance(0);
        advance(2_999);
        receive(new Pong(0, 0));
        advance(2_999);
        assertTrue(link.isOpen());
        advance(1);
        List<Frame> written = decodeAll();
        assertEquals(new Close(ErrorCode.HEARTBEAT_MISSED, "nothing was heard for 3000 ms"), written.get(written.size() - 1));
        assertFalse(channel.isOpen());
        assertEquals(ErrorCode.HEARTBEAT_MISSED, closed.get(0).code());
    }

    @Test
    void aHeartbeatOfZeroStops() {
        link.authenticated(1 << 20);
        link.heartbeat(1_000);
        advance(0);
        link.heartbeat(0);
        advance(0);
        advance(100_000);
        assertNull(channel.readOutbound());
        assertThrows(IllegalArgumentException.class, () -> link.heartbeat(-1));
    }

    @Test
    void closeSendsWhatWasSentBeforeAndNothingAfter() {
        link.send(new Done(1, 1));
        link.close(ErrorCode.SHUTTING_DOWN, "bye");
        link.send(new Done(2, 2));
        link.close(ErrorCode.INTERNAL, "again");
        assertFalse(link.isOpen());
        channel.runPendingTasks();
        assertEquals(List.of(new Done(1, 1), new Close(ErrorCode.SHUTTING_DOWN, "bye")), decodeAll());
        assertEquals(new LinkClosed(ErrorCode.SHUTTING_DOWN, "bye", null), closed.get(0));
        assertEquals(0, link.queuedBytes());
    }

    @Test
    void nothingIsReceivedAfterClose() {
        link.close(ErrorCode.SHUTTING_DOWN, "bye");
        receive(new Drain(1, 1));
        assertFalse(events.contains("DRAIN"));
    }

    @Test
    void aLongDetailIsCutSoThatTheCloseFrameFits() {
        link.close(ErrorCode.INTERNAL, "x".repeat(50_000));
        channel.runPendingTasks();
        assertEquals(new Close(ErrorCode.INTERNAL, "x".repeat(1_000)), decodeAll().get(0));
    }

    @Test
    void thePeersCloseIsAFrameAndTheReason() {
        receive(new Close(ErrorCode.NORMAL, "done"));
        assertEquals(List.of("CLOSE", "batch"), events);
        assertTrue(link.isOpen());
        channel.close();
        assertEquals(new LinkClosed(ErrorCode.NORMAL, "done", null), closed.get(0));
    }

    @Test
    void aLinkThatEndsWithoutACloseIsLost() {
        channel.close();
        assertEquals(ErrorCode.LINK_LOST, closed.get(0).code());
        assertFalse(link.isOpen());
        link.send(new Done(1, 1));
        link.close(ErrorCode.NORMAL, "");
        link.abort();
        channel.runPendingTasks();
    }

    @Test
    void abortClosesAtOnce() {
        link.send(new Done(1, 1));
        link.abort();
        assertFalse(link.isOpen());
        channel.runPendingTasks();
        assertFalse(channel.isOpen());
        assertEquals(ErrorCode.LINK_LOST, closed.get(0).code());
    }

    @Test
    void bytesThatAreNoFrameCloseTheLinkWithASentence() {
        channel.writeInbound(Unpooled.copiedBuffer(new byte[] {0, 0, 0, 1, (byte) 0xFF}));
        assertEquals(List.of(new Close(ErrorCode.PROTOCOL_ERROR, "a frame of 1 bytes: unknown frame type 255")), decodeAll());
        assertEquals(ErrorCode.PROTOCOL_ERROR, closed.get(0).code());
        assertInstanceOf(ProtocolException.class, closed.get(0).cause());
    }

    @Test
    void aHandlerCanFindFaultWithAFrame() {
        thrownByHandler = new ProtocolException(ErrorCode.SESSION_UNKNOWN, "COMMIT_TX: no session 9");
        receive(new CommitTx(1, 9, 1));
        assertEquals(List.of(new Close(ErrorCode.SESSION_UNKNOWN, "COMMIT_TX: no session 9")), decodeAll());
    }

    @Test
    void aDefectOfAHandlerClosesItsLinkOnly() {
        thrownByHandler = new IllegalStateException("boom");
        receive(new CommitTx(1, 9, 1));
        assertEquals(List.of(new Close(ErrorCode.INTERNAL, "a defect: java.lang.IllegalStateException: boom")), decodeAll());
        assertEquals(thrownByHandler, closed.get(0).cause());
    }

    @Test
    void aFrameThatCannotBeEncodedClosesTheLinkAndWhatFollowsDoesNotLeave() {
        link.send(new Done(1, 1));
        link.send(new Inspect(2, null));
        link.send(new Done(3, 3));
        channel.runPendingTasks();
        List<Frame> written = decodeAll();
        assertEquals(new Done(1, 1), written.get(0));
        assertEquals(ErrorCode.INTERNAL, ((Close) written.get(1)).code());
        assertEquals(2, written.size());
        assertEquals(0, link.queuedBytes());
        assertThrows(NullPointerException.class, () -> link.send(null));
    }

    @Test
    void aLinkSaysWhoItIs() {
        assertEquals("embedded", link.peer());
        assertEquals("Link[embedded]", link.toString());
        assertFalse(link.isEncrypted());
        assertTrue(link.isOpen());
    }

    private EmbeddedChannel start() {
        EmbeddedChannel started = new EmbeddedChannel(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel raw) {
                ((EmbeddedChannel) raw).freezeTime();
                LinkPipeline.install(raw, null, Side.CLIENT, HANDSHAKE_TIMEOUT_MS, () -> NOW_MS, new LinkPipeline.Owner() {
                    @Override
                    public LinkHandler opened(Link opened) {
                        link = opened;
                        return new Recorder();
                    }

                    @Override
                    public void failed(Throwable cause) {
                        throw new AssertionError(cause);
                    }
                });
            }
        });
        return started;
    }

    private void advance(long ms) {
        channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private void receive(Frame... frames) {
        ByteBuf bytes = Unpooled.buffer();
        for (Frame frame : frames) {
            new FrameEncoder().encode(frame, bytes);
        }
        channel.writeInbound(bytes);
    }

    private List<Frame> decodeAll() {
        List<Frame> frames = new ArrayList<>();
        ByteBuf written;
        while ((written = channel.readOutbound()) != null) {
            frames.addAll(decode(written));
        }
        return frames;
    }

    private static List<Frame> decode(ByteBuf written) {
        List<Frame> frames = new ArrayList<>();
        while (written.isReadable()) {
            byte[] bytes = new byte[written.readInt()];
            written.readBytes(bytes);
            Side sender = FrameType.ofCode(bytes[0]).sender();
            frames.add(FrameDecoder.decode(bytes, sender == Side.EITHER ? Side.BROKER : sender));
        }
        written.release();
        return frames;
    }

    private final class Recorder implements LinkHandler {
        @Override
        public void onFrame(Link from, Frame frame) {
            events.add(frame.type().toString());
            if (thrownByHandler != null) {
                throw thrownByHandler;
            }
            if (answer != null) {
                from.send(answer);
            }
        }

        @Override
        public void onBatchEnd(Link from) {
            events.add("batch");
        }

        @Override
        public void onClosed(Link from, LinkClosed reason) {
            events.add("closed");
            closed.add(reason);
        }
    }
}
