package io.postrider.jms.message;

import io.postrider.transport.message.WireMessage;

/**
 * A message ready to be sent, independent of the object that it came from.
 *
 * @param message   with its body in it, or apart
 * @param bodyApart the body to send in chunks, never changed any more; null if it is in the message
 */
public record EncodedMessage(WireMessage message, byte[] bodyApart) {
    public EncodedMessage {
        if (message.isBodyApart() != (bodyApart != null)) {
            throw new IllegalArgumentException(message + " with a body of " + (bodyApart == null ? "no" : bodyApart.length) + " bytes apart");
        }
    }
}
