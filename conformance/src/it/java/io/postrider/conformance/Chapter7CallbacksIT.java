package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** 7.3: sends that are not waited for, and their callbacks. */
class Chapter7CallbacksIT extends Rules {
    @Test
    @Section("7.3.3")
    void sends_waited_for_and_not_keep_their_order_and_so_do_the_callbacks() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        List<String> completed = Collections.synchronizedList(new ArrayList<>());
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            TextMessage message = session.createTextMessage("m" + i);
            if (i % 10 == 9) {
                producer.send(message);
            } else {
                expected.add("m" + i);
                producer.send(message, completion(done -> completed.add(done.getText())));
            }
        }
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 100; i++) {
            assertEquals("m" + i, text(consumer));
        }
        session.close();
        assertEquals(expected, completed);
    }

    @Test
    @Section("7.3.4")
    void close_of_each_and_commit_and_rollback_wait_for_the_callbacks() throws Exception {
        for (String how : List.of("producer", "session", "connection", "commit", "rollback")) {
            Connection connection = started();
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(queue(session));
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            producer.send(session.createTextMessage(how), completion(done -> {
                begun.countDown();
                await(goOn);
            }));
            await(begun);
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> end(how, connection, session, producer));
            assertThrows(java.util.concurrent.TimeoutException.class, () -> call.get(NOTHING_MS, TimeUnit.MILLISECONDS), how);
            goOn.countDown();
            call.get(WAIT_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    @Section("7.3.4")
    void a_callback_may_not_close_commit_or_roll_back_what_it_belongs_to() throws Exception {
        for (String how : List.of("producer", "session", "connection", "commit", "rollback")) {
            Connection connection = started();
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(queue(session));
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            producer.send(session.createTextMessage(how), completion(done -> {
                try {
                    end(how, connection, session, producer);
                    thrown.complete(null);
                } catch (RuntimeException e) {
                    thrown.complete(e.getCause());
                }
            }));
            assertInstanceOf(IllegalStateException.class, thrown.get(WAIT_MS, TimeUnit.MILLISECONDS), how);
        }
    }

    @Test
    @Section("7.3.8")
    void a_callback_is_on_another_thread_than_the_send() throws Exception {
        Session session = session();
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        session.createProducer(queue(session)).send(session.createTextMessage("a"), completion(done -> thread.complete(Thread.currentThread())));
        assertNotEquals(Thread.currentThread(), thread.get(WAIT_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    @Section("7.3.8")
    void the_callbacks_of_a_session_run_one_at_a_time() throws Exception {
        Session session = session();
        AtomicInteger running = new AtomicInteger();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(40);
        for (int i = 0; i < 2; i++) {
            MessageProducer producer = session.createProducer(queue(session));
            for (int sent = 0; sent < 20; sent++) {
                producer.send(session.createTextMessage("a"), completion(done -> {
                    seen.add(running.incrementAndGet());
                    Thread.yield();
                    running.decrementAndGet();
                    all.countDown();
                }));
            }
        }
        await(all);
        assertTrue(seen.stream().allMatch(count -> count == 1));
    }

    @Test
    @Section("7.3.4")
    void close_commit_and_rollback_of_a_context_wait_for_the_callbacks_and_are_refused_in_them() throws Exception {
        Map<String, Consumer<JMSContext>> calls = Map.of("close", JMSContext::close, "commit", JMSContext::commit, "rollback", JMSContext::rollback);
        for (Map.Entry<String, Consumer<JMSContext>> call : calls.entrySet()) {
            JMSContext own = context(JMSContext.SESSION_TRANSACTED);
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            own.createProducer().setAsync(completion(done -> {
                try {
                    call.getValue().accept(own);
                    thrown.complete(null);
                } catch (RuntimeException e) {
                    thrown.complete(e);
                }
            })).send(own.createQueue(name()), "text");
            assertInstanceOf(IllegalStateRuntimeException.class, thrown.get(WAIT_MS, TimeUnit.MILLISECONDS), call.getKey());
            JMSContext waiting = context(JMSContext.SESSION_TRANSACTED);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            waiting.createProducer().setAsync(completion(done -> {
                begun.countDown();
                await(goOn);
            })).send(waiting.createQueue(name()), "text");
            await(begun);
            CompletableFuture<Void> outside = CompletableFuture.runAsync(() -> call.getValue().accept(waiting));
            assertThrows(java.util.concurrent.TimeoutException.class, () -> outside.get(NOTHING_MS, TimeUnit.MILLISECONDS), call.getKey());
            goOn.countDown();
            outside.get(WAIT_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    @Section("7.3")
    void a_producer_that_is_asynchronous_has_a_callback_for_each_kind_of_body() throws Exception {
        JMSContext context = context();
        Queue queue = context.createQueue(name());
        List<Message> done = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(5);
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                done.add(message);
                all.countDown();
            }

            @Override
            public void onException(Message message, Exception exception) {
                throw new java.lang.IllegalStateException(exception);
            }
        };
        JMSProducer producer = context.createProducer().setAsync(listener);
        assertSame(listener, producer.getAsync());
        producer.send(queue, "text").send(queue, new byte[] {1}).send(queue, Map.of("a", 1)).send(queue, (Serializable) 5)
                .send(queue, context.createMessage());
        await(all);
        JMSConsumer consumer = context.createConsumer(queue);
        for (Message sent : done) {
            assertNotNull(sent.getJMSMessageID());
            assertEquals(sent.getJMSMessageID(), consumer.receive(WAIT_MS).getJMSMessageID());
        }
        producer.setAsync(null);
        assertNull(producer.getAsync());
    }

    /** A send that throws has no callback (7.3.2). */
    @Test
    @Section("7.3.2")
    void an_asynchronous_send_that_throws_has_no_callback() throws Exception {
        JMSContext context = context();
        Queue queue = context.createQueue(name());
        SendOutcome called = new SendOutcome();
        JMSProducer producer = context.createProducer().setAsync(called);
        assertThrows(InvalidDestinationRuntimeException.class, () -> producer.send(null, "text"));
        assertThrows(MessageFormatRuntimeException.class, () -> producer.send(queue, (Message) null));
        assertThrows(MessageFormatRuntimeException.class, () -> producer.send(queue, Map.of("a", new Object())));
        // callbacks are in order: none of those can come after this one
        SendOutcome last = new SendOutcome();
        producer.setAsync(last).send(queue, "last");
        last.get(WAIT_MS, TimeUnit.MILLISECONDS);
        assertFalse(called.isDone());
    }

    private interface Done {
        void with(TextMessage message) throws Exception;
    }

    private static CompletionListener completion(Done done) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                try {
                    done.with((TextMessage) message);
                } catch (Exception e) {
                    throw new java.lang.IllegalStateException(e);
                }
            }

            @Override
            public void onException(Message message, Exception exception) {
                throw new java.lang.IllegalStateException(exception);
            }
        };
    }

    private static void end(String how, Connection connection, Session session, MessageProducer producer) {
        try {
            switch (how) {
                case "producer" -> producer.close();
                case "session" -> session.close();
                case "connection" -> connection.close();
                case "commit" -> session.commit();
                default -> session.rollback();
            }
        } catch (JMSException e) {
            throw new java.lang.IllegalStateException(e);
        }
    }
}
