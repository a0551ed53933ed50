package io.postrider.jms.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chapter 3: every method of the interfaces, on new messages and on received ones, does something that the specification allows. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EveryMethodTest {
    private static final Map<Class<?>, Object> ARGUMENTS = Map.ofEntries(
            Map.entry(String.class, "name"), Map.entry(boolean.class, true), Map.entry(byte.class, (byte) 1), Map.entry(short.class, (short) 1),
            Map.entry(char.class, 'c'), Map.entry(int.class, 1), Map.entry(long.class, 1L), Map.entry(float.class, 1f), Map.entry(double.class, 1d),
            Map.entry(byte[].class, new byte[] {1, 2}), Map.entry(Object.class, 1), Map.entry(Serializable.class, 1),
            Map.entry(Destination.class, Wire.QUEUE), Map.entry(Class.class, Integer.class));

    /** What reading a value that is not there throws by 3.5.4. */
    private static final List<Class<?>> OF_NULL = List.of(NumberFormatException.class, NullPointerException.class);

    @Test
    void no_method_fails_in_a_way_that_is_not_in_the_specification() throws Exception {
        Map<Class<? extends Message>, JmsMessage> types = new LinkedHashMap<>();
        types.put(Message.class, new JmsMessage());
        types.put(TextMessage.class, new JmsTextMessage());
        types.put(BytesMessage.class, new JmsBytesMessage());
        types.put(MapMessage.class, new JmsMapMessage());
        types.put(StreamMessage.class, new JmsStreamMessage());
        types.put(ObjectMessage.class, new JmsObjectMessage());
        int calls = 0;
        for (Map.Entry<Class<? extends Message>, JmsMessage> type : types.entrySet()) {
            for (Method method : type.getKey().getMethods()) {
                call(method, type.getValue().getClass().getDeclaredConstructor().newInstance());
                call(method, Wire.received(type.getValue().getClass().getDeclaredConstructor().newInstance()));
                calls += 2;
            }
        }
        assertTrue(calls > 500, calls + " calls");
    }

    private static void call(Method method, JmsMessage message) throws IllegalAccessException {
        List<Object> arguments = new ArrayList<>();
        for (Class<?> parameter : method.getParameterTypes()) {
            assertTrue(ARGUMENTS.containsKey(parameter), method + " takes what this test does not know");
            arguments.add(ARGUMENTS.get(parameter));
        }
        try {
            method.invoke(message, arguments.toArray());
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            boolean ofNull = OF_NULL.contains(thrown.getClass()) && method.getName().startsWith("get");
            if (!(thrown instanceof JMSException) && !ofNull) {
                fail(method + " on " + message, thrown);
            }
        }
    }

    @Test
    void every_header_setter_is_followed_by_its_getter() throws Exception {
        int pairs = 0;
        for (Method setter : Message.class.getMethods()) {
            if (setter.getName().startsWith("setJMS") && !setter.getName().endsWith("AsBytes")) {
                JmsMessage message = new JmsMessage();
                Object value = ARGUMENTS.get(setter.getParameterTypes()[0]);
                setter.invoke(message, value);
                assertEquals(value, Message.class.getMethod("g" + setter.getName().substring(1)).invoke(message), setter.getName());
                pairs++;
            }
        }
        assertEquals(11, pairs);
    }
}
