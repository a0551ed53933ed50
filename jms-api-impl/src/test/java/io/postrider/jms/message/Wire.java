package io.postrider.jms.message;

import io.postrider.jms.JmsDestination;
import io.postrider.jms.JmsQueue;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.WireOutput;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Sends messages through bytes and back, as a broker between would. */
final class Wire {
    static final JmsDestination QUEUE = new JmsQueue("orders");
    static final SendFacts SENT = new SendFacts(42, 7, QUEUE, true, 6, 1_700_000_000_000L, 1_700_000_060_000L, 1_700_000_005_000L);
    static final DeliveryFacts DELIVERED = new DeliveryFacts(QUEUE, true, 6, false, 1);

    private Wire() {
    }

    /** What a consumer receives of it. */
    static <M extends JmsMessage> M received(M message) throws JMSException {
        return received(message, ObjectAllowList.DEFAULT);
    }

    @SuppressWarnings("unchecked")
    static <M extends JmsMessage> M received(M message, ObjectAllowList allowed) throws JMSException {
        return (M) decode(message.encode(SENT), DELIVERED, allowed);
    }

    static JmsMessage decode(EncodedMessage encoded, DeliveryFacts facts, ObjectAllowList allowed) {
        WireOutput out = new WireOutput(64);
        out.writeByte(99); // so that a message does not lie at the start of its array
        encoded.message().write(out);
        WireInput in = new WireInput(out.toByteArray());
        in.readByte();
        WireMessage read = WireMessage.read(in, encoded.message().isBodyApart());
        in.requireEnd();
        return JmsMessages.decode(read, encoded.bodyApart(), facts, allowed);
    }

    /** The same message as an object of another provider's class. */
    static <M extends Message> M foreign(Class<M> type, M message) {
        return type.cast(Proxy.newProxyInstance(Wire.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            try {
                return method.invoke(message, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
