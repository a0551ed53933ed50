package io.postrider.benchmark.narayana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.benchmark.narayana.WatchedResource.Call;
import io.postrider.benchmark.users.TestBroker;
import io.postrider.jms.JmsXaConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.XAConnection;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XASession;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Narayana asks in transactions that nobody kills, or in which only a broker is killed; recovery is in the same process. */
@Timeout(180)
class GlobalTransactionIT {
    /** Held, so that its level stays. */
    private static final Logger NARAYANA_LOG = Logger.getLogger("com.arjuna");

    private static TestBroker one;
    private static TestBroker two;
    private static Path log;
    private static Narayana narayana;
    private static TransactionManager transactions;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private XAJMSContext from;
    private XAJMSContext to;
    private JMSConsumer consumer;
    private Queue queue;

    @BeforeAll
    static void begin() throws Exception {
        one = new TestBroker("attemptsMax=1000");
        two = new TestBroker("attemptsMax=1000");
        log = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "narayana-log-");
        // brokers that are killed make Narayana warn; here that is the plan
        NARAYANA_LOG.setLevel(Level.SEVERE);
        narayana = new Narayana(log, "here", List.of(one.url(), two.url()));
        transactions = narayana.transactions();
    }

    @AfterAll
    static void end() throws Exception {
        narayana.close();
        one.close();
        two.close();
        try (Stream<Path> walk = Files.walk(log)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @BeforeEach
    void open() {
        from = open(one);
        to = open(two);
        queue = from.createQueue("q");
        consumer = from.createConsumer(queue);
    }

    @AfterEach
    void close() throws Exception {
        if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transactions.rollback();
        }
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        for (TestBroker broker : List.of(one, two)) {
            while (taken(broker) != null) {
                // the next test finds nothing
            }
        }
    }

    /** With a short wait for a broker that is killed before its client knows of it. */
    private XAJMSContext open(TestBroker broker) {
        XAJMSContext context = new JmsXaConnectionFactory(broker.url() + "?requestTimeoutMs=10000").createXAContext();
        opened.add(context);
        return context;
    }

    private void put(TestBroker broker, String text) {
        try (JMSContext context = broker.factory("").createContext()) {
            context.createProducer().send(queue, text);
        }
    }

    /** What another client gets now, or null. */
    private String taken(TestBroker broker) {
        try (JMSContext context = broker.factory("").createContext(); JMSConsumer other = context.createConsumer(queue)) {
            return other.receiveBodyNoWait(String.class);
        }
    }

    private void enlist(XAResource resource, WatchedResource.Watch watch) throws Exception {
        assertTrue(transactions.getTransaction().enlistResource(new WatchedResource(resource, watch)));
    }

    private void beginMove(WatchedResource.Watch taking, WatchedResource.Watch putting) throws Exception {
        transactions.begin();
        enlist(from.getXAResource(), taking);
        enlist(to.getXAResource(), putting);
        to.createProducer().send(queue, consumer.receiveBody(String.class, TestBroker.RECEIVE_MS));
    }

    /** Gives back what is only prefetched, so that others can have it. */
    private void assertWhere(String there, TestBroker broker, TestBroker notThere) {
        consumer.close();
        assertEquals(there, taken(broker));
        assertNull(taken(broker));
        assertNull(taken(notThere));
    }

    @Test
    void a_commit_in_two_phases_moves_a_message_between_brokers() throws Exception {
        put(one, "m");
        Calls taking = new Calls();
        Calls putting = new Calls();
        beginMove(taking, putting);
        assertNull(taken(two));
        transactions.commit();
        assertEquals(List.of(Call.START, Call.END, Call.PREPARE, Call.COMMIT), taking.seen());
        assertEquals(taking.seen(), putting.seen());
        assertWhere("m", two, one);
    }

    @Test
    void a_rollback_gives_back_what_was_taken_and_drops_what_was_sent() throws Exception {
        put(one, "m");
        Calls taking = new Calls();
        beginMove(taking, new Calls());
        transactions.rollback();
        assertEquals(List.of(Call.START, Call.END, Call.ROLLBACK), taking.seen());
        transactions.begin();
        enlist(from.getXAResource(), new Calls());
        Message again = consumer.receive(TestBroker.RECEIVE_MS);
        assertTrue(again.getJMSRedelivered());
        assertEquals(2, again.getIntProperty("JMSXDeliveryCount"));
        transactions.rollback();
        assertWhere("m", one, two);
    }

    @Test
    void a_transaction_that_is_to_be_rolled_back_only_is_not_committed() throws Exception {
        put(one, "m");
        beginMove(new Calls(), new Calls());
        transactions.setRollbackOnly();
        assertThrows(RollbackException.class, transactions::commit);
        assertWhere("m", one, two);
    }

    @Test
    void a_transaction_that_takes_too_long_is_rolled_back_behind_its_thread_and_the_sessions_work_in_the_next_one() throws Exception {
        put(one, "m");
        transactions.setTransactionTimeout(2);
        try {
            beginMove(new Calls(), new Calls());
        } finally {
            transactions.setTransactionTimeout(0);
        }
        int told = to.getXAResource().getTransactionTimeout();
        assertTrue(told > 0 && told <= 2, "the broker was told " + told + " s");
        Transaction late = transactions.getTransaction();
        TestBroker.await("the rollback of a transaction of 2 s", () -> status(late) == Status.STATUS_ROLLEDBACK);
        assertThrows(RollbackException.class, transactions::commit);
        assertNull(taken(two));
        beginMove(new Calls(), new Calls());
        transactions.commit();
        assertTrue(to.getXAResource().getTransactionTimeout() > 2, "the next one has the time of its own");
        assertWhere("m", two, one);
    }

    private static int status(Transaction transaction) {
        try {
            return transaction.getStatus();
        } catch (jakarta.transaction.SystemException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_suspended_transaction_is_resumed_after_another_one_of_the_same_session() throws Exception {
        put(one, "first");
        put(one, "second");
        Calls taking = new Calls();
        WatchedResource source = new WatchedResource(from.getXAResource(), taking);
        WatchedResource sink = new WatchedResource(to.getXAResource(), new Calls());
        transactions.begin();
        assertTrue(transactions.getTransaction().enlistResource(source));
        assertTrue(transactions.getTransaction().enlistResource(sink));
        to.createProducer().send(queue, consumer.receiveBody(String.class, TestBroker.RECEIVE_MS));
        assertTrue(transactions.getTransaction().delistResource(source, XAResource.TMSUSPEND));
        assertTrue(transactions.getTransaction().delistResource(sink, XAResource.TMSUSPEND));
        Transaction first = transactions.suspend();
        assertNull(transactions.getTransaction());

        beginMove(new Calls(), new Calls());
        transactions.commit();
        assertEquals("second", taken(two));

        transactions.resume(first);
        assertTrue(transactions.getTransaction().enlistResource(source));
        assertTrue(transactions.getTransaction().enlistResource(sink));
        to.createProducer().send(queue, "in addition");
        transactions.commit();
        assertEquals(List.of(Call.START, Call.SUSPEND, Call.RESUME, Call.END, Call.PREPARE, Call.COMMIT), taking.seen());
        assertEquals("first", taken(two));
        assertWhere("in addition", two, one);
    }

    @Test
    void two_sessions_of_a_broker_join_in_one_branch_also_over_two_connections_and_need_one_phase() throws Exception {
        put(one, "m");
        try (XAConnection connection = new JmsXaConnectionFactory(one.url()).createXAConnection()) {
            XASession sameConnection = connection.createXASession();
            XASession another = connection.createXASession();
            Calls first = new Calls();
            Calls second = new Calls();
            Calls third = new Calls();
            transactions.begin();
            enlist(from.getXAResource(), first);
            enlist(sameConnection.getXAResource(), second);
            enlist(another.getXAResource(), third);
            assertEquals("m", consumer.receiveBody(String.class, TestBroker.RECEIVE_MS));
            sameConnection.createProducer(queue).send(sameConnection.createTextMessage("of the second"));
            another.createProducer(queue).send(another.createTextMessage("of the third"));
            assertNull(taken(one));
            transactions.commit();
            assertEquals(List.of(Call.START, Call.END, Call.COMMIT_ONE_PHASE), first.seen());
            assertEquals(List.of(Call.JOIN, Call.END), second.seen());
            assertEquals(List.of(Call.JOIN, Call.END), third.seen());
        }
        consumer.close();
        assertEquals("of the second", taken(one));
        assertEquals("of the third", taken(one));
        assertNull(taken(one));
    }

    @Test
    void a_single_branch_is_committed_in_one_phase() throws Exception {
        Calls calls = new Calls();
        transactions.begin();
        enlist(to.getXAResource(), calls);
        to.createProducer().send(queue, "m");
        transactions.commit();
        assertEquals(List.of(Call.START, Call.END, Call.COMMIT_ONE_PHASE), calls.seen());
        assertWhere("m", two, one);
    }

    @Test
    void a_branch_without_work_is_not_committed_and_the_other_one_is() throws Exception {
        Calls idle = new Calls();
        transactions.begin();
        enlist(from.getXAResource(), idle);
        enlist(to.getXAResource(), new Calls());
        to.createProducer().send(queue, "m");
        transactions.commit();
        assertEquals(List.of(Call.START, Call.END, Call.PREPARE), idle.seen());
        assertWhere("m", two, one);
    }

    @Test
    void a_session_that_is_closed_before_the_commit_takes_its_work_with_it() throws Exception {
        put(one, "m");
        beginMove(new Calls(), new Calls());
        to.close();
        assertThrows(RollbackException.class, transactions::commit);
        assertWhere("m", one, two);
    }

    @Test
    void a_broker_that_is_killed_before_it_has_prepared_makes_the_commit_fail() throws Exception {
        put(one, "m");
        beginMove(new Calls(), new Calls(Call.PREPARE, two::kill));
        assertThrows(RollbackException.class, transactions::commit);
        two.start();
        narayana.recover();
        assertWhere("m", one, two);
    }

    @Test
    void a_broker_that_is_killed_and_is_back_before_it_prepares_makes_the_commit_fail() throws Exception {
        put(one, "m");
        beginMove(new Calls(), new Calls());
        two.kill();
        two.start();
        assertThrows(RollbackException.class, transactions::commit);
        narayana.recover();
        assertWhere("m", one, two);
    }

    @Test
    void a_broker_that_is_killed_after_it_has_prepared_is_told_by_recovery_to_commit() throws Exception {
        put(one, "m");
        beginMove(new Calls(), new Calls(Call.COMMIT, two::kill));
        transactions.commit();
        two.start();
        narayana.recover();
        assertWhere("m", two, one);
    }

    @Test
    void a_broker_that_is_killed_after_it_has_prepared_is_told_by_recovery_to_roll_back() throws Exception {
        put(one, "m");
        beginMove(new Calls(Call.ROLLBACK, one::kill), new Calls(Call.PREPARE, two::kill));
        assertThrows(RollbackException.class, transactions::commit);
        one.start();
        two.start();
        narayana.recover();
        assertWhere("m", one, two);
    }

    @Test
    void a_broker_that_is_killed_before_a_commit_in_one_phase_has_nothing_of_it() throws Exception {
        transactions.begin();
        enlist(to.getXAResource(), new Calls(Call.COMMIT_ONE_PHASE, two::kill));
        to.createProducer().send(queue, "m");
        // nobody can say what became of it
        assertThrows(HeuristicMixedException.class, transactions::commit);
        two.start();
        narayana.recover();
        consumer.close();
        assertNull(taken(two));
        transactions.begin();
        enlist(to.getXAResource(), new Calls());
        to.createProducer().send(queue, "next");
        transactions.commit();
        assertEquals("next", taken(two));
    }
}
