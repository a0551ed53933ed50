package io.postrider.jms.error;

import io.postrider.transport.frame.ErrorCode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;

/**
 * Makes every JMSException and every runtime twin of this client (specification 10); no other class does, so that an error
 * code is never missing and a cause never lost.
 *
 * <p>The error code of what the broker refused is the name of its {@link ErrorCode}; what the client found out by itself has
 * one of the constants below. Any thread.
 */
public final class JmsErrors {
    public static final String CLIENT_FAILED = "CLIENT_FAILED";
    public static final String CONNECTION_LOST = "CONNECTION_LOST";
    public static final String TIMED_OUT = "TIMED_OUT";
    public static final String OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN";
    public static final String CLOSED = "CLOSED";
    public static final String ILLEGAL_STATE = "ILLEGAL_STATE";
    public static final String MESSAGE_FORMAT = "MESSAGE_FORMAT";
    public static final String MESSAGE_END = "MESSAGE_END";
    public static final String MESSAGE_NOT_READABLE = "MESSAGE_NOT_READABLE";
    public static final String MESSAGE_NOT_WRITEABLE = "MESSAGE_NOT_WRITEABLE";
    public static final String CLASS_NOT_ALLOWED = "CLASS_NOT_ALLOWED";
    public static final String TRANSACTION_IN_PROGRESS = "TRANSACTION_IN_PROGRESS";

    private JmsErrors() {
    }

    /**
     * What an application gets for a refusal of the broker.
     *
     * @param detail the broker's sentence; null or empty is replaced by the meaning of the code
     */
    public static JMSException from(ErrorCode code, String detail) {
        String reason = detail == null || detail.isEmpty() ? code.meaning() : detail;
        String name = code.name();
        return switch (code) {
            case AUTHENTICATION_FAILED, NOT_PERMITTED, MECHANISM_REFUSED -> new JMSSecurityException(reason, name);
            case CLIENT_ID_IN_USE, CLIENT_ID_INVALID -> new InvalidClientIDException(reason, name);
            // 8.3: unsubscribing what is not there names a destination that does not exist, as the javadoc of unsubscribe says
            case DESTINATION_UNKNOWN, DESTINATION_INVALID, SUBSCRIPTION_UNKNOWN -> new InvalidDestinationException(reason, name);
            case SELECTOR_INVALID -> new InvalidSelectorException(reason, name);
            case MESSAGE_INVALID -> new MessageFormatException(reason, name);
            case DESTINATION_FULL, MESSAGE_TOO_LARGE, DISK_FULL, MEMORY_FULL, LIMIT_REACHED, TOO_MANY_UNACKNOWLEDGED,
                    TOO_MANY_CONNECTIONS, TRANSACTION_TOO_LARGE -> new ResourceAllocationException(reason, name);
            case TRANSACTION_ROLLED_BACK -> new TransactionRolledBackException(reason, name);
            case DESTINATION_IN_USE, SUBSCRIPTION_IN_USE, SUBSCRIPTION_MISMATCH, SESSION_UNKNOWN, CONSUMER_UNKNOWN,
                    TRANSACTION_UNKNOWN -> new IllegalStateException(reason, name);
            case NORMAL, PROTOCOL_ERROR, VERSION_UNSUPPORTED, HANDSHAKE_TIMEOUT, FRAME_TOO_LARGE, HEARTBEAT_MISSED, TOKEN_UNKNOWN,
                    SUPERSEDED, SHUTTING_DOWN, STORE_FAILED, INTERNAL, LINK_LOST, ACKNOWLEDGED_ELSEWHERE, REQUEST_UNSUPPORTED ->
                    new JMSException(reason, name);
        };
    }

    /** The same with what led to it, for refusals that end a connection. */
    public static JMSException from(ErrorCode code, String detail, Throwable cause) {
        return linked(from(code, detail), cause);
    }

    /** A failure for which the specification has no type of its own. */
    public static JMSException failed(String reason, Throwable cause) {
        return linked(new JMSException(reason, CLIENT_FAILED), cause);
    }

    public static JMSException connectionLost(String reason, Throwable cause) {
        return linked(new JMSException(reason, CONNECTION_LOST), cause);
    }

    /**
     * @param what      what was waited for, as in "no answer to {@code what} within 30000 ms"
     * @param timeoutMs how long
     */
    public static JMSException timedOut(String what, long timeoutMs) {
        return new JMSException("no answer to " + what + " within " + timeoutMs + " ms", TIMED_OUT);
    }

    /** Nobody can say whether {@code what} happened: who waited for it cannot be answered any more. */
    public static JMSException outcomeUnknown(String what, Throwable cause) {
        return linked(new JMSException("the outcome of " + what + " is unknown" + because(cause), OUTCOME_UNKNOWN), cause);
    }

    /** @param what the noun, as in "this session is closed" */
    public static IllegalStateException closed(String what) {
        return new IllegalStateException("this " + what + " is closed", CLOSED);
    }

    /** The same, with the failure that closed it. */
    public static IllegalStateException closed(String what, Throwable cause) {
        return linked(new IllegalStateException("this " + what + " is closed" + because(cause), CLOSED), cause);
    }

    private static String because(Throwable cause) {
        return cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
    }

