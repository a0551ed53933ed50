package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** 3.10 and 3.11: bodies, their conversions, and when they may be written. */
class Chapter3BodiesIT extends Rules {
    @Test
    @Section("3.11.3")
    void a_string_that_is_no_number_is_not_read_as_one_and_stays_to_be_read() throws JMSException {
        Session session = session();
        StreamMessage stream = session.createStreamMessage();
        stream.writeString("five");
        stream.reset();
        assertThrows(NumberFormatException.class, stream::readInt);
        assertThrows(NumberFormatException.class, stream::readDouble);
        assertThrows(MessageFormatException.class, stream::readChar);
        assertEquals("five", stream.readString());
        assertThrows(MessageEOFException.class, stream::readString);
    }

    /** The javadoc has no exception of a kind for it; where it is the one that the text speaks of, the text's rule holds. */
    @Test
    @Section("3.11.3")
    void bytes_that_are_no_text_stay_to_be_read() throws JMSException {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        message.writeByte((byte) 7);
        message.writeShort((short) 2);
        message.writeBytes(new byte[] {-1, -1});
        BytesMessage received = (BytesMessage) passed(session, message);
        assertEquals(7, received.readByte());
        JMSException refused = assertThrows(JMSException.class, received::readUTF);
        if (Provider.isOurs() || refused instanceof MessageFormatException) {
            assertInstanceOf(MessageFormatException.class, refused);
            assertEquals(2, received.readShort());
            assertEquals(-1, received.readShort());
            assertThrows(MessageEOFException.class, received::readByte);
        }
    }

    @Test
    @Section("3.11.2")
    void received_bodies_are_read_only_until_they_are_cleared() throws JMSException {
        Session session = session();
        TextMessage text = (TextMessage) passed(session, session.createTextMessage("a"));
        assertThrows(MessageNotWriteableException.class, () -> text.setText("b"));
        text.clearBody();
        assertNull(text.getText());
        text.setText("b");
        ObjectMessage object = (ObjectMessage) passed(session, session.createObjectMessage(1));
        assertThrows(MessageNotWriteableException.class, () -> object.setObject(2));
        MapMessage map = (MapMessage) passed(session, session.createMapMessage());
        assertThrows(MessageNotWriteableException.class, () -> map.setInt("v", 2));
        map.clearBody();
        map.setInt("v", 2);
        StreamMessage stream = (StreamMessage) passed(session, session.createStreamMessage());
        assertThrows(MessageNotWriteableException.class, () -> stream.writeInt(2));
        BytesMessage bytes = (BytesMessage) passed(session, session.createBytesMessage());
        assertThrows(MessageNotWriteableException.class, () -> bytes.writeInt(2));
        bytes.clearBody();
        assertThrows(MessageNotReadableException.class, bytes::readByte);
        bytes.writeInt(2);
    }

    @Test
    @Section("3.11.1")
    void clearing_the_body_leaves_headers_and_properties() throws JMSException {
        Session session = session();
        TextMessage sent = session.createTextMessage("a");
        sent.setJMSType("kind");
        sent.setIntProperty("p", 1);
        Message received = passed(session, sent);
        received.clearBody();
        assertEquals("kind", received.getJMSType());
        assertEquals(1, received.getIntProperty("p"));
    }

    @Test
    @Section("3.11")
    void an_object_is_copied_when_it_is_set_and_when_it_is_got() throws JMSException {
        ArrayList<String> list = new ArrayList<>(List.of("a"));
        ObjectMessage message = session().createObjectMessage(list);
        list.add("b");
        assertEquals(List.of("a"), message.getObject());
        assertNotSame(message.getObject(), message.getObject());
    }

    @Test
    @Section("3.11")
    void a_map_entry_has_a_name() throws JMSException {
        MapMessage map = session().createMapMessage();
        assertThrows(IllegalArgumentException.class, () -> map.setBytes(null, new byte[1]));
        assertThrows(IllegalArgumentException.class, () -> map.setBytes("", new byte[1]));
        assertThrows(IllegalArgumentException.class, () -> map.setInt("", 1));
        assertThrows(IllegalArgumentException.class, () -> map.setString(null, "x"));
    }
}
