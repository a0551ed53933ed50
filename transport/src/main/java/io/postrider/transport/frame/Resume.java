package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

import java.util.List;

/**
 * Takes up the logical connection of a token after a lost link. Answered by Done or by Failure TOKEN_UNKNOWN.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId answered by it
 * @param token     of the connection that was lost
 * @param bootId    of the broker that it was made with
 * @param clientId  client id that the connection had, or null
 * @param sessions  each session that the client still has
 */
public record Resume(long requestId, byte[] token, long bootId, String clientId, List<SessionResume> sessions) implements Frame {
    public Resume {
        sessions = List.copyOf(sessions);
    }

    @Override
    public FrameType type() {
        return FrameType.RESUME;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeBytes(token);
        out.writeVarint(bootId);
        out.writeOptionalString(clientId);
        SessionResume.writeAll(out, sessions);
    }

    static Resume read(WireInput in) {
        return new Resume(in.readVarint(), in.readBytes(), in.readVarint(), in.readOptionalString(), SessionResume.readAll(in));
    }
}
