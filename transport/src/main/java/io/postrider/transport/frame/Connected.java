package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * The handshake has succeeded.
 *
 * <p>Direction: broker to client.
 *
 * @param version      chosen protocol version
 * @param features     bits that both sides have
 * @param token        secret by which this logical connection is resumed; 16 bytes
 * @param connectionId public id of the logical connection, part of the names of its temporary destinations
 * @param nodeId       identity of the broker's store, the same after a restart
 * @param bootId       changes with every start of the broker
 * @param brokerTimeMs epoch milliseconds by the broker's clock
 * @param limits       the bounds that the client keeps
 * @param saslFinal    last message of the SASL mechanism (SCRAM: the server's signature), or empty
 */
public record Connected(
        int version, long features, byte[] token, long connectionId, String nodeId, long bootId, long brokerTimeMs,
        Limits limits, byte[] saslFinal) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.CONNECTED;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(version);
        out.writeVarint(features);
        out.writeBytes(token);
        out.writeVarint(connectionId);
        out.writeString(nodeId);
        out.writeVarint(bootId);
        out.writeSignedVarint(brokerTimeMs);
        limits.write(out);
        out.writeBytes(saslFinal);
    }

    static Connected read(WireInput in) {
        return new Connected(
                in.readVarint(Integer.MAX_VALUE, "version"), in.readVarint(), in.readBytes(), in.readVarint(),
                in.readString(), in.readVarint(), in.readSignedVarint(), Limits.read(in), in.readBytes());
    }
}
