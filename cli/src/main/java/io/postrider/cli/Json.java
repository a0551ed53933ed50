package io.postrider.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.Enumeration;

/** Messages as JSON objects of one line each. Bytes are Base64; what is absent is left out. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode of(Message message) throws JMSException {
        ObjectNode json = object();
        json.put("messageId", message.getJMSMessageID());
        json.put("destination", name(message.getJMSDestination()));
        json.put("timestamp", message.getJMSTimestamp());
        json.put("persistent", message.getJMSDeliveryMode() == DeliveryMode.PERSISTENT);
        json.put("priority", message.getJMSPriority());
        json.put("redelivered", message.getJMSRedelivered());
        if (message.getJMSCorrelationID() != null) {
            json.put("correlationId", message.getJMSCorrelationID());
        }
        if (message.getJMSType() != null) {
            json.put("type", message.getJMSType());
        }
        if (message.getJMSReplyTo() != null) {
            json.put("replyTo", name(message.getJMSReplyTo()));
        }
        if (message.getJMSExpiration() != 0) {
            json.put("expiration", message.getJMSExpiration());
        }
        if (message.getJMSDeliveryTime() != 0) {
            json.put("deliveryTime", message.getJMSDeliveryTime());
        }
        ObjectNode properties = json.putObject("properties");
        for (Enumeration<?> names = message.getPropertyNames(); names.hasMoreElements();) {
            String name = names.nextElement().toString();
            properties.set(name, MAPPER.valueToTree(message.getObjectProperty(name)));
        }
        addBody(json, message);
        return json;
    }

    private static void addBody(ObjectNode json, Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            json.put("text", text.getText());
        } else if (message instanceof BytesMessage bytes) {
            json.put("bytes", bytes(bytes));
        } else if (message instanceof MapMessage map) {
            ObjectNode entries = json.putObject("map");
            for (Enumeration<?> names = map.getMapNames(); names.hasMoreElements();) {
                String name = names.nextElement().toString();
                entries.set(name, MAPPER.valueToTree(map.getObject(name)));
            }
        } else if (message instanceof StreamMessage stream) {
            addItems(json.putArray("stream"), stream);
        }
    }

    private static void addItems(ArrayNode items, StreamMessage stream) throws JMSException {
        stream.reset();
        while (true) {
            try {
                items.add(MAPPER.<com.fasterxml.jackson.databind.JsonNode>valueToTree(stream.readObject()));
            } catch (MessageEOFException e) {
                // the only way in which the specification tells the end of a stream (3.11.3)
                return;
            }
        }
    }

    static byte[] bytes(BytesMessage message) throws JMSException {
        byte[] bytes = new byte[Math.toIntExact(message.getBodyLength())];
        message.reset();
        message.readBytes(bytes);
        return bytes;
    }

    private static String name(Destination destination) throws JMSException {
        return destination instanceof Topic topic ? "topic:" + topic.getTopicName()
                : destination instanceof Queue queue ? "queue:" + queue.getQueueName() : String.valueOf(destination);
    }
}
