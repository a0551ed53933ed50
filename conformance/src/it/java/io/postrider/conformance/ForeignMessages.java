package io.postrider.conformance;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.StreamMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages that no provider made, of each of the six kinds: the accessors of the API over plain collections, without conversions
 * and checks. What a provider needs no answer to is {@link UnsupportedOperationException}.
 */
final class ForeignMessages implements InvocationHandler {
    private final Class<? extends Message> kind;
    private final Map<String, Object> headers = new LinkedHashMap<>(Map.of("JMSDeliveryMode", DeliveryMode.PERSISTENT, "JMSPriority", 4,
            "JMSTimestamp", 0L, "JMSExpiration", 0L, "JMSDeliveryTime", 0L, "JMSRedelivered", false));
    private final Map<String, Object> properties = new LinkedHashMap<>();
    /** The text or the object of a message that has one. */
    private Object body;
    private final Map<String, Object> map = new LinkedHashMap<>();
    private final List<Object> stream = new ArrayList<>();
    private Iterator<Object> unread;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream writer = new DataOutputStream(bytes);
    private DataInputStream reader;

    private ForeignMessages(Class<? extends Message> kind) {
        this.kind = kind;
    }

    static <M extends Message> M create(Class<M> kind) {
        return kind.cast(Proxy.newProxyInstance(ForeignMessages.class.getClassLoader(), new Class<?>[] {kind}, new ForeignMessages(kind)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws JMSException, IOException {
        String name = method.getName();
        if (method.getDeclaringClass() == Object.class) {
            return name.equals("equals") ? proxy == args[0] : name.equals("hashCode") ? (Object) System.identityHashCode(this) : "foreign " + kind;
        }
        if (name.substring(3).startsWith("JMS")) {
            return name.startsWith("set") ? headers.put(name.substring(3), args[0]) : headers.get(name.substring(3));
        }
        if (name.contains("Property")) {
            return property(name, args);
        }
        return switch (name) {
            case "clearProperties" -> cleared(properties);
            case "getText", "getObject" -> kind == MapMessage.class ? map.get(args[0]) : body;
            case "setText" -> body = args[0];
            case "setObject" -> kind == MapMessage.class ? map.put((String) args[0], args[1]) : (body = args[0]);
            default -> kind == MapMessage.class ? map(name, args) : kind == StreamMessage.class ? stream(name, args)
                    : kind == BytesMessage.class ? bytes(name, args) : unsupported(name);
        };
    }

    private Object property(String name, Object[] args) {
        return switch (name) {
            case "getPropertyNames" -> Collections.enumeration(properties.keySet());
            case "propertyExists" -> properties.containsKey(args[0]);
            default -> name.startsWith("set") ? properties.put((String) args[0], args[1]) : properties.get(args[0]);
        };
    }

    private Object map(String name, Object[] args) {
        return switch (name) {
            case "getMapNames" -> Collections.enumeration(map.keySet());
            case "itemExists" -> map.containsKey(args[0]);
            case "clearBody" -> cleared(map);
            default -> name.startsWith("set") ? map.put((String) args[0], args[1]) : map.get(args[0]);
        };
    }

    private Object stream(String name, Object[] args) throws JMSException {
        if (name.startsWith("write")) {
            stream.add(args[0]);
            return null;
        }
        if (name.equals("reset")) {
            unread = stream.iterator();
            return null;
        }
        if (!name.equals("readObject")) {
            return unsupported(name);
        }
        if (!unread.hasNext()) {
            throw new MessageEOFException("the end");
        }
        return unread.next();
    }

    private Object bytes(String name, Object[] args) throws JMSException, IOException {
        try {
            switch (name) {
                case "writeByte" -> writer.writeByte((byte) args[0]);
                case "writeInt" -> writer.writeInt((int) args[0]);
                case "writeUTF" -> writer.writeUTF((String) args[0]);
                case "reset" -> reader = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
                default -> {
                    return read(name, args);
                }
            }
            return null;
        } catch (EOFException e) {
            throw new MessageEOFException("the end");
        }
    }

    private Object read(String name, Object[] args) throws IOException {
        return switch (name) {
            case "getBodyLength" -> (long) bytes.size();
            case "readByte" -> reader.readByte();
            case "readUnsignedByte" -> reader.readUnsignedByte();
            case "readBytes" -> reader.read((byte[]) args[0], 0, args.length == 2 ? (int) args[1] : ((byte[]) args[0]).length);
            default -> unsupported(name);
        };
    }

    private static Object cleared(Map<String, Object> values) {
        values.clear();
        return null;
    }

    private static Object unsupported(String name) {
        throw new UnsupportedOperationException(name);
    }
}
