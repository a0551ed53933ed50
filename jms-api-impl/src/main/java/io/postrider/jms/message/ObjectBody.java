package io.postrider.jms.message;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.Proxy;

/**
 * Objects to bytes and back. Reading asks the allow list before a class is loaded, and bounds depth and arrays, so that a small
 * message cannot take much memory.
 */
final class ObjectBody {
    /**
     * Elements of an array for each byte of the body. An element takes a byte or more of the stream; hash tables are created up
     * to eight times as large as what they hold.
     */
    private static final int ARRAY_ELEMENTS_PER_BYTE = 8;
    private static final int ARRAY_ELEMENTS_FREE = 4096;

    private ObjectBody() {
    }

    /** @throws jakarta.jms.MessageFormatException if something in it cannot be serialised */
    static byte[] write(Serializable object) throws JMSException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw JmsErrors.messageFormat("a " + object.getClass().getName() + " cannot be serialised: " + e, e);
        }
        return bytes.toByteArray();
    }

    /**
     * @param allowed null for what this application has serialised itself
     * @throws jakarta.jms.MessageFormatException if a class is not allowed or not there, or the bytes are no such stream
     */
    static Serializable read(Slice body, ObjectAllowList allowed) throws JMSException {
        InputStream bytes = new ByteArrayInputStream(body.array(), body.offset(), body.length());
        try (Reader in = new Reader(bytes, allowed, body.length())) {
            return in.readSerializable();
        } catch (ClassNotFoundException e) {
            throw JmsErrors.messageFormat("the object in this message needs the class " + e.getMessage()
                    + ", which neither the thread's class loader nor that of this client has", e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw JmsErrors.messageFormat("the object in this message cannot be read: " + e, e);
        }
    }

    private static final class Reader extends ObjectInputStream {
        private final ObjectAllowList allowed;
        private final long arrayElementsMax;
        /** What was refused and why; the stream itself only says that something was. */
        private String refusal;

        Reader(InputStream in, ObjectAllowList allowed, int bodyBytes) throws IOException {
            super(in);
            this.allowed = allowed;
            this.arrayElementsMax = ARRAY_ELEMENTS_FREE + (long) ARRAY_ELEMENTS_PER_BYTE * bodyBytes;
            if (allowed != null) {
                setObjectInputFilter(this::check);
            }
        }

        Serializable readSerializable() throws IOException, ClassNotFoundException, JMSException {
            try {
                return (Serializable) readObject();
            } catch (InvalidClassException e) {
                if (refusal != null) {
                    throw JmsErrors.classNotAllowed(refusal);
                }
                throw e;
            }
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            requireAllowed(described.getName());
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            try {
                if (loader != null) {
                    return Class.forName(described.getName(), false, loader);
                }
            } catch (ClassNotFoundException e) {
                // the default below knows primitives and the classes beside this client
            }
            return super.resolveClass(described);
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
            if (allowed != null && !allowed.allowsProxies()) {
                throw refused("a proxy of " + String.join(", ", interfaces)
                        + " is in this message; proxies come out of messages only with " + ObjectAllowList.SETTING + "=*");
            }
            Class<?>[] classes = new Class<?>[interfaces.length];
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            for (int i = 0; i < classes.length; i++) {
                classes[i] = Class.forName(interfaces[i], false, loader);
            }
            return Proxy.newProxyInstance(loader, classes, (proxy, method, arguments) -> null).getClass();
        }

        /** By name, before the class is looked for. */
        private void requireAllowed(String name) throws InvalidClassException {
            String component = componentOf(name);
            if (allowed != null && !allowed.allows(component)) {
                throw refused("the class " + component + " is in this message and not allowed to come out of it;"
                        + " if its senders are trusted, name it or its package in " + ObjectAllowList.SETTING);
            }
        }

        private InvalidClassException refused(String reason) {
            refusal = reason;
            return new InvalidClassException(reason);
        }

        /** Bounds, the classes that the stream names only indirectly, and what the whole virtual machine refuses. */
        private ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info) {
            ObjectInputFilter ofMachine = ObjectInputFilter.Config.getSerialFilter();
            if (ofMachine != null && ofMachine.checkInput(info) == ObjectInputFilter.Status.REJECTED) {
                refusal = "the filter of this virtual machine (jdk.serialFilter) refuses "
                        + (info.serialClass() == null ? "the object" : info.serialClass().getName()) + " in this message";
                return ObjectInputFilter.Status.REJECTED;
            }
            if (info.depth() > allowed.depthMax()) {
                refusal = "the object in this message is nested more than " + allowed.depthMax() + " deep";
                return ObjectInputFilter.Status.REJECTED;
            }
            if (info.arrayLength() > arrayElementsMax) {
                refusal = "the object in this message has an array of " + info.arrayLength() + " elements, more than its bytes can fill";
                return ObjectInputFilter.Status.REJECTED;
            }
            Class<?> type = info.serialClass();
            if (type == null || Proxy.isProxyClass(type) || type.isInterface()) {
                return ObjectInputFilter.Status.UNDECIDED; // proxies were decided when they were resolved
            }
            try {
                requireAllowed(type.getName());
                return ObjectInputFilter.Status.ALLOWED;
            } catch (InvalidClassException e) {
                return ObjectInputFilter.Status.REJECTED;
            }
        }

        /** {@code [[Lcom.acme.Order;} is about com.acme.Order, and {@code [I} about int. */
        private static String componentOf(String name) {
            int dimensions = name.lastIndexOf('[') + 1;
            if (dimensions == 0) {
                return name;
            }
            return switch (name.charAt(dimensions)) {
                case 'L' -> name.substring(dimensions + 1, name.length() - 1);
                case 'Z' -> "boolean";
                case 'B' -> "byte";
                case 'S' -> "short";
                case 'C' -> "char";
                case 'I' -> "int";
                case 'J' -> "long";
                case 'F' -> "float";
                case 'D' -> "double";
                default -> name;
            };
        }
    }
}