    /** Another thread closed the session, and {@code what} did not happen. */
    public static IllegalStateException closedBefore(String what) {
        return new IllegalStateException("the session was closed before the end of " + what + ", which has not happened", CLOSED);
    }

    public static IllegalStateException illegalState(String reason) {
        return new IllegalStateException(reason, ILLEGAL_STATE);
    }

    public static JMSSecurityException security(String reason, Throwable cause) {
        return linked(new JMSSecurityException(reason, ErrorCode.AUTHENTICATION_FAILED.name()), cause);
    }

    public static InvalidClientIDException invalidClientId(String reason) {
        return new InvalidClientIDException(reason, ErrorCode.CLIENT_ID_INVALID.name());
    }

    public static InvalidDestinationException invalidDestination(String reason) {
        return new InvalidDestinationException(reason, ErrorCode.DESTINATION_INVALID.name());
    }

    public static InvalidDestinationException invalidDestination(String reason, Throwable cause) {
        return linked(invalidDestination(reason), cause);
    }

    public static InvalidSelectorException invalidSelector(String reason) {
        return new InvalidSelectorException(reason, ErrorCode.SELECTOR_INVALID.name());
    }

    public static ResourceAllocationException resourceAllocation(String reason) {
        return new ResourceAllocationException(reason, ErrorCode.LIMIT_REACHED.name());
    }

    public static TransactionRolledBackException rolledBack(String reason, Throwable cause) {
        return linked(new TransactionRolledBackException(reason, ErrorCode.TRANSACTION_ROLLED_BACK.name()), cause);
    }

    public static TransactionInProgressException transactionInProgress(String reason) {
        return new TransactionInProgressException(reason, TRANSACTION_IN_PROGRESS);
    }

    public static MessageFormatException messageFormat(String reason) {
        return new MessageFormatException(reason, MESSAGE_FORMAT);
    }

    public static MessageFormatException messageFormat(String reason, Throwable cause) {
        return linked(new MessageFormatException(reason, MESSAGE_FORMAT), cause);
    }

    /** A class in an ObjectMessage that the receiver does not let in; a MessageFormatException, since getBody must throw one. */
    public static MessageFormatException classNotAllowed(String reason) {
        return new MessageFormatException(reason, CLASS_NOT_ALLOWED);
    }

    public static MessageEOFException endOfMessage(String reason) {
        return new MessageEOFException(reason, MESSAGE_END);
    }

    public static MessageNotReadableException notReadable(String reason) {
        return new MessageNotReadableException(reason, MESSAGE_NOT_READABLE);
    }

    public static MessageNotWriteableException notWriteable(String reason) {
        return new MessageNotWriteableException(reason, MESSAGE_NOT_WRITEABLE);
    }

    /**
     * The twin that the simplified API throws: same kind, message and error code; its cause is the checked exception, which
     * keeps the stack and the cause of its own. Kinds without a twin become a plain JMSRuntimeException.
     */
    public static JMSRuntimeException toRuntime(JMSException checked) {
        String reason = checked.getMessage();
        String code = checked.getErrorCode();
        if (checked instanceof IllegalStateException) {
            return new IllegalStateRuntimeException(reason, code, checked);
        } else if (checked instanceof InvalidClientIDException) {
            return new InvalidClientIDRuntimeException(reason, code, checked);
        } else if (checked instanceof InvalidDestinationException) {
            return new InvalidDestinationRuntimeException(reason, code, checked);
        } else if (checked instanceof InvalidSelectorException) {
            return new InvalidSelectorRuntimeException(reason, code, checked);
        } else if (checked instanceof JMSSecurityException) {
            return new JMSSecurityRuntimeException(reason, code, checked);
        } else if (checked instanceof MessageFormatException) {
            return new MessageFormatRuntimeException(reason, code, checked);
        } else if (checked instanceof MessageNotWriteableException) {
            return new MessageNotWriteableRuntimeException(reason, code, checked);
        } else if (checked instanceof ResourceAllocationException) {
            return new ResourceAllocationRuntimeException(reason, code, checked);
        } else if (checked instanceof TransactionInProgressException) {
            return new TransactionInProgressRuntimeException(reason, code, checked);
        } else if (checked instanceof TransactionRolledBackException) {
            return new TransactionRolledBackRuntimeException(reason, code, checked);
        }
        return new JMSRuntimeException(reason, code, checked);
    }

    /** A call of the classic API that gives a value. */
    @FunctionalInterface
    public interface Call<T> {
        T call() throws JMSException;
    }

    /** A call of the classic API that gives none. */
    @FunctionalInterface
    public interface Action {
        void run() throws JMSException;
    }

    /** What the simplified API wraps its calls of the classic one in. */
    public static <T> T unchecked(Call<T> call) {
        try {
            return call.call();
        } catch (JMSException e) {
            throw toRuntime(e);
        }
    }

    /** The same for a call without a value; of another name, since a lambda would fit both. */
    public static void uncheckedRun(Action action) {
        try {
            action.run();
        } catch (JMSException e) {
            throw toRuntime(e);
        }
    }

    private static <E extends JMSException> E linked(E exception, Throwable cause) {
        if (cause != null) {
            exception.initCause(cause);
            if (cause instanceof Exception linkable) {
                exception.setLinkedException(linkable);
            }
        }
        return exception;
    }
}
