package io.postrider.transport.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.FrameType.Side;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Accepts clients on one port. Made, and closed, by the broker; owns its event loops (daemon threads) and every link that it
 * accepted.
 */
public final class Listener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());
    /** Connections above the bound that are kept for a moment, to be told why; any more are cut at once. */
    private static final int REFUSALS_MAX = 64;
    /** Bytes in a socket's outgoing buffer at which a link stops encoding, and starts again. */
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final ListenerOptions options;
    private final Function<Link, LinkHandler> handlers;
    private final SslContext tls;
    private final EventLoopGroup eventLoops;
    private final OpenLinks links = new OpenLinks();
    private final AtomicBoolean closed = new AtomicBoolean();
    private Channel socket;

    private Listener(ListenerOptions options, Function<Link, LinkHandler> handlers, SslContext tls, EventLoopGroup eventLoops) {
        this.options = options;
        this.handlers = handlers;
        this.tls = tls;
        this.eventLoops = eventLoops;
    }

    /**
     * Listens, and is bound when this returns.
     *
     * @param handlers called for each new link on its event loop, before its first frame
     * @throws IOException if the port cannot be had or a file of TLS cannot be used; its message says which, why and what to do
     */
    public static Listener start(ListenerOptions options, Function<Link, LinkHandler> handlers) throws IOException {
        Objects.requireNonNull(handlers, "handlers");
        SslContext tls = options.tls() == null ? null : Tls.server(options.tls());
        SocketKind kind = SocketKind.choose();
        // the core, the committer and readers want processors too
        EventLoopGroup eventLoops = kind.eventLoops(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), "postrider-broker-io");
        Listener listener = new Listener(options, handlers, tls, eventLoops);
        try {
            listener.bind(kind);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        LOG.log(Level.INFO, "listening on {0}{1}", Addresses.text(listener.socket.localAddress()), tls == null ? "" : " with TLS");
        return listener;
    }

    /**
     * Looks whether {@link #start} could listen now, for who has something to make before that; listens for a moment.
     *
     * @throws IOException as {@link #start} does
     */
    public static void check(ListenerOptions options) throws IOException {
        if (options.tls() != null) {
            Tls.server(options.tls());
        }
        InetSocketAddress address = address(options);
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address, options.backlog());
        } catch (IOException e) {
            throw cannotListen(options, e);
        }
    }

    /** The port that is listened on. */
    public int port() {
        return ((InetSocketAddress) socket.localAddress()).getPort();
    }

    /** Accepts nobody any more, closes every link with SHUTTING_DOWN and ends the event loops, within about 15 s. Not on an event loop. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (socket != null) {
            socket.close().awaitUninterruptibly(1_000);
        }
        links.close(ErrorCode.SHUTTING_DOWN, "the broker is stopping", eventLoops);
    }

    private void bind(SocketKind kind) throws IOException {
        InetSocketAddress address = address(options);
        ChannelFuture bound = new ServerBootstrap()
                .group(eventLoops)
                .channel(kind.serverSocket)
                .option(ChannelOption.SO_BACKLOG, options.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted(channel);
                    }
                })
                .bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen(options, bound.cause());
        }
        socket = bound.channel();
    }

    private static InetSocketAddress address(ListenerOptions options) throws IOException {
        InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
        if (address.isUnresolved()) {
            throw new IOException("cannot listen on " + Addresses.text(options.host(), options.port())
                    + ": the host name is not known; use a name or an address of this machine");
        }
        return address;
    }

    private static IOException cannotListen(ListenerOptions options, Throwable cause) {
        return new IOException("cannot listen on " + Addresses.text(options.host(), options.port()) + ": " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        if (text.contains("in use")) {
            return "another process listens there; stop it or choose another port (0 = a free one)";
        }
        if (text.contains("assign")) {
            return "this machine does not have that address; use one of its own, or 0.0.0.0 for all";
        }
        if (text.contains("denied")) {
            return "the user of this process may not listen there; choose a port from 1024 on";
        }
        return text;
    }

    private void accepted(Channel channel) {
        if (links.count() >= options.connectionsMax() + REFUSALS_MAX) {
            channel.close();
            return;
        }
        boolean refused = links.count() >= options.connectionsMax();
        links.add(channel);
        SslHandler handler = tls == null ? null : tls.newHandler(channel.alloc());
        if (handler != null) {
            handler.setHandshakeTimeoutMillis(options.handshakeTimeoutMs());
        }
        LinkPipeline.install(channel, handler, Side.CLIENT, options.handshakeTimeoutMs(), options.clockMs(), new Accepted(channel, refused));
    }

    /** One accepted connection on its way to a link. */
    private final class Accepted implements LinkPipeline.Owner {
        private final Channel channel;
        private final boolean refused;

        Accepted(Channel channel, boolean refused) {
            this.channel = channel;
            this.refused = refused;
        }

        @Override
        public LinkHandler opened(Link link) {
            links.add(link, channel);
            if (refused) {
                LOG.log(Level.INFO, "refusing {0}: {1} connections are open already", link.peer(), options.connectionsMax());
                link.close(ErrorCode.TOO_MANY_CONNECTIONS, "the broker has " + options.connectionsMax() + " connections already, which is its bound");
                return new NoHandler();
            }
            return handlers.apply(link);
        }

        @Override
        public void failed(Throwable cause) {
            LOG.log(Level.INFO, "no link with {0}: {1}", Addresses.text(channel.remoteAddress()), cause.getMessage());
        }
    }
}
