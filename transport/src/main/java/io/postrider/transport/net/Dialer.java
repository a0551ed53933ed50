package io.postrider.transport.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.FrameType.Side;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Connects to brokers. Made, and closed, by the client; owns its event loops (daemon threads) and every link that it dialed.
 */
public final class Dialer implements AutoCloseable {
    /** Clients wait more than they work; a second loop keeps one busy connection from delaying the heartbeats of the others. */
    private static final int EVENT_LOOPS = 2;

    private final SocketKind kind = SocketKind.choose();
    private final EventLoopGroup eventLoops = kind.eventLoops(EVENT_LOOPS, "postrider-client-io");
    /** Names and files are looked up here, since both may block. Ends its thread when there is nothing to do. */
    private final ExecutorService lookUp = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            work -> DaemonThreads.forLookUp(work, "postrider-client-lookup"));
    private final OpenLinks links = new OpenLinks();
    private final Set<CompletableFuture<Link>> unfinished = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Starts the event loops, which begin with the first dial otherwise: what threads inherit, they have of the caller then. */
    public void start() {
        eventLoops.forEach(loop -> loop.execute(() -> { }));
    }

    /**
     * Connects to each address of the host in turn until one answers.
     *
     * @param handler hears of the link once the future is complete
     * @return completed on the link's event loop, or with an IOException that says what is wrong and what to do. Completing it
     *         before, as with {@code cancel}, gives up
     */
    public CompletableFuture<Link> dial(DialOptions options, LinkHandler handler) {
        Objects.requireNonNull(handler, "handler");
        CompletableFuture<Link> result = new CompletableFuture<>();
        unfinished.add(result);
        result.whenComplete((link, failure) -> unfinished.remove(result));
        try {
            var timer = eventLoops.schedule(() -> result.completeExceptionally(new IOException("no connection to " + where(options) + " within "
                    + options.connectTimeoutMs() + " ms; is the address right, and does a firewall let it through?")), options.connectTimeoutMs(), TimeUnit.MILLISECONDS);
            result.whenComplete((link, failure) -> timer.cancel(false));
            lookUp.execute(() -> lookUpAndConnect(options, handler, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new IOException("cannot dial " + where(options) + ": the dialer is closed", e));
        }
        return result;
    }

    /** Closes every link with NORMAL and ends the event loops, within about 11 s. Not on an event loop. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            lookUp.shutdownNow();
            for (CompletableFuture<Link> dial : unfinished) {
                dial.completeExceptionally(new IOException("the dialer was closed before there was a connection"));
            }
            links.close(ErrorCode.NORMAL, "the client is closing", eventLoops);
        }
    }

    /**
     * After {@link #close}: waits until no thread is left of it, among them one of Netty that all event loops share and that ends when it had
     * nothing to do for a second.
     *
     * @param timeoutMs how long at most; a host name that is being looked up can take longer
     */
    public void awaitEnd(long timeoutMs) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        if (eventLoops.awaitTermination(timeoutMs, TimeUnit.MILLISECONDS)) {
            GlobalEventExecutor.INSTANCE.awaitInactivity(Math.max(1, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        lookUp.awaitTermination(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void lookUpAndConnect(DialOptions options, LinkHandler handler, CompletableFuture<Link> result) {
        try {
            SslContext tls = options.tls() == null ? null : Tls.client(options.tls());
            new Dialing(options, handler, result, tls, InetAddress.getAllByName(options.host())).connect(0);
        } catch (UnknownHostException e) {
            result.completeExceptionally(new IOException("cannot dial " + where(options) + ": the host name is not known", e));
        } catch (IOException | RuntimeException e) {
            result.completeExceptionally(new IOException("cannot dial " + where(options) + ": " + e.getMessage(), e));
        }
    }

    private static String where(DialOptions options) {
        return Addresses.text(options.host(), options.port());
    }

    /** One call of dial, over the addresses of its host. */
    private final class Dialing {
        private final DialOptions options;
        private final LinkHandler handler;
        private final CompletableFuture<Link> result;
        private final SslContext tls;
        private final InetAddress[] addresses;

        Dialing(DialOptions options, LinkHandler handler, CompletableFuture<Link> result, SslContext tls, InetAddress[] addresses) {
            this.options = options;
            this.handler = handler;
            this.result = result;
            this.tls = tls;
            this.addresses = addresses;
        }

        void connect(int index) {
            if (result.isDone()) {
                return;
            }
            ChannelFuture connecting = new Bootstrap()
                    .group(eventLoops)
                    .channel(kind.socket)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.max(1, options.connectTimeoutMs() / addresses.length))
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Listener.WATER_MARK)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            connected(channel);
                        }
                    })
                    .connect(new InetSocketAddress(addresses[index], options.port()));
            connecting.addListener(done -> {
                if (!done.isSuccess() && index + 1 < addresses.length) {
                    connect(index + 1);
                } else if (!done.isSuccess()) {
                    result.completeExceptionally(new IOException(refusal(done.cause()), done.cause()));
                }
            });
        }

        private void connected(Channel channel) {
            links.add(channel);
            result.whenComplete((link, failure) -> {
                if (failure != null) {
                    channel.close();
                }
            });
            SslHandler encryption = tls == null ? null : tls.newHandler(channel.alloc(), options.host(), options.port());
            if (encryption != null) {
                encryption.setHandshakeTimeoutMillis(options.connectTimeoutMs());
            }
            LinkPipeline.install(channel, encryption, Side.BROKER, 0, options.clockMs(), new LinkPipeline.Owner() {
                @Override
                public LinkHandler opened(Link link) {
                    links.add(link, channel);
                    if (result.complete(link)) {
                        return handler;
                    }
                    link.abort();
                    return new NoHandler();
                }

                @Override
                public void failed(Throwable cause) {
                    result.completeExceptionally(new IOException(tls != null ? tlsFailure(cause) : refusal(cause), cause));
                }
            });
        }

        private String refusal(Throwable cause) {
            if (cause instanceof ConnectException && String.valueOf(cause.getMessage()).contains("refused")) {
                return "nothing listens on " + where(options) + " (connection refused); is the broker running, and is the port right?";
            }
            return "cannot connect to " + where(options) + ": " + cause.getMessage();
        }

        private String tlsFailure(Throwable cause) {
            String start = "no TLS with " + where(options) + ": ";
            if (cause instanceof NotSslRecordException) {
                return start + "the port answers without TLS; dial it without TLS";
            }
            String trusted = options.tls().trustedCertificates() == null ? "the JVM's trusted certificates" : options.tls().trustedCertificates().toString();
            for (Throwable why = cause; why != null; why = why.getCause()) {
                if (why instanceof CertPathBuilderException || why instanceof CertPathValidatorException) {
                    return start + "the broker's certificate is not trusted by " + trusted + " (" + why.getMessage()
                            + "); trustedCertificates names a PEM file with it, or with the one that signed it";
                }
                if (why.getClass() == java.security.cert.CertificateException.class) {
                    return start + "the broker's certificate is not for this host (" + why.getMessage() + ")";
                }
            }
            return start + cause.getMessage();
        }
    }
}
