package io.postrider.transport.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** How sockets are reached: epoll where the kernel and the native library allow it, otherwise the JDK's NIO. */
enum SocketKind {
    EPOLL(EpollSocketChannel.class, EpollServerSocketChannel.class),
    NIO(NioSocketChannel.class, NioServerSocketChannel.class);

    /** {@code -Dio.postrider.transport=nio} does without the native library. */
    static final String PROPERTY = "io.postrider.transport";

    final Class<? extends SocketChannel> socket;
    final Class<? extends ServerChannel> serverSocket;

    SocketKind(Class<? extends SocketChannel> socket, Class<? extends ServerChannel> serverSocket) {
        this.socket = socket;
        this.serverSocket = serverSocket;
    }

    static SocketKind choose() {
        String wanted = System.getProperty(PROPERTY, "");
        if (!wanted.isEmpty() && !wanted.equals("nio") && !wanted.equals("epoll")) {
            throw new IllegalArgumentException("system property " + PROPERTY + "=" + wanted + ", expected nio, epoll or nothing");
        }
        return !wanted.equals("nio") && Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** Event loops on daemon threads called {@code name-1}, {@code name-2} and so on, each started when it is first needed. */
    EventLoopGroup eventLoops(int count, String name) {
        IoHandlerFactory handlers = this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(count, new DaemonThreads(name), handlers);
    }
}
