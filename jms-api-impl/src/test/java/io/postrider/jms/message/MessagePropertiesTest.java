package io.postrider.jms.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 3.5: names and values of properties, when they are read-only, and those that the specification defines. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MessagePropertiesTest {
    private interface Setter {
        void set(JmsMessage message, String name) throws JMSException;
    }

    private static final List<Setter> SETTERS = List.of(
            (m, name) -> m.setBooleanProperty(name, true), (m, name) -> m.setByteProperty(name, (byte) 1),
            (m, name) -> m.setShortProperty(name, (short) 1), (m, name) -> m.setIntProperty(name, 1),
            (m, name) -> m.setLongProperty(name, 1), (m, name) -> m.setFloatProperty(name, 1), (m, name) -> m.setDoubleProperty(name, 1),
            (m, name) -> m.setStringProperty(name, "1"), (m, name) -> m.setObjectProperty(name, 1),
            (m, name) -> new PropertySet().set(name, 1));

    @Test
    void a_name_is_an_identifier_of_selectors_on_every_path() throws JMSException {
        for (Setter setter : SETTERS) {
            for (String bad : new String[] {null, "", " ", "1a", "a-b", "a.b", "a b", "\uD800", "NULL", "true", "False", "not", "AND", "Or",
                    "between", "LIKE", "in", "is", "eScApE"}) {
                assertThrows(IllegalArgumentException.class, () -> setter.set(new JmsMessage(), bad), bad);
            }
            for (String good : List.of("a", "_", "$x", "größe", "𐐀b", "JMS_Vendor_x", "nullable", "inn", "x1")) {
                setter.set(new JmsMessage(), good);
            }
        }
    }

    @Test
    void a_value_is_null_or_one_of_eight_classes() throws JMSException {
        for (Object bad : new Object[] {'c', new byte[1], new Date(), new BigDecimal(1), new Object(), List.of()}) {
            assertThrows(MessageFormatException.class, () -> new JmsMessage().setObjectProperty("p", bad), bad.getClass().getName());
        }
        JmsMessage message = new JmsMessage();
        message.setObjectProperty("p", null);
        assertTrue(message.propertyExists("p"));
        assertNull(message.getObjectProperty("p"));
        JmsMessage received = Wire.received(message);
        assertTrue(received.propertyExists("p"));
        assertNull(received.getObjectProperty("p"));
    }

    @Test
    void a_property_that_is_not_there_reads_as_null() throws JMSException {
        JmsMessage message = new JmsMessage();
        assertNull(message.getObjectProperty("p"));
        assertNull(message.getStringProperty("p"));
        assertNull(message.getStringProperty(null));
        assertFalse(message.getBooleanProperty("p"));
        assertFalse(message.propertyExists("p"));
        assertFalse(message.propertyExists(null));
    }

    @Test
    void properties_keep_their_types_values_and_order() throws JMSException {
        JmsMessage message = new JmsMessage();
        List<Object> values = List.of(true, (byte) 1, (short) 2, 3, 4L, 5f, 6d, "sieben ☃");
        for (Object value : values) {
            message.setObjectProperty("p" + value.getClass().getSimpleName(), value);
        }
        JmsMessage received = Wire.received(message);
        for (Object value : values) {
            assertEquals(value, received.getObjectProperty("p" + value.getClass().getSimpleName()));
        }
        assertEquals(List.of("pBoolean", "pByte", "pShort", "pInteger", "pLong", "pFloat", "pDouble", "pString", "JMSXDeliveryCount"),
                Collections.list(received.getPropertyNames()));
        assertEquals(8, Collections.list(message.getPropertyNames()).size());
    }

    @Test
    void received_properties_are_read_only_until_cleared_whatever_the_body_is() throws JMSException {
        JmsTextMessage sent = new JmsTextMessage("text");
        sent.setStringProperty("p", "1");
        JmsTextMessage received = Wire.received(sent);
        for (Setter setter : SETTERS.subList(0, 9)) {
            assertThrows(MessageNotWriteableException.class, () -> setter.set(received, "p"));
            assertThrows(IllegalArgumentException.class, () -> setter.set(received, ""));
        }
        received.clearBody();
        assertThrows(MessageNotWriteableException.class, () -> received.setIntProperty("p", 1));
        assertEquals("1", received.getStringProperty("p"));
    }

    @Test
    void clearing_properties_leaves_none_and_leaves_the_body() throws JMSException {
        JmsTextMessage sent = new JmsTextMessage("text");
        sent.setStringProperty("p", "1");
        JmsTextMessage received = Wire.received(sent);
        received.clearProperties();
        assertFalse(received.getPropertyNames().hasMoreElements());
        assertNull(received.getStringProperty("p"));
        assertEquals("text", received.getText());
        assertThrows(MessageNotWriteableException.class, () -> received.setText("other"));
        received.setIntProperty("q", 2);
        assertEquals(2, Wire.received(received).getIntProperty("q"));
        assertFalse(Wire.received(received).propertyExists("p"));
    }

    @Test
    void the_delivery_count_is_on_every_received_message_and_on_no_other() throws JMSException {
        JmsMessage sent = new JmsMessage();
        assertFalse(sent.propertyExists("JMSXDeliveryCount"));
        JmsMessage received = Wire.received(sent);
        assertTrue(received.propertyExists("JMSXDeliveryCount"));
        assertEquals(List.of("JMSXDeliveryCount"), Collections.list(received.getPropertyNames()));
        assertEquals(1, received.getIntProperty("JMSXDeliveryCount"));
        assertEquals(1, received.getObjectProperty("JMSXDeliveryCount"));
        assertEquals("1", received.getStringProperty("JMSXDeliveryCount"));
        assertThrows(MessageFormatException.class, () -> received.getShortProperty("JMSXDeliveryCount"));
    }

    @Test
    void copying_all_properties_of_a_received_message_works_and_does_not_copy_its_delivery_count() throws JMSException {
        JmsMessage sent = new JmsMessage();
        sent.setStringProperty("JMSXGroupID", "g");
        sent.setIntProperty("JMSXGroupSeq", 3);
        JmsMessage received = Wire.decode(sent.encode(Wire.SENT), new DeliveryFacts(Wire.QUEUE, true, 4, true, 5), ObjectAllowList.DEFAULT);
        JmsMessage copy = new JmsMessage();
        for (String name : Collections.list(received.getPropertyNames())) {
            copy.setObjectProperty(name, received.getObjectProperty(name));
        }
        assertEquals(List.of("JMSXGroupID", "JMSXGroupSeq"), Collections.list(copy.getPropertyNames()));
        assertEquals(1, Wire.received(copy).getIntProperty("JMSXDeliveryCount"));
    }

    @Test
    void group_properties_have_the_types_of_table_3_3() throws JMSException {
        JmsMessage message = new JmsMessage();
        message.setStringProperty("JMSXGroupSeq", "12");
        assertEquals(12, message.getObjectProperty("JMSXGroupSeq"));
        message.setByteProperty("JMSXGroupSeq", (byte) 3);
        assertEquals(3, message.getObjectProperty("JMSXGroupSeq"));
        assertThrows(MessageFormatException.class, () -> message.setLongProperty("JMSXGroupSeq", 3));
        assertThrows(MessageFormatException.class, () -> message.setStringProperty("JMSXGroupSeq", "first"));
        assertThrows(MessageFormatException.class, () -> message.setIntProperty("JMSXGroupID", 3));
        message.setStringProperty("JMSXGroupID", null);
        assertNull(message.getStringProperty("JMSXGroupID"));
    }

    @Test
    void an_enumeration_of_names_outlives_changes() throws JMSException {
        JmsMessage message = new JmsMessage();
        message.setIntProperty("a", 1);
        var names = message.getPropertyNames();
        message.setIntProperty("b", 1);
        assertEquals(List.of("a"), Collections.list(names));
    }
}
