package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.jms.jndi.PostriderObjectFactory;
import io.postrider.transport.message.DestinationName;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.naming.NamingException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chapters 4 and 5: queues, topics and temporary destinations as objects. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JmsDestinationTest {
    private static final DestinationName TEMPORARY = new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "t-1");

    @Test
    void equality_is_by_kind_and_name() {
        assertEquals(new JmsQueue("orders"), JmsDestination.of(DestinationName.queue("orders")));
        assertEquals(new JmsQueue("orders").hashCode(), JmsDestination.of(DestinationName.queue("orders")).hashCode());
        assertNotEquals(new JmsQueue("orders"), new JmsTopic("orders"));
        assertNotEquals(new JmsQueue("orders"), new JmsQueue("Orders"));
        assertNotEquals(new JmsQueue("t-1"), new JmsTemporaryQueue(TEMPORARY, null));
        assertEquals(2, new HashSet<>(List.of(new JmsQueue("a"), new JmsTopic("a"))).size());
    }

    @Test
    void each_kind_is_the_interface_that_the_specification_names() throws JMSException {
        assertEquals("a", assertInstanceOf(JmsQueue.class, JmsDestination.queue("a")).getQueueName());
        assertEquals("b", assertInstanceOf(JmsTopic.class, JmsDestination.topic("b")).getTopicName());
        assertInstanceOf(jakarta.jms.TemporaryQueue.class, JmsDestination.of(TEMPORARY));
        assertInstanceOf(jakarta.jms.TemporaryTopic.class,
                JmsDestination.of(new DestinationName(DestinationName.Kind.TEMPORARY_TOPIC, "t-2")));
        assertEquals("queue a", JmsDestination.queue("a").toString());
        assertTrue(JmsDestination.of(TEMPORARY).isTemporary());
    }

    @Test
    void a_name_that_is_none_is_an_invalid_destination() {
        assertThrows(InvalidDestinationException.class, () -> JmsDestination.queue(null));
        assertThrows(InvalidDestinationException.class, () -> JmsDestination.queue(""));
        assertThrows(InvalidDestinationException.class, () -> JmsDestination.topic("a\nb"));
        assertThrows(InvalidDestinationException.class, () -> JmsDestination.topic("x".repeat(1025)));
    }

    @Test
    void another_providers_destination_is_refused_by_its_class() throws JMSException {
        Queue foreign = () -> "orders";
        JMSException refused = assertThrows(InvalidDestinationException.class, () -> JmsDestination.from(foreign));
        assertTrue(refused.getMessage().contains(foreign.getClass().getName()), refused.getMessage());
        assertThrows(InvalidDestinationException.class, () -> JmsDestination.from(null));
        JmsQueue ours = new JmsQueue("orders");
        assertSame(ours, JmsDestination.from(ours));
    }

    @Test
    void administered_objects_survive_serialisation() throws Exception {
        for (JmsDestination destination : List.of(new JmsQueue("orders"), new JmsTopic("prices"),
                new JmsTemporaryQueue(TEMPORARY, new Owner()))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(destination);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                JmsDestination read = (JmsDestination) in.readObject();
                assertEquals(destination, read);
                assertEquals(destination.getClass(), read.getClass());
                assertNull(read.owner());
            }
        }
    }

    @Test
    void administered_objects_survive_a_naming_service() throws Exception {
        for (JmsDestination destination : List.of(new JmsQueue("orders"), new JmsTopic("prices"))) {
            assertEquals(destination, new PostriderObjectFactory().getObjectInstance(destination.getReference(), null, null, null));
            assertEquals(PostriderObjectFactory.class.getName(), destination.getReference().getFactoryClassName());
        }
        assertThrows(NamingException.class, () -> JmsDestination.of(TEMPORARY).getReference());
    }

    @Test
    void an_administered_object_gets_its_name_later_and_equals_what_has_it_then() throws Exception {
        AdministeredQueue queue = new AdministeredQueue();
        AdministeredTopic topic = new AdministeredTopic();
        assertNull(queue.getName());
        assertNotEquals(queue, new AdministeredQueue());
        assertThrows(IllegalStateException.class, queue::name);
        queue.setName("orders");
        topic.setName("orders");
        assertEquals("orders", queue.getQueueName());
        assertEquals("orders", topic.getName());
        assertEquals(new JmsQueue("orders"), queue);
        assertEquals(queue, new JmsQueue("orders"));
        assertEquals(queue.hashCode(), new JmsQueue("orders").hashCode());
        assertNotEquals(queue, topic);
        assertSame(queue, JmsDestination.from(queue));
        assertEquals(queue, new PostriderObjectFactory().getObjectInstance(queue.getReference(), null, null, null));
        assertThrows(IllegalArgumentException.class, () -> queue.setName(""));
    }

    @Test
    void a_temporary_destination_is_deleted_by_its_owner_while_that_is_open() throws JMSException {
        Owner owner = new Owner();
        JmsTemporaryQueue queue = new JmsTemporaryQueue(TEMPORARY, owner);
        assertSame(owner, queue.owner());
        queue.delete();
        assertEquals(List.of(queue), owner.deleted);
        owner.open = false;
        assertThrows(jakarta.jms.IllegalStateException.class, queue::delete);
        assertEquals(1, owner.deleted.size());
    }

    @Test
    void a_temporary_destination_that_came_in_a_message_cannot_be_deleted() {
        JmsTemporaryTopic topic = new JmsTemporaryTopic(new DestinationName(DestinationName.Kind.TEMPORARY_TOPIC, "t"), null);
        assertThrows(jakarta.jms.IllegalStateException.class, topic::delete);
    }

    @Test
    void a_temporary_class_takes_only_names_of_its_kind() {
        assertThrows(IllegalArgumentException.class, () -> new JmsTemporaryQueue(DestinationName.queue("a"), null));
        assertThrows(IllegalArgumentException.class, () -> new JmsTemporaryTopic(TEMPORARY, null));
    }

    @Test
    void the_metadata_says_which_specification_and_which_version() {
        JmsMetaData data = JmsMetaData.INSTANCE;
        assertEquals("3.1 3 1 Postrider", data.getJMSVersion() + " " + data.getJMSMajorVersion() + " " + data.getJMSMinorVersion() + " "
                + data.getJMSProviderName());
        assertTrue(data.getProviderVersion().startsWith(data.getProviderMajorVersion() + "." + data.getProviderMinorVersion() + "."),
                data.getProviderVersion());
        Set<String> names = new HashSet<>();
        data.getJMSXPropertyNames().asIterator().forEachRemaining(names::add);
        assertEquals(Set.of("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount"), names);
    }

    private static final class Owner implements TemporaryOwner {
        final List<JmsDestination> deleted = new ArrayList<>();
        boolean open = true;

        @Override
        public void delete(JmsDestination destination) {
            deleted.add(destination);
        }

        @Override
        public void deleteAtOnce(JmsDestination destination) {
            deleted.add(destination);
        }

        @Override
        public boolean isOpen() {
            return open;
        }
    }
}
