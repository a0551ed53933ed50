package io.postrider.torture.load;

import io.postrider.torture.load.Phase.Step;
import io.postrider.torture.log.Event;
import io.postrider.torture.log.EventLog;
import io.postrider.torture.log.Outcome;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What an actor works with. Made by {@link ClientMain} for one actor, used by its thread and by the provider's for callbacks. */
final class Stage {
    private final Provider provider;
    private final EventLog log;
    private final Phase phase;
    private final Counters counters;
    private final long seed;
    private final Random random;
    private final String name;
    private final Runnable onOpened;
    private int session;
    private long number;
    private long unit;

    /**
     * @param seed     of the run
     * @param name     of the actor and its incarnation
     * @param onOpened told each time a consumer is open
     */
    Stage(Provider provider, EventLog log, Phase phase, Counters counters, long seed, String name, Runnable onOpened) {
        this.provider = provider;
        this.log = log;
        this.phase = phase;
        this.counters = counters;
        this.seed = seed;
        this.random = new Random(seed ^ (long) name.hashCode() << 32);
        this.name = name;
        this.onOpened = onOpened;
    }

    /** Everything from now on has the next session number: order is promised within one only. */
    void beginSession() {
        session++;
        number = 0;
    }

    Provider provider() {
        return provider;
    }

    Random random() {
        return random;
    }

    /** For what a message is like: by its id, so that it is the same whatever happened before it. */
    RandomGenerator randomOf(String id) {
        return new SplittableRandom(seed ^ id.hashCode());
    }

    String nextId() {
        return name + "." + session + "-" + ++number;
    }

    String nextUnit() {
        return name + "." + session + "-u" + ++unit;
    }

    /** One in so many. */
    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    boolean isAtLeast(Step step) {
        return phase.isAtLeast(step);
    }

    void awaitWork() throws InterruptedException {
        while (!phase.await(Step.WORKING, 1_000)) {
            // the parent says when, or ends this process
            continue;
        }
    }

    /** For a random time, or until that step. */
    void pause(int msMax, Step until) throws InterruptedException {
        phase.await(until, random.nextInt(msMax + 1));
    }

    void opened(Source source, Event.Mode mode) {
        log.write(source.opened(mode));
        onOpened.run();
    }

    void sending(Event.Sent sent) {
        log.write(sent);
    }

    void sent(String id, Outcome outcome) {
        log.write(new Event.Ended(id, outcome));
        counters.sent(outcome == Outcome.DONE ? 1 : 0);
    }

    /** Looks at a message that was received, and notes it. */
    void received(Source source, Message message, String unit) throws JMSException {
        String id = Outline.id(message);
        log.write(new Event.Received(source.label(), id, message.getJMSRedelivered(), message.getIntProperty("JMSXDeliveryCount"),
                Outline.isBodyRight(message, id), unit));
        counters.received();
    }

    void ending(String unit) {
        log.write(new Event.UnitEnding(unit));
    }

    /** @param sends in that unit */
    void ended(String unit, Outcome outcome, int sends) {
        log.write(new Event.UnitEnded(unit, outcome));
        counters.sent(outcome == Outcome.DONE ? sends : 0);
    }

    void linked(String from, String to) {
        log.write(new Event.Linked(from, to));
    }

    void thrown(Exception e) {
        log.write(new Event.Thrown(e.toString()));
    }
}
