package io.postrider.jms.message;

import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.message.BodyKind;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import java.io.Serializable;

/**
 * A message of a serialised object (specification 3.11). It keeps the bytes: setting takes a snapshot, and every read makes an
 * object anew. The broker never reads them; a receiver does so only within its {@link ObjectAllowList}.
 */
public final class JmsObjectMessage extends JmsMessage implements ObjectMessage {
    private Slice serialized = Slice.EMPTY;
    /** Null where the object was set here, which needs no permission to be read back. */
    private ObjectAllowList allowed;

    public JmsObjectMessage() {
    }

    /** One that is to be received. */
    JmsObjectMessage(ObjectAllowList allowed) {
        this.allowed = allowed;
    }

    /** @throws MessageFormatException if something in the object cannot be serialised */
    @Override
    public void setObject(Serializable object) throws JMSException {
        requireWriteableBody();
        serialized = object == null ? Slice.EMPTY : Slice.of(ObjectBody.write(object));
        allowed = null;
    }

    /** @throws MessageFormatException if a class in it is not allowed or not there; the message names it and the setting */
    @Override
    public Serializable getObject() throws JMSException {
        return serialized.length() == 0 ? null : ObjectBody.read(serialized, allowed);
    }

    @Override
    BodyKind kind() {
        return BodyKind.OBJECT;
    }

    @Override
    void receiveBody(Slice body) {
        serialized = body;
    }

    @Override
    byte[] encodeBody() {
        return serialized.bytes();
    }

    @Override
    public <T> T getBody(Class<T> type) throws JMSException {
        Serializable object = getObject();
        return object == null ? null : type.cast(requireType(type, object));
    }

    private static Serializable requireType(Class<?> type, Serializable object) throws JMSException {
        if (!type.isInstance(object)) {
            throw JmsErrors.messageFormat("the body is a " + object.getClass().getTypeName() + ", which is not a "
                    + type.getTypeName());
        }
        return object;
    }

    /** False also if the object cannot be read. */
    @Override
    public boolean isBodyAssignableTo(@SuppressWarnings("rawtypes") Class type) throws JMSException {
        try {
            Serializable object = getObject();
            return object == null || type.isInstance(object);
        } catch (MessageFormatException e) {
            return false;
        }
    }

    @Override
    void emptyBody() {
        serialized = Slice.EMPTY;
        allowed = null;
    }
}
