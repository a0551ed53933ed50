package io.postrider.transport.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.postrider.transport.frame.ErrorCode;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The connections of one listener or dialer, so that its close ends them. Any thread. */
final class OpenLinks {
    /** A link takes up to 5 s to close; what is left then is cut. */
    private static final int CLOSE_MS_MAX = 6_000;
    private static final int EVENT_LOOPS_MS_MAX = 5_000;

    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final Map<Channel, Link> links = new ConcurrentHashMap<>();

    /** Connections, whether they have come to a link or not. */
    int count() {
        return channels.size();
    }

    void add(Channel channel) {
        channels.add(channel);
    }

    void add(Link link, Channel channel) {
        links.put(channel, link);
        channel.closeFuture().addListener(closed -> links.remove(channel));
    }

    /** Closes every link with that reason and then the event loops, within about 11 s. */
    void close(ErrorCode code, String detail, EventLoopGroup eventLoops) {
        for (Channel channel : channels) {
            Link link = links.get(channel);
            if (link != null) {
                link.close(code, detail);
            } else {
                channel.close();
            }
        }
        channels.newCloseFuture().awaitUninterruptibly(CLOSE_MS_MAX);
        channels.close();
        eventLoops.shutdownGracefully(0, EVENT_LOOPS_MS_MAX, TimeUnit.MILLISECONDS).awaitUninterruptibly(EVENT_LOOPS_MS_MAX);
    }
}
