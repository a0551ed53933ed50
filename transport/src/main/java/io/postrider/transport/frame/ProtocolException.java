package io.postrider.transport.frame;

/**
 * The peer broke the protocol: its link is closed with this code and sentence. Thrown by the codec, and by whoever handles a
 * frame that decodes well and yet may not stand where it stands.
 */
public final class ProtocolException extends RuntimeException {
    private final ErrorCode code;

    /** @param detail a sentence for people that names the value and what was expected; it is sent to the peer */
    public ProtocolException(ErrorCode code, String detail) {
        this(code, detail, null);
    }

    public ProtocolException(ErrorCode code, String detail, Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
