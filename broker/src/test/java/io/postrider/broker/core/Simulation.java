package io.postrider.broker.core;

import io.postrider.broker.selector.InvalidSelector;
import io.postrider.broker.selector.Selector;
import io.postrider.broker.store.AttemptsRecord;
import io.postrider.broker.store.BodyRecord;
import io.postrider.broker.store.BranchPartRecord;
import io.postrider.broker.store.BranchRecord;
import io.postrider.broker.store.ConnectionRecord;
import io.postrider.broker.store.Keys;
import io.postrider.broker.store.ReadResult;
import io.postrider.broker.store.SessionRecord;
import io.postrider.broker.store.StateRecord;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.RedeliveryDelay;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.frame.Unsubscribe;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.WireMessage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * One history of a core, all of it from one seed: clients, clock, links, a committer that forgets what was not synced, reads
 * that come late. Used by one thread, once.
 */
final class Simulation {
    static final DestinationName DEAD_LETTERS = DestinationName.queue("dead");
    static final int ATTEMPTS_MAX = 2;
    static final int CRASHES_MIN = 3;
    private static final long RETENTION_MS = 20_000;
    private static final Map<String, Selector> SELECTORS = selectors();

    final long seed;
    final Random random;
    final PlantedBug bug;
    final Coverage coverage;
    final Timeline timeline = new Timeline();
    final Checker checker = new Checker(this);
    final SimulatedManager manager;
    final MemoryStore store;
    final SimulatedReaders readers;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final List<SimulatedLink> links = new ArrayList<>();
    final CoreSettings settings;
    private final Bounds bounds;
    private final int steps;
    private final Set<Integer> crashes = new HashSet<>();
    private final Set<Integer> stops = new HashSet<>();
    private Core core;
    private SimulatedCommitter committer;
    private SimulatedOverflow overflow;
    private boolean batchOpen;
    private int lastLink;
    private boolean faults = true;
    long nowMs = 1_000_000;
    int step;
    int boot;
    int crashed;
    long lastMessage;
    int sendsLeft;

    Simulation(long seed, int steps, PlantedBug bug, Coverage coverage) {
        this.seed = seed;
        this.steps = steps;
        this.bug = bug;
        this.coverage = coverage;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.store = new MemoryStore(bug::loses);
        this.readers = new SimulatedReaders(store, random, coverage, applied -> bug.appliedOf(applied, store.appliedNumber()), "");
        this.sendsLeft = steps;
        this.manager = new SimulatedManager(this);
        Limits limits = new Limits(1 << 20, 1 << 20, 10_000, RETENTION_MS, 4000 + random.nextInt(20_000), 5 + random.nextInt(40));
        long[] memory = {3_000, 10_000, 50_000, 10_000_000};
        this.settings = new CoreSettings("node", limits, memory[random.nextInt(memory.length)], 5_000 + random.nextInt(50_000), 500 + random.nextInt(5_000),
                true, ATTEMPTS_MAX, DEAD_LETTERS.name(), 1_500 + random.nextInt(20_000), 100, 10, 10, 100, 60_000, 600_000);
        this.bounds = new Bounds(200 + random.nextInt(400), 3 + random.nextInt(30), 1 + random.nextInt(8), 1 + random.nextInt(8),
                300 + random.nextInt(2_000), 2 + random.nextInt(20), 1 + random.nextInt(4), 1 + random.nextInt(20));
        int crashCount = CRASHES_MIN + random.nextInt(3);
        while (crashes.size() < crashCount) {
            crashes.add(50 + random.nextInt(Math.max(1, steps - 100)));
        }
        if (random.nextBoolean()) {
            stops.add(50 + random.nextInt(Math.max(1, steps - 100)));
        }
        String shared = random.nextInt(4) == 0 ? "ann" : "bob";
        clients.add(new SimulatedClient(this, 0, null));
        clients.add(new SimulatedClient(this, 1, "ann"));
        clients.add(new SimulatedClient(this, 2, shared));
        if (random.nextBoolean()) {
            clients.add(new SimulatedClient(this, 3, null));
        }
    }

