package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * The first frame of a client: which versions and features it speaks, and the first step of the SASL exchange.
 *
 * <p>Direction: client to broker.
 *
 * @param versionLowest  oldest protocol version that the client speaks
 * @param versionHighest newest one
 * @param features       bits of what the client can do beyond the version; the broker answers those that both can
 * @param product        name and version of the client, for logs and status
 * @param mechanism      SASL mechanism: SCRAM-SHA-256, PLAIN (over TLS only) or ANONYMOUS
 * @param response       the initial response of that mechanism
 */
public record Connect(
        int versionLowest, int versionHighest, long features, String product, String mechanism, byte[] response) implements Frame {
    public Connect {
        if (versionLowest > versionHighest) {
            throw new IllegalArgumentException("versions " + versionLowest + " to " + versionHighest);
        }
    }

    @Override
    public FrameType type() {
        return FrameType.CONNECT;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(versionLowest);
        out.writeVarint(versionHighest);
        out.writeVarint(features);
        out.writeString(product);
        out.writeString(mechanism);
        out.writeBytes(response);
    }

    static Connect read(WireInput in) {
        return new Connect(
                in.readVarint(Integer.MAX_VALUE, "versionLowest"), in.readVarint(Integer.MAX_VALUE, "versionHighest"),
                in.readVarint(), in.readString(), in.readString(), in.readBytes());
    }
}
