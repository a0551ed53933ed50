package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * The bounds that a broker tells its clients in the handshake.
 *
 * @param frameBytesMax        a larger frame ends the connection
 * @param messageBytesMax      a larger message is refused
 * @param heartbeatMs          each side lets the other hear something at least this often; three times as long without is the end
 * @param sessionRetentionMs   how long the broker keeps what a resume needs; a client tries to reconnect for less
 * @param connectionCreditBytes bytes of messages that may be on the way to the core
 * @param unacknowledgedMax    messages that a session may hold unacknowledged
 */
public record Limits(int frameBytesMax, long messageBytesMax, int heartbeatMs, long sessionRetentionMs,
                     long connectionCreditBytes, int unacknowledgedMax) {
    public Limits {
        if (frameBytesMax < 0 || messageBytesMax < 0 || heartbeatMs < 0 || sessionRetentionMs < 0 || connectionCreditBytes < 0 || unacknowledgedMax < 0) {
            throw new IllegalArgumentException("limits of " + frameBytesMax + " bytes a frame, " + messageBytesMax + " bytes a message, heartbeat "
                    + heartbeatMs + " ms, retention " + sessionRetentionMs + " ms, credit " + connectionCreditBytes + " bytes, " + unacknowledgedMax
                    + " unacknowledged; none can be negative");
        }
    }

    void write(WireOutput out) {
        out.writeVarint(frameBytesMax);
        out.writeVarint(messageBytesMax);
        out.writeVarint(heartbeatMs);
        out.writeVarint(sessionRetentionMs);
        out.writeVarint(connectionCreditBytes);
        out.writeVarint(unacknowledgedMax);
    }

    static Limits read(WireInput in) {
        return new Limits(in.readVarint(Integer.MAX_VALUE, "frameBytesMax"), in.readVarint(),
                in.readVarint(Integer.MAX_VALUE, "heartbeatMs"), in.readVarint(), in.readVarint(),
                in.readVarint(Integer.MAX_VALUE, "unacknowledgedMax"));
    }
}
