package io.postrider.transport.net;

import io.postrider.transport.codec.FrameDecoder;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.FrameType.Side;
import io.postrider.transport.message.WireOutput;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A peer that does only what a test tells it: a plain blocking socket. */
final class RawClient implements AutoCloseable {
    private static final int READ_MS_MAX = 20_000;

    final Socket socket;
    private final DataInputStream in;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(READ_MS_MAX);
        in = new DataInputStream(socket.getInputStream());
    }

    void write(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void write(Frame frame) throws IOException {
        WireOutput fields = new WireOutput(64);
        fields.writeByte(frame.type().code());
        frame.write(fields);
        WireOutput out = new WireOutput(64);
        out.writeInt32(fields.size());
        out.writeRaw(fields.array(), 0, fields.size());
        write(out.toByteArray());
    }

    /** The broker's next frame; null at the end of what it sends. */
    Frame read() throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException e) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        Side sender = FrameType.ofCode(bytes[0]).sender();
        return FrameDecoder.decode(bytes, sender == Side.EITHER ? Side.BROKER : sender);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
