package io.postrider.transport.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import io.postrider.transport.codec.FrameDecoder;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType.Side;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The last handler of a channel: turns what Netty says into calls of the {@link Link}, which it makes when the connection, and
 * TLS if there is any, stands. Lives on the channel's event loop.
 */
final class LinkPipeline extends ChannelInboundHandlerAdapter {
    /** Who waits for the link. */
    interface Owner {
        /** The link stands; from now on the handler that this returns hears of it. */
        LinkHandler opened(Link link);

        /** There was a connection, and it never came to a link. Called once, instead of {@link #opened}. */
        void failed(Throwable cause);
    }

    private final FrameDecoder decoder;
    private final boolean tls;
    private final int handshakeTimeoutMs;
    private final LongSupplier clockMs;
    private final Owner owner;
    private Link link;
    private boolean active;
    private boolean failed;
    private Future<?> handshakeTimer;

    private LinkPipeline(FrameDecoder decoder, boolean tls, int handshakeTimeoutMs, LongSupplier clockMs, Owner owner) {
        this.decoder = decoder;
        this.tls = tls;
        this.handshakeTimeoutMs = handshakeTimeoutMs;
        this.clockMs = clockMs;
        this.owner = owner;
    }

    /**
     * All handlers of a link, in the order in which bytes come in. What goes out is encoded by the link itself, batch by batch.
     *
     * @param tls                or null
     * @param peer               who sends what comes in
     * @param handshakeTimeoutMs the peer is authenticated by then or its link closed; 0 = no such bound
     */
    static void install(Channel channel, SslHandler tls, Side peer, int handshakeTimeoutMs, LongSupplier clockMs, Owner owner) {
        FrameDecoder decoder = new FrameDecoder(peer);
        if (tls != null) {
            // decrypts and encrypts
            channel.pipeline().addLast(tls);
        }
        // bytes -> frames
        channel.pipeline().addLast(decoder);
        // frames and events -> link
        channel.pipeline().addLast(new LinkPipeline(decoder, tls != null, handshakeTimeoutMs, clockMs, owner));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        active = true;
        if (handshakeTimeoutMs > 0) {
            handshakeTimer = context.executor().schedule(() -> handshakeTimedOut(context), handshakeTimeoutMs, TimeUnit.MILLISECONDS);
        }
        if (!tls) {
            open(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                open(context);
            } else {
                fail(context, handshake.cause());
            }
        } else if (event instanceof SslCloseCompletionEvent && link != null) {
            link.inputEnded();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        link.received((Frame) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (link != null) {
            link.batchEnded();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (link != null) {
            link.writabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (handshakeTimer != null) {
            handshakeTimer.cancel(false);
        }
        if (link != null) {
            link.closed();
        } else {
            fail(context, new java.io.EOFException("the peer closed the connection"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable what = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (link != null) {
            link.failed(what);
        } else {
            fail(context, what);
        }
    }

    private void open(ChannelHandlerContext context) {
        link = new Link(context.channel(), decoder, clockMs);
        link.handler(owner.opened(link));
    }

    private void fail(ChannelHandlerContext context, Throwable cause) {
        if (active && !failed) {
            failed = true;
            owner.failed(cause);
            context.pipeline().firstContext().close();
        }
    }

    private void handshakeTimedOut(ChannelHandlerContext context) {
        if (link == null) {
            fail(context, new java.io.IOException("the TLS handshake was not finished in " + handshakeTimeoutMs + " ms"));
        } else if (!link.isAuthenticated()) {
            link.close(ErrorCode.HANDSHAKE_TIMEOUT, "the handshake was not finished in " + handshakeTimeoutMs + " ms");
        }
    }
}
