package io.postrider.transport.frame;

import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireInput;

/** Why something was refused or closed. A number is never used for anything else again. */
public enum ErrorCode {
    NORMAL(0, "nothing is wrong"),
    PROTOCOL_ERROR(1, "the peer broke the protocol"),
    VERSION_UNSUPPORTED(2, "no protocol version that both sides speak"),
    AUTHENTICATION_FAILED(3, "user name or password is wrong"),
    NOT_PERMITTED(4, "this user may not do that"),
    HANDSHAKE_TIMEOUT(5, "the handshake was not finished in time"),
    FRAME_TOO_LARGE(6, "a frame above the limit"),
    HEARTBEAT_MISSED(7, "the peer gave no sign of life"),
    MECHANISM_REFUSED(8, "this SASL mechanism is not offered here"),
    TOO_MANY_CONNECTIONS(9, "the broker has as many connections as it may"),
    TOKEN_UNKNOWN(10, "no connection of that token can be resumed"),
    SUPERSEDED(11, "the connection was resumed over another link"),
    SHUTTING_DOWN(12, "the broker is stopping"),
    STORE_FAILED(13, "the broker's store has failed"),
    INTERNAL(14, "a defect of the broker"),
    LINK_LOST(15, "the link was lost without a reason given"),
    CLIENT_ID_IN_USE(20, "another connection has this client id"),
    CLIENT_ID_INVALID(21, "not a client id, or set already"),
    SESSION_UNKNOWN(22, "no such session on this connection"),
    CONSUMER_UNKNOWN(23, "no such consumer on this connection"),
    DESTINATION_UNKNOWN(30, "the destination does not exist and is not created by use"),
    DESTINATION_INVALID(31, "not a destination for this operation"),
    DESTINATION_IN_USE(32, "the destination has consumers"),
    DESTINATION_FULL(33, "the destination is at its bound"),
    SUBSCRIPTION_UNKNOWN(40, "no such subscription"),
    SUBSCRIPTION_IN_USE(41, "the subscription has consumers or unacknowledged messages"),
    SUBSCRIPTION_MISMATCH(42, "the subscription exists in another form"),
    SELECTOR_INVALID(50, "not a selector"),
    MESSAGE_INVALID(51, "not a message"),
    MESSAGE_TOO_LARGE(52, "the message is larger than the broker takes"),
    DISK_FULL(53, "the broker's disk is nearly full"),
    MEMORY_FULL(54, "the broker's memory is full"),
    LIMIT_REACHED(55, "a bound of the broker is reached"),
    TOO_MANY_UNACKNOWLEDGED(56, "the session has as many unacknowledged messages as it may"),
    ACKNOWLEDGED_ELSEWHERE(57, "another consumer got the message meanwhile"),
    TRANSACTION_UNKNOWN(60, "no such transaction"),
    TRANSACTION_ROLLED_BACK(61, "the transaction was rolled back"),
    TRANSACTION_TOO_LARGE(62, "the transaction is larger than the broker takes"),
    REQUEST_UNSUPPORTED(70, "the broker does not know this request");

    private static final ErrorCode[] BY_CODE = new ErrorCode[128];

    static {
        for (ErrorCode code : values()) {
            BY_CODE[code.code] = code;
        }
    }

    private final int code;
    private final String meaning;

    ErrorCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** 0 to 127. */
    public int code() {
        return code;
    }

    /** Half a sentence for people. */
    public String meaning() {
        return meaning;
    }

    /** @throws WireFormatException if no code has that number */
    public static ErrorCode read(WireInput in) {
        ErrorCode known = BY_CODE[in.readVarint(BY_CODE.length - 1, "error code")];
        if (known == null) {
            throw new WireFormatException("unknown error code");
        }
        return known;
    }
}
