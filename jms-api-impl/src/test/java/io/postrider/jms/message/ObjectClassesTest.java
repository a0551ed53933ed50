package io.postrider.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every kind of class that Java can serialise, against the allow list: in by default, in by its name, or refused by name. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ObjectClassesTest {
    private static final ObjectAllowList HERE = ObjectAllowList.of("io.postrider.jms.message");

    private static JmsObjectMessage message(Serializable object) throws JMSException {
        JmsObjectMessage message = new JmsObjectMessage();
        message.setObject(object);
        return message;
    }

    private static Serializable received(Serializable object, ObjectAllowList allowed) throws JMSException {
        return Wire.received(message(object), allowed).getObject();
    }

    private static void comesByDefault(Serializable object) throws JMSException {
        assertEquals(object, received(object, ObjectAllowList.DEFAULT));
    }

    /** The exception names what it was, and the setting that would let it in. */
    private static void refused(Serializable object, ObjectAllowList allowed, String named) throws JMSException {
        JmsObjectMessage received = Wire.received(message(object), allowed);
        MessageFormatException refused = assertThrows(MessageFormatException.class, received::getObject);
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
        assertTrue(refused.getMessage().contains("objectMessagePackages"), refused.getMessage());
        assertEquals("CLASS_NOT_ALLOWED", refused.getErrorCode());
    }

    private static void refusedByDefault(Serializable object, String named) throws JMSException {
        refused(object, ObjectAllowList.DEFAULT, named);
    }

    static class Outer implements Serializable {
        static final class Nested implements Serializable {
        }

        final class Inner implements Serializable {
        }

        Serializable anonymous() {
            return new Serializable() {
            };
        }
    }

    @Test
    void nested_inner_anonymous_and_local_classes() throws JMSException {
        Serializable anonymous = new Outer().anonymous();
        for (Serializable each : List.of(new Outer.Nested(), new Outer().new Inner(), anonymous)) {
            refusedByDefault(each, each.getClass().getName());
            assertEquals(each.getClass(), received(each, HERE).getClass());
            assertEquals(each.getClass(), received(each, ObjectAllowList.of(Outer.class.getName())).getClass(), "with the class around it");
        }
        refused(new Outer.Nested(), ObjectAllowList.of(Outer.class.getName() + "$Other"), Outer.Nested.class.getName());
        Serializable local = local();
        refusedByDefault(local, local.getClass().getName());
        assertEquals(local.getClass(), received(local, HERE).getClass());
    }

    private static Serializable local() {
        class Local implements Serializable {
        }
        return new Local();
    }

    /** Of a package that begins as an allowed one does. */
    @Test
    void a_name_is_whole() throws JMSException {
        refused(new Outer.Nested(), ObjectAllowList.of("io.postrider.jms.message.ObjectClassesTest$Out"), Outer.Nested.class.getName());
        refused(new Outer.Nested(), ObjectAllowList.of("io.postrider.jms.messa"), Outer.Nested.class.getName());
    }

    @Test
    void arrays_are_as_their_elements() throws JMSException {
        assertArrayEquals(new long[][][] {{{1}, {}}}, (long[][][]) received(new long[][][] {{{1}, {}}}, ObjectAllowList.DEFAULT));
        assertArrayEquals(new boolean[] {true}, (boolean[]) received(new boolean[] {true}, ObjectAllowList.DEFAULT));
        assertArrayEquals(new char[][] {{'a'}}, (char[][]) received(new char[][] {{'a'}}, ObjectAllowList.DEFAULT));
        assertArrayEquals(new UUID[][] {{new UUID(1, 2)}}, (UUID[][]) received(new UUID[][] {{new UUID(1, 2)}}, ObjectAllowList.DEFAULT));
        assertArrayEquals(new Date[0], (Date[]) received(new Date[0], ObjectAllowList.DEFAULT));
        String nested = Outer.Nested.class.getName();
        refusedByDefault(new Outer.Nested[0], nested);
        refusedByDefault(new Outer.Nested[0][0][0], nested);
        refusedByDefault(new Object[] {1, new Object[] {new Outer.Nested()}}, nested);
        refusedByDefault(new Serializable[][] {{new Outer.Nested[0]}}, nested);
        assertEquals(Outer.Nested[][].class, received(new Outer.Nested[1][1], HERE).getClass());
    }

    @Test
    void collections_hold_nothing_that_is_refused() throws JMSException {
        String nested = Outer.Nested.class.getName();
        refusedByDefault(new ArrayList<>(List.of("a", new Outer.Nested())), nested);
        refusedByDefault((Serializable) List.of(new Outer.Nested()), nested);
        refusedByDefault(new HashMap<>(Map.of("a", List.of(Map.of("b", new Outer.Nested())))), nested);
        refusedByDefault(new TreeMap<>((ComparatorOfHere) String::compareTo), "java.lang.invoke.SerializedLambda");
        refusedByDefault(new EnumMap<>(Map.of(Kind.PLAIN, "a")), Kind.class.getName());
        refusedByDefault(EnumSet.of(Kind.PLAIN), Kind.class.getName());
        refusedByDefault(EnumSet.noneOf(Kind.class), Kind.class.getName());
    }

    private interface ComparatorOfHere extends java.util.Comparator<String>, Serializable {
    }

    enum Kind {
        PLAIN,
        WITH_BODY {
            @Override
            public String toString() {
                return "body";
            }
        }
    }

    record Pair(String name, Object value) implements Serializable {
    }

    @Test
    void records_and_enums() throws JMSException {
        for (Serializable each : List.of(new Pair("a", 1), Kind.PLAIN, Kind.WITH_BODY)) {
            refusedByDefault(each, (each instanceof Kind ? Kind.class : Pair.class).getName());
            assertEquals(each, received(each, HERE));
        }
        refused(new Pair("a", Kind.PLAIN), ObjectAllowList.of(Pair.class.getName()), Kind.class.getName());
        comesByDefault(TimeUnit.DAYS);
    }

    @Test
    void values_of_the_jdk() throws JMSException {
        for (Serializable each : List.of(new Date(1), new java.sql.Timestamp(1), new BigDecimal("1.50"), BigInteger.TEN, new UUID(1, 2), Instant.EPOCH,
                LocalDate.of(2026, 1, 2), ZonedDateTime.parse("2026-01-02T03:04:05+01:00[Europe/Berlin]"), Duration.ofDays(1),
                java.time.ZoneId.of("Europe/Berlin"), java.time.Year.of(2026), java.time.chrono.JapaneseDate.of(2026, 1, 2), java.util.Locale.ROOT,
                java.util.Currency.getInstance("EUR"), java.net.URI.create("a:b"), 1.5f, 'c', "text")) {
            comesByDefault(each);
        }
    }

    private interface Task extends Runnable, Serializable {
    }

    @Test
    void a_lambda_is_for_those_who_trust_its_sender() throws JMSException {
        Task lambda = () -> { };
        refusedByDefault(lambda, "java.lang.invoke.SerializedLambda");
        refused(lambda, HERE, "java.lang.invoke.SerializedLambda");
        ((Task) received(lambda, ObjectAllowList.of("*"))).run();
    }

    /** Reads itself, so that what it does there is the sender's choice too. */
    public static final class Self implements Externalizable {
        static int read;
        private int value;

        public Self() {
        }

        Self(int value) {
            this.value = value;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws java.io.IOException {
            out.writeInt(value);
        }

        @Override
        public void readExternal(ObjectInput in) throws java.io.IOException {
            read++;
            value = in.readInt();
        }
    }

    @Test
    void an_externalizable_class() throws JMSException {
        Self.read = 0;
        refusedByDefault(new Self(7), Self.class.getName());
        assertEquals(0, Self.read, "it has not read itself");
        assertEquals(7, ((Self) received(new Self(7), HERE)).value);
    }

    /** In the place of which another object is written. */
    static final class Replaced implements Serializable {
        private Object writeReplace() {
            return new Pair("a", 1);
        }
    }

    @Test
    void what_is_written_instead_of_an_object_counts() throws JMSException {
        refused(new Replaced(), ObjectAllowList.of(Replaced.class.getName()), Pair.class.getName());
        assertEquals(new Pair("a", 1), received(new Replaced(), ObjectAllowList.of(Pair.class.getName())));
    }

    static final class Answer implements InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return null;
        }
    }

    @Test
    void a_proxy_even_within_something() throws JMSException {
        Serializable proxy = (Serializable) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Task.class}, new Answer());
        refused(proxy, HERE, Task.class.getName());
        refused(new Pair("a", proxy), HERE, Task.class.getName());
        refused(new ArrayList<>(List.of(proxy)), HERE, Task.class.getName());
    }

    @Test
    void a_class_of_the_jdk_that_is_no_plain_value() throws JMSException {
        refusedByDefault(new java.io.File("a"), "java.io.File");
        refusedByDefault(new ArrayList<>(Optional.of(new java.util.concurrent.ConcurrentSkipListMap<>()).stream().toList()),
                "java.util.concurrent.ConcurrentSkipListMap");
        refusedByDefault(new RuntimeException("a"), "java.lang.RuntimeException");
    }

    @Test
    void a_class_itself_is_as_its_instances() throws JMSException {
        comesByDefault(String.class);
        refusedByDefault(Outer.class, Outer.class.getName());
        refusedByDefault(Runtime.class, "java.lang.Runtime");
    }
}
