package io.postrider.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.message.WireMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 3.11: messages of objects, and what may come out of them. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ObjectMessageTest {
    private static final String HERE = "io.postrider.jms.message";

    @Test
    void jdk_values_arrive_without_any_setting() throws JMSException {
        Map<String, Integer> concurrent = new ConcurrentHashMap<>(Map.of("a", 1, "b", 2));
        List<Serializable> values = List.of(
                true, (byte) 1, 'c', (short) 1, 1, 1L, 1f, 1d, "text \uD800", new BigDecimal("1.50"), BigInteger.TEN.pow(50),
                RoundingMode.HALF_EVEN, LocalDate.of(2026, 2, 28), Instant.ofEpochSecond(1, 2),
                ZonedDateTime.parse("2026-02-28T10:00+01:00[Europe/Paris]"), Duration.ofDays(3), DayOfWeek.MONDAY,
                JapaneseDate.of(2026, 2, 28), UUID.randomUUID(), URI.create("postrider://h"), new Date(1), Locale.GERMANY,
                Currency.getInstance("EUR"), TimeZone.getTimeZone("Europe/Paris"), new GregorianCalendar(2026, 1, 1),
                TimeUnit.DAYS, new ArrayList<>(List.of(1, 2)), new LinkedList<>(List.of(1, 2)),
                new HashMap<>(Map.of("a", List.of(1))), new LinkedHashMap<>(Map.of(1, 2)), new TreeMap<>(Map.of("a", 1)),
                new HashSet<>(Set.of(1)), new TreeSet<>(Set.of("b")), new Vector<>(List.of(1)), BitSet.valueOf(new long[] {5}),
                EnumSet.of(DayOfWeek.FRIDAY), new EnumMap<>(Map.of(DayOfWeek.FRIDAY, 1)), (Serializable) List.of(1, 2, 3),
                (Serializable) Set.of(1), (Serializable) Map.of(1, 2, 3, 4), (Serializable) Arrays.asList(1, 2),
                (Serializable) Collections.emptyList(), (Serializable) Collections.singletonMap(1, 2),
                (Serializable) Collections.unmodifiableList(new ArrayList<>(List.of(1))), new CopyOnWriteArrayList<>(List.of(1)),
                (Serializable) concurrent, new HashMap<>(Collections.singletonMap(null, null)),
                new java.util.AbstractMap.SimpleEntry<>("a", 1));
        for (Serializable value : values) {
            JmsObjectMessage message = new JmsObjectMessage();
            message.setObject(value);
            assertEquals(value, Wire.received(message).getObject(), value.getClass().getName());
        }
    }

    @Test
    void jdk_values_without_equality_arrive_too() throws JMSException {
        for (Serializable value : List.of(new StringBuilder("a"), new StringBuffer("a"), new AtomicLong(1), new ArrayDeque<>(List.of(1)),
                new PriorityQueue<>(List.of(2, 1)))) {
            assertEquals(value.toString(), roundTrip(value).toString());
        }
        TreeMap<String, Integer> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.put("A", 1);
        assertEquals(sorted, roundTrip(sorted));
        TreeSet<Integer> reversed = new TreeSet<>(Comparator.reverseOrder());
        reversed.addAll(List.of(1, 2));
        assertEquals("[2, 1]", roundTrip(reversed).toString());
        assertArrayEquals(new int[][] {{1}, {2, 3}}, (int[][]) roundTrip(new int[][] {{1}, {2, 3}}));
        assertArrayEquals(new Object[] {1, "a", null}, (Object[]) roundTrip(new Object[] {1, "a", null}));
        assertArrayEquals(new String[][] {{"a"}, {}}, (String[][]) roundTrip(new String[][] {{"a"}, {}}));
        assertArrayEquals(new Serializable[] {1}, (Serializable[]) roundTrip(new Serializable[] {1}));
        assertArrayEquals(new byte[200_000], (byte[]) roundTrip(new byte[200_000]));
    }

    private static Serializable roundTrip(Serializable value) throws JMSException {
        JmsObjectMessage message = new JmsObjectMessage();
        message.setObject(value);
        return Wire.received(message).getObject();
    }

    @Test
    void setting_takes_a_snapshot_and_getting_gives_a_copy() throws JMSException {
        ArrayList<String> list = new ArrayList<>(List.of("a"));
        JmsObjectMessage message = new JmsObjectMessage();
        message.setObject(list);
        list.add("b");
        assertEquals(List.of("a"), message.getObject());
        assertNotSame(message.getObject(), message.getObject());
        JmsObjectMessage received = Wire.received(message);
        ((List<?>) received.getObject()).clear();
        assertEquals(List.of("a"), received.getObject());
    }

    record Order(String id, List<Line> lines) implements Serializable {
    }

    record Line(int count) implements Serializable {
    }

    enum Colour {
        RED {
            @Override
            public String toString() {
                return "red";
            }
        }
    }

    @Test
    void a_class_that_is_not_allowed_is_refused_by_its_name_and_that_of_the_setting() throws JMSException {
        JmsObjectMessage message = new JmsObjectMessage();
        message.setObject(new HashMap<>(Map.of("a", new Order("1", List.of(new Line(1))))));
        JmsObjectMessage received = Wire.received(message);
        MessageFormatException refused = assertThrows(MessageFormatException.class, received::getObject);
        assertTrue(refused.getMessage().contains(Order.class.getName()), refused.getMessage());
        assertTrue(refused.getMessage().contains("objectMessagePackages"), refused.getMessage());
        assertEquals("CLASS_NOT_ALLOWED", refused.getErrorCode());
        assertThrows(MessageFormatException.class, () -> received.getBody(Object.class));
        assertFalse(received.isBodyAssignableTo(Object.class));
        assertThrows(MessageFormatException.class, () -> Wire.received(objectMessage(new Order[0])).getObject());
        assertThrows(MessageFormatException.class, () -> Wire.received(objectMessage(Colour.RED)).getObject());
    }

    @Test
    void the_setting_names_packages_and_classes_or_everything() throws JMSException {
        Order order = new Order("1", List.of(new Line(1)));
        for (String setting : List.of(HERE, "io.postrider", " a.b , " + HERE + ".ObjectMessageTest", "*")) {
            assertEquals(order, Wire.received(objectMessage(order), ObjectAllowList.of(setting)).getObject(), setting);
            assertSame(Colour.RED, Wire.received(objectMessage(Colour.RED), ObjectAllowList.of(setting)).getObject(), setting);
        }
        assertThrows(MessageFormatException.class,
                () -> Wire.received(objectMessage(order), ObjectAllowList.of(Order.class.getName())).getObject(), "Line is another class");
        assertThrows(MessageFormatException.class,
                () -> Wire.received(objectMessage(order), ObjectAllowList.of("io.postrider.jms.mess")).getObject(), "no prefix of a package");
        for (String bad : List.of("a..b", "a.b.*", "1a", "a b", ",", "**", "a/b")) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> ObjectAllowList.of(bad), bad);
            assertTrue(refused.getMessage().contains("objectMessagePackages"), refused.getMessage());
        }
        assertSame(ObjectAllowList.DEFAULT, ObjectAllowList.of(null));
        assertSame(ObjectAllowList.DEFAULT, ObjectAllowList.of(" "));
    }

    @Test
    void classes_that_do_more_than_hold_values_are_not_in_the_default() {
        for (String name : List.of("java.net.URL", "java.lang.invoke.SerializedLambda", "java.rmi.server.UnicastRemoteObject", "java.lang.Runtime",
                "javax.management.BadAttributeValueExpException", "sun.reflect.annotation.AnnotationInvocationHandler", "java.util.ServiceLoader",
                "java.util.logging.Level", "java.util.Scanner",
                "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl", "java.io.File", "int2")) {
            assertFalse(ObjectAllowList.DEFAULT.allows(name), name);
            assertTrue(ObjectAllowList.of("*").allows(name), name);
        }
    }

    @Test
    void what_this_application_set_itself_needs_no_permission() throws JMSException {
        Order order = new Order("1", List.of());
        JmsObjectMessage message = objectMessage(order);
        assertEquals(order, message.getObject());
        JmsObjectMessage received = Wire.received(objectMessage("a"));
        received.clearBody();
        received.setObject(order);
        assertEquals(order, received.getObject());
    }

    private static JmsObjectMessage objectMessage(Serializable object) throws JMSException {
        JmsObjectMessage message = new JmsObjectMessage();
        message.setObject(object);
        return message;
    }

    @Test
    void null_is_no_body() throws JMSException {
        for (JmsObjectMessage message : List.of(new JmsObjectMessage(), objectMessage(null), Wire.received(new JmsObjectMessage()))) {
            assertNull(message.getObject());
            assertNull(message.getBody(Integer.class));
            assertTrue(message.isBodyAssignableTo(Integer.class));
        }
    }

    @Test
    void the_body_is_what_the_object_is() throws JMSException {
        JmsObjectMessage message = Wire.received(objectMessage(new ArrayList<>(List.of(1))));
        assertEquals(List.of(1), message.getBody(List.class));
        assertEquals(List.of(1), message.getBody(Serializable.class));
        assertTrue(message.isBodyAssignableTo(ArrayList.class));
        assertFalse(message.isBodyAssignableTo(String.class));
        assertThrows(MessageFormatException.class, () -> message.getBody(String.class));
    }

    @Test
    void a_received_object_is_read_only_until_cleared() throws JMSException {
        JmsObjectMessage received = Wire.received(objectMessage("a"));
        assertThrows(MessageNotWriteableException.class, () -> received.setObject("b"));
        received.clearBody();
        assertNull(received.getObject());
        received.setObject("b");
        assertEquals("b", Wire.received(received).getObject());
    }

    @Test
    void an_object_that_cannot_be_serialised_is_refused_when_it_is_set() throws JMSException {
        JmsObjectMessage message = objectMessage("before");
        assertThrows(MessageFormatException.class, () -> message.setObject(new ArrayList<>(List.of(new Object()))));
        assertEquals("before", message.getObject());
    }

    @Test
    void a_message_received_and_sent_on_needs_no_class_at_all() throws JMSException {
        Order order = new Order("1", List.of());
        JmsObjectMessage through = Wire.received(objectMessage(order));
        assertEquals(order, Wire.received(through, ObjectAllowList.of("*")).getObject());
    }

    @Test
    void a_small_message_cannot_ask_for_a_large_array() throws Exception {
        byte[] stream = serialised(new byte[10]);
        int length = stream.length - 14; // four bytes of length stand before the ten of content
        stream[length] = 0x7F;
        MessageFormatException refused = assertThrows(MessageFormatException.class, () -> receivedStream(stream).getObject());
        assertTrue(refused.getMessage().contains("array"), refused.getMessage());
    }

    @Test
    void nesting_is_bounded() throws JMSException {
        assertEquals(1, ((List<?>) roundTrip(nested(ObjectAllowList.VALUES_DEPTH_MAX, 1))).size());
        for (ObjectAllowList allowed : List.of(ObjectAllowList.DEFAULT, ObjectAllowList.of(HERE), ObjectAllowList.of("*"))) {
            JmsObjectMessage received = Wire.received(objectMessage(nested(ObjectAllowList.TRUSTED_DEPTH_MAX + 1, 1)), allowed);
            MessageFormatException refused = assertThrows(MessageFormatException.class, received::getObject);
            assertTrue(refused.getMessage().contains("deep"), refused.getMessage());
        }
        Serializable deep = nested(ObjectAllowList.TRUSTED_DEPTH_MAX, 1);
        assertEquals(1, ((List<?>) Wire.received(objectMessage(deep), ObjectAllowList.of(HERE)).getObject()).size());
    }

    /** Lists of twice the same list: a small message whose hash takes 2 to the power of its depth. */
    @Test
    void a_small_message_cannot_ask_for_endless_hashing() throws JMSException {
        HashMap<Object, Object> bomb = new HashMap<>();
        bomb.put("key", nested(40, 2));
        assertThrows(MessageFormatException.class, () -> roundTrip(bomb));
    }

    private static ArrayList<Object> nested(int depth, int width) {
        ArrayList<Object> deep = new ArrayList<>();
        for (int i = 1; i < depth; i++) {
            deep = new ArrayList<>(Collections.nCopies(width, deep));
        }
        return deep;
    }

    @Test
    void bytes_that_are_no_object_are_a_format_error() throws Exception {
        byte[] stream = serialised("text");
        stream[0] = 0;
        assertThrows(MessageFormatException.class, () -> receivedStream(stream).getObject());
        assertThrows(MessageFormatException.class, () -> receivedStream(Arrays.copyOf(serialised("text"), 9)).getObject());
        assertFalse(receivedStream(stream).isBodyAssignableTo(String.class));
    }

    private static byte[] serialised(Serializable object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static JmsObjectMessage receivedStream(byte[] stream) throws JMSException {
        JmsObjectMessage message = new JmsObjectMessage(ObjectAllowList.DEFAULT);
        message.receiveBody(Slice.of(stream));
        return message;
    }

    static final class Answer implements InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return 7;
        }
    }

    @Test
    void proxies_come_out_only_where_everything_may() throws JMSException {
        Serializable proxy = (Serializable) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {Serializable.class, Comparable.class}, new Answer());
        JmsObjectMessage message = objectMessage(proxy);
        MessageFormatException refused = assertThrows(MessageFormatException.class,
                () -> Wire.received(message, ObjectAllowList.of(HERE)).getObject());
        assertTrue(refused.getMessage().contains("proxy"), refused.getMessage());
        @SuppressWarnings("unchecked")
        Comparable<Object> received = (Comparable<Object>) Wire.received(message, ObjectAllowList.of("*")).getObject();
        assertEquals(7, received.compareTo("x"));
    }

    @Test
    void a_refused_class_is_not_even_looked_for() throws JMSException {
        JmsObjectMessage received = Wire.received(objectMessage(new Order("1", List.of())));
        Set<String> asked = new HashSet<>();
        ClassLoader spying = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public Class<?> loadClass(String name) throws ClassNotFoundException {
                asked.add(name);
                return super.loadClass(name);
            }
        };
        withContextLoader(spying, () -> assertThrows(MessageFormatException.class, received::getObject));
        assertFalse(asked.contains(Order.class.getName()), asked.toString());
        withContextLoader(spying, () -> Wire.received(received, ObjectAllowList.of(HERE)).getObject());
        assertTrue(asked.contains(Order.class.getName()), asked.toString());
    }

    @Test
    void classes_come_from_the_threads_loader_first() throws Exception {
        JmsObjectMessage received = Wire.received(objectMessage(new Line(3)), ObjectAllowList.of(HERE));
        URL here = ObjectMessageTest.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader other = new URLClassLoader(new URL[] {here}, null)) {
            withContextLoader(other, () -> assertSame(other, received.getObject().getClass().getClassLoader()));
        }
        withContextLoader(null, () -> assertEquals(new Line(3), received.getObject()));
        withContextLoader(ClassLoader.getPlatformClassLoader(), () -> assertEquals(new Line(3), received.getObject()));
    }

    @Test
    void a_class_that_is_not_there_is_named() throws Exception {
        byte[] stream = serialised(new Line(3));
        String text = new String(stream, java.nio.charset.StandardCharsets.ISO_8859_1).replace("$Line", "$Lime");
        JmsObjectMessage received = new JmsObjectMessage(ObjectAllowList.of(HERE));
        received.receiveBody(Slice.of(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
        MessageFormatException refused = assertThrows(MessageFormatException.class, received::getObject);
        assertTrue(refused.getMessage().contains("ObjectMessageTest$Lime"), refused.getMessage());
    }

    /** Whose readObject does what it must not be given the chance to. */
    static final class Evil implements Serializable {
        static boolean ran;

        private void readObject(ObjectInputStream in) {
            ran = true;
        }
    }

    @Test
    void code_of_a_refused_class_does_not_run() throws JMSException {
        JmsObjectMessage received = Wire.received(objectMessage(new ArrayList<>(List.of(new Evil()))));
        assertThrows(MessageFormatException.class, received::getObject);
        assertFalse(Evil.ran);
    }

    @Test
    void a_large_object_travels_apart() throws JMSException {
        byte[] large = new byte[WireMessage.INLINE_BODY_BYTES_MAX + 1];
        EncodedMessage encoded = objectMessage(large).encode(Wire.SENT);
        assertTrue(encoded.message().isBodyApart());
        assertArrayEquals(large, (byte[]) ((JmsObjectMessage) Wire.decode(encoded, Wire.DELIVERED, ObjectAllowList.DEFAULT)).getObject());
    }

    private interface Body {
        void run() throws JMSException;
    }

    private static void withContextLoader(ClassLoader loader, Body body) throws JMSException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            body.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