    private static Map<String, Selector> selectors() {
        Map<String, Selector> selectors = new HashMap<>();
        for (Filter filter : Filter.ANY) {
            if (filter.text() != null) {
                selectors.put(filter.text(), parse(filter.text()));
            }
        }
        return selectors;
    }

    private static Selector parse(String text) {
        try {
            return Selector.parse(text);
        } catch (InvalidSelector e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws SimulationFailure if an invariant does not hold; anything else is a failure too */
    void run() {
        boot();
        for (step = 1; step <= steps; step++) {
            timeline.at(step, nowMs);
            step();
            if (step % 16 == 0) {
                checkCore();
            }
        }
        faults = false;
        finish();
    }

    // ---- the broker

    private void boot() {
        boot++;
        committer = new SimulatedCommitter(store, random, bug.reportsUnsynced());
        overflow = new SimulatedOverflow(random, coverage);
        core = new Core(settings, bounds, bug.loaded(store.load()), new CoreStore(committer, readers::ask), overflow.forCore(), nowMs);
        batchOpen = true;
        timeline.add("boot " + boot + " from write set " + store.syncedNumber(), null);
    }

    private void crash() {
        crashed++;
        coverage.fault("crash");
        if (committer.queued() > 0) {
            coverage.fault("crash with write sets that are not applied");
        }
        if (manager.hasInDoubt()) {
            coverage.fault("crash with branches in doubt");
        }
        readers.forget();
        int lost = store.crash();
        if (lost > 0) {
            coverage.fault("crash with write sets that are not synced");
        }
        timeline.add("crash: " + lost + " write sets are not synced", null);
        clients.forEach(SimulatedClient::crashed);
        links.clear();
        boot();
    }

    private void stop() {
        coverage.fault("clean stop");
        timeline.add("stop", null);
        apply(new Command.Stop());
        for (int i = 0; i < 3; i++) {
            while (core.endBatch()) {
                // it has more to do
            }
            committer.apply();
        }
        while (committer.queued() > 0) {
            committer.apply();
        }
        committer.sync();
        for (long number = committer.report(); number > 0; number = committer.report()) {
            apply(new Command.Durable(number));
        }
        readers.forget();
        links.forEach(link -> {
            while (!link.toClient.isEmpty() && link.isUpForClient()) {
                link.client.receive(link, link.toClient.removeFirst());
            }
        });
        clients.forEach(SimulatedClient::crashed);
        links.clear();
        boot();
    }

    private void apply(Command command) {
        coverage.command(command);
        core.apply(command, nowMs);
        batchOpen = true;
    }

    private void endBatch() {
        batchOpen = core.endBatch();
    }

    // ---- a step

    private void step() {
        // few moments are as critical as those in which a branch is in doubt
        if (crashes.contains(step) || manager.hasInDoubt() && random.nextInt(150) == 0) {
            crash();
            return;
        }
        if (stops.contains(step)) {
            stop();
            return;
        }
        int roll = random.nextInt(1000);
        if (roll < 380) {
            SimulatedClient client = clients.get(random.nextInt(clients.size()));
            for (int acts = 1 + random.nextInt(16); acts > 0; acts--) {
                client.act();
            }
        } else if (roll < 590) {
            toBroker();
        } else if (roll < 790) {
            toClient();
        } else if (roll < 830) {
            committer.apply();
        } else if (roll < 865) {
            committer.sync();
        } else if (roll < 895) {
            durable();
        } else if (roll < 910) {
            overflow.apply();
        } else if (roll < 920) {
            overflowApplied();
        } else if (roll < 945) {
            overflowRead();
        } else if (roll < 960) {
            read();
        } else if (roll < 985) {
            clock();
        } else {
            fault();
        }
        if (batchOpen && random.nextInt(3) != 0) {
            endBatch();
        }
    }

    private SimulatedLink anyLink() {
        return links.isEmpty() ? null : links.get(random.nextInt(links.size()));
    }

    private void toBroker() {
        for (SimulatedLink link : new ArrayList<>(links)) {
            for (int frames = random.nextInt(12); frames > 0 && !link.toBroker.isEmpty(); frames--) {
                arrive(link);
            }
        }
    }

    private void arrive(SimulatedLink link) {
        Object item = link.toBroker.removeFirst();
        if (item == SimulatedLink.ATTACH) {
            apply(new Command.Attach(link, new Principal("user", link.client.index == 0), "simulation", 1, 0, link.token, new byte[0]));
        } else if (item == SimulatedLink.DETACH) {
            timeline.add("detach link " + link.number, null);
            while (!link.toClient.isEmpty() && link.isUpForClient()) {
                // the broker has closed it, and said why
                link.client.receive(link, link.toClient.removeFirst());
            }
            links.remove(link);
            apply(new Command.Detach(link));
        } else {
            Frame frame = (Frame) item;
            coverage.handled(frame.type());
            apply(new Command.FromClient(link, frame, selector(frame)));
        }
    }

    private static Selector selector(Frame frame) {
        String text = frame instanceof CreateConsumer create ? create.selector() : frame instanceof Browse browse ? browse.selector() : null;
        return text == null ? null : SELECTORS.get(text);
    }

    private void toClient() {
        for (SimulatedLink link : new ArrayList<>(links)) {
            for (int frames = random.nextInt(16); frames > 0 && !link.toClient.isEmpty() && !link.lost; frames--) {
                link.client.receive(link, link.toClient.removeFirst());
            }
        }
    }

    private void durable() {
        long number = committer.report();
        if (number > 0) {
            timeline.add("durable " + number, null);
            apply(new Command.Durable(number));
        }
    }

    private void read() {
        ReadResult result = readers.step();
        if (result != null) {
            timeline.add("read done", result);
            apply(new Command.ReadDone(result));
        }
    }

    private void overflowApplied() {
        long number = overflow.report();
        if (number > 0) {
            timeline.add("overflow applied " + number, null);
            apply(new Command.OverflowApplied(number));
        }
    }

    private void overflowRead() {
        ReadResult result = overflow.read();
        if (result != null) {
            timeline.add("overflow read done", result);
            apply(new Command.OverflowRead(result));
        }
    }

    private void clock() {
        int roll = random.nextInt(100);
        nowMs += roll < 80 ? random.nextInt(200) : roll < 97 ? random.nextInt(3_000) : faults ? random.nextInt(2 * (int) RETENTION_MS) : 100;
        timeline.at(step, nowMs);
        if (core.nextTimerMs() <= nowMs) {
            apply(new Command.Tick());
        }
    }

    private void fault() {
        int roll = random.nextInt(100);
        SimulatedClient client = clients.get(random.nextInt(clients.size()));
        SimulatedLink link = anyLink();
        if (roll < 60 && client.link != null) {
            boolean someArrives = random.nextBoolean();
            coverage.fault(someArrives ? "link cut, some frames arrive" : "link cut");
            timeline.add("link " + client.link.number + " is cut" + (someArrives ? ", some frames arrive" : ""), null);
            client.cut(someArrives);
            if (random.nextInt(3) == 0) {
                coverage.fault("half-open link");
                client.connect();
            }
        } else if (roll < 75) {
            boolean low = random.nextInt(8) == 0;
            coverage.fault(low ? "disk low" : "disk has room");
            apply(new Command.DiskSpace(low, low ? "the disk is nearly full" : ""));
        } else if (link != null) {
            link.slow = !link.slow;
            coverage.fault(link.slow ? "slow link" : "link is writable again");
            if (!link.slow) {
                apply(new Command.Writable(link));
            }
        }
    }

    SimulatedLink newLink(SimulatedClient client) {
        byte[] token = new byte[16];
        random.nextBytes(token);
        SimulatedLink link = new SimulatedLink(this, client, ++lastLink, token);
        links.add(link);
        return link;
    }

    /** A token is forgotten only after its retention. */
    void requireMayBeForgotten(SimulatedClient client) {
        coverage.fault("token unknown");
        if (nowMs - client.lostMs < RETENTION_MS) {
            throw new SimulationFailure("the connection of client " + client.index + " is forgotten too early");
        }
    }

    // ---- what clients choose from

    DestinationName anyDestination(SimulatedClient client) {
        int roll = random.nextInt(20);
        if (roll < 6) {
            return DestinationName.queue("shared" + random.nextInt(2));
        }
        if (roll < 10) {
            return DestinationName.queue("ordered" + random.nextInt(clients.size()));
        }
        if (roll < 18) {
            return DestinationName.topic("topic" + random.nextInt(2));
        }
        SimulatedClient other = clients.get(random.nextInt(clients.size()));
        return other.temporaries.isEmpty() ? DestinationName.queue("shared0") : other.temporaries.iterator().next();
    }

    DestinationName anyQueue() {
        return DestinationName.queue(random.nextBoolean() ? "shared" + random.nextInt(2) : random.nextInt(4) == 0 ? DEAD_LETTERS.name() : "ordered0");
    }

    /** Whether only one client consumes from it, by one consumer at a time and without selector. */
    boolean isOrdered(DestinationName name) {
        return name.kind() == DestinationName.Kind.QUEUE && name.name().startsWith("ordered");
    }

    RedeliveryDelay anyDelay(DestinationName destination) {
        if (isOrdered(destination) || random.nextBoolean()) {
            return RedeliveryDelay.NONE;
        }
        int min = random.nextInt(2_000);
        return new RedeliveryDelay(min, min + random.nextInt(3_000));
    }

    SimulatedConsumer newConsumer(SimulatedSession session) {
        SimulatedClient client = session.client;
        int roll = random.nextInt(20);
        if (roll < 6) {
            Filter filter = Filter.ANY[random.nextInt(Filter.ANY.length)];
            return queueConsumer(session, DestinationName.queue("shared" + random.nextInt(2)), filter);
        }
        if (roll < 9) {
            DestinationName own = DestinationName.queue("ordered" + client.index);
            boolean has = client.sessions.values().stream().anyMatch(each -> each.consumers.values().stream()
                    .anyMatch(consumer -> consumer.destination.equals(own) && !consumer.browser));
            return has ? null : queueConsumer(session, own, Filter.ALL);
        }
        if (roll < 10) {
            return queueConsumer(session, DEAD_LETTERS, Filter.ALL);
        }
        if (roll < 11) {
            if (client.temporaries.isEmpty()) {
                return null;
            }
            DestinationName temporary = client.temporaries.iterator().next();
            return temporary.kind() == DestinationName.Kind.TEMPORARY_QUEUE ? queueConsumer(session, temporary, Filter.ALL)
                    : new SimulatedConsumer(session, client.nextConsumer(), temporary, SubscriptionKind.NON_DURABLE, null, Filter.ALL, false, false);
        }
        if (roll < 14) {
            return new SimulatedConsumer(session, client.nextConsumer(), DestinationName.topic("topic" + random.nextInt(2)), SubscriptionKind.NON_DURABLE,
                    null, Filter.ANY[random.nextInt(Filter.ANY.length)], random.nextInt(3) == 0, false);
        }
        String name = anyDurableName(client);
        if (roll < 19 && name != null) {
            Checker.Subscribed spec = durable(client, name);
            Checker.Durable known = checker.durables().get(client.identity() + "/" + name);
            SimulatedConsumer consumer = new SimulatedConsumer(session, client.nextConsumer(), spec.topic(), spec.kind(), name, spec.filter(),
                    spec.noLocal(), false);
            boolean othersDiffer = clients.stream().flatMap(each -> each.sessions.values().stream()).flatMap(each -> each.consumers.values().stream())
                    .anyMatch(each -> name.equals(each.name) && Objects.equals(each.madeByClientId, client.identity()) && each.filter != spec.filter());
            consumer.changes = spec.filter() == Filter.BIG || othersDiffer || known != null && !known.spec.equals(spec);
            return consumer;
        }
        boolean red = random.nextBoolean();
        return new SimulatedConsumer(session, client.nextConsumer(), DestinationName.topic(red ? "topic0" : "topic1"), SubscriptionKind.SHARED,
                red ? "red" : "all", red ? Filter.RED : Filter.ALL, false, false);
    }

    private SimulatedConsumer queueConsumer(SimulatedSession session, DestinationName queue, Filter filter) {
        return new SimulatedConsumer(session, session.client.nextConsumer(), queue, SubscriptionKind.QUEUE, null, filter, false, false);
    }

    /** A name of a durable subscription that a client may have now, or null. */
    String anyDurableName(SimulatedClient client) {
        if (client.clientId != null && !client.hasClientId) {
            return null;
        }
        return (client.hasClientId && random.nextInt(3) != 0 ? "durable" : "shared") + random.nextInt(3);
    }

    /** What a name subscribes to; now and then it changes. */
    private Checker.Subscribed durable(SimulatedClient client, String name) {
        DestinationName topic = DestinationName.topic(name.endsWith("1") ? "topic1" : "topic0");
        Filter filter = random.nextInt(40) == 0 ? Filter.BIG : name.endsWith("2") ? Filter.RED : Filter.ALL;
        boolean noLocal = name.equals("durable1");
        return new Checker.Subscribed(name.startsWith("durable") ? SubscriptionKind.DURABLE : SubscriptionKind.SHARED_DURABLE, topic, filter, noLocal);
    }

    // ---- invariants of the core's state

    private void checkCore() {
        for (Destination destination : core.destinations.all()) {
            if (destination instanceof QueueDestination queue) {
                check(queue.subscription());
            } else {
                ((TopicDestination) destination).subscriptions().forEach(this::check);
            }
            if (committer.queued() == 0 && !batchOpen && !destination.isTemporary()) {
                checkCounts(destination);
            }
        }
        for (ServerConnection connection : core.connections.all()) {
            for (ServerSession session : connection.sessions().values()) {
                int its = session.kept().size();
                for (ServerConsumer consumer : session.consumers().values()) {
                    its += consumer.heldCount();
                }
                if (its != session.heldCount() || session.heldCount() < 0) {
                    throw new SimulationFailure("session " + session.id() + " counts " + session.heldCount() + " held messages and has " + its);
                }
            }
        }
        if (core.context.memory.bytes() < 0) {
            throw new SimulationFailure("memory of " + core.context.memory.bytes() + " bytes");
        }
    }

    private void check(Subscription subscription) {
        for (int priority = 0; priority < 10; priority++) {
            SubscriptionLane lane = subscription.laneOrNull(priority);
            if (lane == null) {
                continue;
            }
            int ready = 0;
            long last = -1;
            for (Entry entry = lane.after(-1); entry != null; entry = lane.after(entry.position)) {
                coverage.state(entry.state.name());
                if (entry.position <= last || entry.position > lane.coveredTo() || entry.state == Entry.State.REMOVED) {
                    throw new SimulationFailure("entry at " + entry.position + " is " + entry.state + " in a window up to " + lane.coveredTo());
                }
                if (entry.state == Entry.State.HELD && entry.transaction == null && (entry.holder == null || !entry.holder.connection().isLive())) {
                    throw new SimulationFailure("entry at " + entry.position + " of " + subscription + " is held by nobody that lives");
                }
                ready += entry.state == Entry.State.READY ? 1 : 0;
                last = entry.position;
            }
            for (long position = lane.coveredTo() + 1; position <= Math.min(lane.tail(), lane.coveredTo() + 50); position++) {
                Entry entry = lane.find(position);
                if (entry != null) {
                    coverage.state(entry.state.name());
                }
            }
            if (ready != lane.ready()) {
                throw new SimulationFailure(subscription + ", priority " + priority + " counts " + lane.ready() + " ready entries and has " + ready);
            }
        }
    }

    private void checkCounts(Destination destination) {
        for (int priority = 0; priority < 10; priority++) {
            Lane lane = destination.laneOrNull(priority);
            if (lane != null) {
                int stored = store.applied().messages.subMap(Keys.message(destination.id(), priority, 0), true,
                        Keys.message(destination.id(), priority, Long.MAX_VALUE), true).size();
                if (stored != lane.storedCount() || lane.count() < stored) {
                    throw new SimulationFailure("lane " + priority + " of the " + destination.name() + " counts " + lane.storedCount() + " stored of "
                            + lane.count() + " messages, and " + stored + " are in the store");
                }
            }
        }
    }

    // ---- the end

    private void finish() {
        timeline.add("no more faults", null);
        apply(new Command.DiskSpace(false, ""));
        links.forEach(link -> {
            link.slow = false;
            apply(new Command.Writable(link));
        });
        for (int tries = 0; tries < 6; tries++) {
            for (SimulatedClient client : clients) {
                if (client.state == SimulatedClient.State.DOWN && client.token != null) {
                    client.connect();
                }
            }
            settle();
        }
        // replies whose owners do not come back are refused then
        advance(Replies.WAIT_MS);
        clients.forEach(client -> client.sessions.values().forEach(SimulatedSession::endBranches));
        settle();
        for (int tries = 0; tries < 8 && !manager.isDone(); tries++) {
            clients.stream().filter(client -> client.state == SimulatedClient.State.UP).findFirst().ifPresent(manager::finish);
            settle();
        }
        for (SimulatedClient client : clients) {
            requireIdle(client);
            for (SimulatedSession session : new ArrayList<>(client.sessions.values())) {
                session.consumers.values().forEach(consumer -> {
                    if (consumer.draining) {
                        throw new SimulationFailure("no Drained for " + consumer);
                    }
                });
                if (session.isTransacted()) {
                    session.commit();
                }
            }
        }
        settle();
        for (SimulatedClient client : clients) {
            requireIdle(client);
            new ArrayList<>(client.sessions.values()).forEach(SimulatedSession::close);
        }
        settle();
        for (SimulatedClient client : clients) {
            if (client.state == SimulatedClient.State.UP) {
                client.close();
            }
        }
        settle();
        advance(10_000);
        drain();
        checker.nothingIsLost();
        advance(2 * RETENTION_MS);
        for (int i = 0; i < 40; i++) {
            advance(1_000);
        }
        nothingIsLeft();
    }

    private static void requireIdle(SimulatedClient client) {
        if (client.state == SimulatedClient.State.UP && !client.isIdle()) {
            throw new SimulationFailure("client " + client.index + " waits for answers that do not come: "
                    + client.sessions.values().stream().filter(session -> !session.isIdle()).map(SimulatedSession::idle).toList());
        }
    }

    private void advance(long ms) {
        nowMs += ms;
        timeline.at(step, nowMs);
        for (int i = 0; i < 1_000 && core.nextTimerMs() <= nowMs; i++) {
            apply(new Command.Tick());
            settle();
        }
    }

    /** Lets everything that is on the way arrive. */
    private void settle() {
        for (int rounds = 0; rounds < 10_000; rounds++) {
            boolean moved = false;
            for (SimulatedLink link : new ArrayList<>(links)) {
                while (!link.toBroker.isEmpty()) {
                    arrive(link);
                    moved = true;
                }
            }
            for (int i = 0; i < 1000 && (batchOpen || i == 0); i++) {
                endBatch();
            }
            for (SimulatedLink link : new ArrayList<>(links)) {
                while (!link.toClient.isEmpty() && !link.lost) {
                    link.client.receive(link, link.toClient.removeFirst());
                    moved = true;
                }
            }
            moved |= !committer.isIdle() || !readers.isIdle() || !overflow.isIdle();
            committer.apply();
            committer.sync();
            durable();
            read();
            overflow.apply();
            overflowApplied();
            overflowRead();
            if (!moved && !batchOpen) {
                return;
            }
        }
        throw new SimulationFailure("it does not come to rest");
    }

    /** Takes everything out of all queues and durable subscriptions. */
    private void drain() {
        Set<String> identities = new HashSet<>();
        identities.add(null);
        checker.durables().values().forEach(durable -> identities.add(durable.clientId));
        List<Subscription> unknown = durablesThatNobodyWasToldOf();
        unknown.forEach(subscription -> identities.add(subscription.identity().clientId()));
        List<SimulatedClient> drainers = new ArrayList<>();
        for (String identity : identities) {
            SimulatedClient drainer = new SimulatedClient(this, 100 + drainers.size(), identity);
            drainers.add(drainer);
            drainer.connect();
            settle();
            drainer.openSession(AcknowledgeMode.AUTO);
            settle();
            SimulatedSession session = drainer.sessions.values().iterator().next();
            for (Subscription each : unknown) {
                if (Objects.equals(identity, each.identity().clientId())) {
                    drainer.request(id -> new Unsubscribe(id, each.identity().name()), answer -> {
                        if (answer instanceof Failure failure) {
                            throw new SimulationFailure("an unsubscribe is refused: " + failure);
                        }
                    }, () -> { });
                    settle();
                }
            }
            if (identity == null) {
                for (Destination destination : new ArrayList<>(core.destinations.all())) {
                    if (destination instanceof QueueDestination && !destination.isTemporary()) {
                        add(queueConsumer(session, destination.name(), Filter.ALL));
                    }
                }
            }
            for (Checker.Durable durable : checker.durables().values()) {
                boolean exists = core.destinations.subscription(durable.id) != null;
                if (!exists && !durable.ending) {
                    throw new SimulationFailure("the durable subscription " + durable.name + " of " + durable.clientId + " is gone");
                }
                if (exists && Objects.equals(identity, durable.clientId)) {
                    add(new SimulatedConsumer(session, drainer.nextConsumer(), durable.spec.topic(), durable.spec.kind(), durable.name, durable.spec.filter(),
                            durable.spec.noLocal(), false));
                }
            }
        }
        for (int idle = 0; idle < 3; ) {
            settle();
            boolean took = false;
            for (SimulatedClient drainer : drainers) {
                for (SimulatedSession session : drainer.sessions.values()) {
                    for (SimulatedConsumer consumer : session.consumers.values()) {
                        took |= !consumer.prefetch.isEmpty();
                        session.takeAll(consumer);
                    }
                }
            }
            idle = took ? 0 : idle + 1;
        }
        drainers.forEach(SimulatedClient::close);
        settle();
    }

    /** Made by a request whose answer was lost, and not asked for again. */
    private List<Subscription> durablesThatNobodyWasToldOf() {
        List<Subscription> unknown = new ArrayList<>();
        for (Destination destination : core.destinations.all()) {
            if (destination instanceof TopicDestination topic) {
                for (Subscription subscription : topic.subscriptions()) {
                    if (subscription.form().isDurable()
                            && checker.durables().values().stream().noneMatch(durable -> durable.id == subscription.id())) {
                        unknown.add(subscription);
                    }
                }
            }
        }
        return unknown;
    }

    private void add(SimulatedConsumer consumer) {
        consumer.session.consumers.put(consumer.id, consumer);
        consumer.session.open(consumer);
        settle();
    }

    private void nothingIsLeft() {
        List<String> left = new ArrayList<>();
        if (core.context.memory.bytes() != 0) {
            left.add(core.context.memory.bytes() + " bytes in memory");
        }
        if (core.context.postponed.nextMs() != Long.MAX_VALUE) {
            left.add("postponed messages");
        }
        overflow.store.applied().messages.keySet().forEach(key -> left.add("overflow of " + Keys.getLong(key, 1) + " at " + Keys.position(key)));
        overflow.store.applied().state.keySet().forEach(key -> left.add("attempts in the overflow"));
        if (core.context.overflow.messages() != 0 || core.context.overflow.bytes() != 0) {
            left.add(core.context.overflow.messages() + " messages and " + core.context.overflow.bytes() + " bytes counted in the overflow");
        }
        store.applied().messages.keySet().forEach(key -> left.add((char) key[0] + " of " + Keys.getLong(key, 1) + " at " + Keys.getLong(key, key.length - 8)));
        store.applied().chunks.keySet().forEach(key -> left.add("chunk of body " + Keys.getLong(key, 0)));
        store.applied().state.forEach((key, value) -> {
            if (key.length > 1) {
                StateRecord record = StateRecord.read(key, value);
                if (record instanceof BodyRecord || record instanceof AttemptsRecord || record instanceof SessionRecord || record instanceof ConnectionRecord
                        || record instanceof BranchRecord || record instanceof BranchPartRecord) {
                    left.add(record.toString());
                }
            }
        });
        for (Destination destination : core.destinations.all()) {
            if (destination.postponedCount() != 0) {
                left.add(destination.postponedCount() + " counted as postponed of the " + destination.name());
            }
            if (destination.depth() != 0 || destination.bytes() != 0) {
                left.add(destination.depth() + " messages and " + destination.bytes() + " bytes of the " + destination.name() + views(destination));
            }
        }
        if (!left.isEmpty()) {
            throw new SimulationFailure("left behind when everything was drained and closed: " + left);
        }
    }

    private static String views(Destination destination) {
        StringBuilder views = new StringBuilder();
        if (destination instanceof TopicDestination topic) {
            topic.subscriptions().forEach(subscription -> {
                for (int priority = 0; priority < 10; priority++) {
                    SubscriptionLane view = subscription.laneOrNull(priority);
                    if (view != null && topic.lane(priority).storedCount() > 0) {
                        views.append("; ").append(subscription).append(", priority ").append(priority).append(": covered to ").append(view.coveredTo())
                                .append(", consumed to ").append(view.consumedUpTo()).append(", tail ").append(view.tail()).append(", lane ")
                                .append(topic.lane(priority).lowest()).append(" to ").append(topic.lane(priority).tail());
                    }
                }
            });
        }
        return views.toString();
    }

    // ---- words

    static long size(WireMessage message) {
        return message.encodedLength() + (message.isBodyApart() ? message.bodyLength() : 0);
    }

    static String describe(Object detail) {
        if (detail instanceof Send send) {
            return "Send[session=" + send.session() + ", " + send.series() + " " + send.number() + (send.transaction() == 0 ? "" : " in transaction " + send.transaction())
                    + ", #" + send.message().properties().values().get(Sent.ID) + " to " + send.destination() + ", priority " + send.priority()
                    + (send.persistent() ? ", persistent" : "") + (send.timeToLiveMs() > 0 ? ", ttl " + send.timeToLiveMs() : "")
                    + (send.delayMs() > 0 ? ", delay " + send.delayMs() : "") + (send.bodyStream() == 0 ? "" : ", body in stream " + send.bodyStream()) + "]";
        }
        if (detail instanceof Deliver deliver) {
            return "Deliver[consumer=" + deliver.consumer() + ", #" + deliver.message().properties().values().get(Sent.ID) + " at " + deliver.position()
                    + ", priority " + deliver.priority() + (deliver.persistent() ? ", persistent" : "") + (deliver.redelivered() ? ", redelivered" : "")
                    + ", count " + deliver.deliveryCount() + ", generation " + deliver.generation() + "]";
        }
        if (detail instanceof ReadResult result) {
            StringBuilder found = new StringBuilder();
            result.found().forEach(each -> found.append(" #").append(each.message().message().properties().values().get(Sent.ID)).append(" at ").append(each.position()));
            return result.request() + " saw write set " + result.applied() + ", got to " + result.scanned() + ", found" + found;
        }
        return String.valueOf(detail);
    }

    @Override
    public String toString() {
        return "seed " + seed + ", " + settings + ", " + bounds + ", crashes at " + crashes + ", stops at " + stops;
    }
}
