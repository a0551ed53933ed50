package io.postrider.broker;

import io.postrider.broker.core.Command;
import io.postrider.broker.core.Core;
import io.postrider.broker.core.CoreSettings;
import io.postrider.broker.core.CoreStore;
import io.postrider.broker.core.CoreThread;
import io.postrider.broker.core.LoadedCore;
import io.postrider.broker.net.BodySource;
import io.postrider.broker.net.ClientConnection;
import io.postrider.broker.net.ConnectionContext;
import io.postrider.broker.security.Authenticator;
import io.postrider.broker.security.Authenticator.Openness;
import io.postrider.broker.security.UsersException;
import io.postrider.broker.security.UsersFile;
import io.postrider.broker.store.CommitListener;
import io.postrider.broker.store.DiskReserve;
import io.postrider.broker.store.LoadedState;
import io.postrider.broker.store.OverflowStore;
import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.RocksCommitter;
import io.postrider.broker.store.RocksStore;
import io.postrider.broker.store.StoreException;
import io.postrider.broker.store.StoreReaders;
import io.postrider.broker.store.StoreSettings;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.net.Listener;
import io.postrider.transport.net.ListenerOptions;
import io.postrider.transport.net.TlsServerOptions;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One broker in this process: made and started by {@link #start}, stopped by {@link #close}. Prints nothing and ends no process;
 * whoever started it hears when it cannot go on, and stops the process then.
 *
 * <p>Threads: the event loops of the listener (frames to commands), the core's (decides), the committer's (writes and syncs), the
 * readers' (reads), two workers (logins, long selectors, JSON) and a timer. They meet in bounded queues only.
 */
public final class Broker implements AutoCloseable {
    /** Commands that may wait for the core, each a frame of a few hundred bytes to a megabyte: a moment's work. More wait at their links. */
    private static final int COMMANDS_MAX = 64 * 1024;
    /** A login costs at most some 10 ms, so that the last of these waits a few seconds: less than its handshake may take. */
    private static final int WORK_QUEUED_MAX = 1_000;
    private static final int WORKERS = 2;
    /** Connections that the system may hold until they are accepted, which takes microseconds each. */
    private static final int BACKLOG = 1_024;
    private static final int DISK_CHECK_MS = 1_000;
    private static final int READERS_BUSY_MS = 10;
    /** How long clients may take to hear why their connections are cut when the broker has failed. */
    private static final int FAREWELL_MS = 1_000;
    private static final int TOKEN_BYTES = 16;

    private static final System.Logger LOG = System.getLogger(Broker.class.getName());

    private final BrokerConfig config;
    private final Machine machine;
    private final Consumer<Throwable> onFatal;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** What has been started, the last first. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private ScheduledThreadPoolExecutor timer;
    private ThreadPoolExecutor workers;
    private CoreQueue commands;
    private CoreThread coreThread;
    private StoreReaders readers;
    private String nodeId;
    private DiskReserve disk;
    private Listener listener;

    private Broker(BrokerConfig config, Machine machine, Consumer<Throwable> onFatal) {
        this.config = config;
        this.machine = machine;
        this.onFatal = onFatal;
    }

    /**
     * Starts a broker; clients can connect when this returns.
     *
     * @param onFatal told once, on a thread of its own, if the store or the broker has failed: connections are cut by then, nothing
     *                is answered any more, and the process should stop without closing anything
     * @throws StartException if the data folder, the users, TLS or the port cannot be used
     */
    public static Broker start(BrokerConfig config, Consumer<Throwable> onFatal) {
        return start(config, Machine.PLAIN, onFatal);
    }

    /** The same for tests of faults, which are those of the machine. */
    static Broker start(BrokerConfig config, Machine machine, Consumer<Throwable> onFatal) {
        Broker broker = new Broker(config, machine, onFatal);
        try {
            broker.start();
            return broker;
        } catch (StoreException | UsersException | IOException e) {
            broker.closeStarted();
            throw new StartException(e.getMessage(), e);
        } catch (RuntimeException e) {
            broker.closeStarted();
            throw e;
        }
    }

    /** The same, for whoever has nothing to do when it fails: it is logged. */
    public static Broker start(BrokerConfig config) {
        return start(config, failure -> { });
    }

    /** Everything is made here, each before what needs it, and closed in the opposite order. */
    private void start() throws UsersException, IOException {
        long startedMs = System.currentTimeMillis();
        SecureRandom random = new SecureRandom();
        Openness openness = openness();
        UsersFile users = users(openness, random);

        if (!RocksStore.isThere(config.data())) {
            // what cannot be reached gets no store
            Listener.check(listenerOptions());
        }
        timer = startTimer();
        workers = startWorkers();

        RocksStore store = opened(RocksStore.open(storeSettings()));
        LoadedState loaded = store.load();
        nodeId = loaded.nodeId();
        commands = new CoreQueue(this::later);
        RocksCommitter committer = store.committer(new Commits());
        readers = store.readers(result -> commands.deliver(new Command.ReadDone(result)));
        OverflowStore overflow = opened(OverflowStore.open(store, new OverflowCommits(), result -> commands.deliver(new Command.OverflowRead(result))));
        Core core = new Core(coreSettings(), new LoadedCore(loaded.applied(), loaded.records()), new CoreStore(machine.committer().apply(committer), request -> read(readers, request)),
                new CoreStore(overflow::apply, request -> read(overflow.readers(), request)), machine.clockMs().getAsLong());
        coreThread = new CoreThread(core, COMMANDS_MAX, machine.clockMs(), this::fail);
        opened(coreThread::finish);
        commands.open(coreThread);
        disk = DiskReserve.of(config.data().toAbsolutePath(), config.diskReserveBytes());
        checkDisk();
        coreThread.start();
        later(this::watchDisk, DISK_CHECK_MS);

        ConnectionContext context = new ConnectionContext(commands, new Authenticator(users, openness, random), new StoredBodies(readers), workers,
                this::later, config.limits(), () -> token(random));
        listener = opened(Listener.start(listenerOptions(), link -> new ClientConnection(context, link)));
        LOG.log(Level.INFO, "broker {0} started in {1} ms with {2} state records from {3}{4}", nodeId, System.currentTimeMillis() - startedMs,
                loaded.records().size(), config.data(), loaded.cleanStop() ? "" : ", which was not stopped in order");
    }

    /** Where clients connect, also if any free port was asked for. */
    public int port() {
        return listener.port();
    }

    /** Identity of the store, the same after a restart. */
    public String nodeId() {
        return nodeId;
    }

    public BrokerConfig config() {
        return config;
    }

    /**
     * Stops in order: clients are told, what was taken is made durable, and the store is closed so that the next start has nothing
     * to repeat. Takes about a minute at the most; later calls do nothing.
     *
     * @throws StoreException if the store could not be closed in order; nothing that was confirmed is lost by that
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        LOG.log(Level.INFO, "broker {0} is stopping", nodeId);
        if (!failed.get()) {
            commands.deliver(new Command.Stop());
        }
        RuntimeException failure = closeStarted();
        if (failure != null) {
            throw failure;
        }
        LOG.log(Level.INFO, "broker {0} has stopped", nodeId);
    }

    private RuntimeException closeStarted() {
        RuntimeException failure = null;
        for (AutoCloseable part = started.poll(); part != null; part = started.poll()) {
            try {
                part.close();
            } catch (RuntimeException e) {
                failure = e;
                LOG.log(Level.ERROR, "a part of the broker did not close in order", e);
            } catch (Exception e) {
                throw new IllegalStateException(part + " threw what it does not declare", e);
            }
        }
        return failure;
    }

    private <C extends AutoCloseable> C opened(C part) {
        started.push(part);
        return part;
    }

    private Openness openness() {
        if (config.requireCredentials()) {
            return Openness.CREDENTIALS_REQUIRED;
        }
        if (config.isLoopback()) {
            return Openness.ANONYMOUS_MANAGES_WITHOUT_USERS;
        }
        return config.insecure() ? Openness.ANONYMOUS_ALLOWED : Openness.CREDENTIALS_REQUIRED;
    }

    private UsersFile users(Openness openness, SecureRandom random) throws UsersException {
        UsersFile users = new UsersFile(config.users(), random);
        boolean isEmpty = users.current().isEmpty();
        if (openness == Openness.CREDENTIALS_REQUIRED && isEmpty) {
            throw new StartException("Clients of " + config.host() + " need a user name, but there is no user in " + config.users()
                    + ". Add one with the command postrider user add" + (config.isLoopback() ? ", or set requireCredentials to false."
                    : ", or listen on 127.0.0.1 only; set insecure to true if everybody who can reach this machine may use the broker."));
        }
        if (config.insecure() && !config.isLoopback()) {
            LOG.log(Level.WARNING, "insecure: {0} can be reached from other machines, {1} and {2}", config.host(),
                    config.isEncrypted() ? "with TLS" : "without TLS",
                    openness == Openness.CREDENTIALS_REQUIRED ? "with user names only" : "without user names too");
        }
        return users;
    }

    private ScheduledThreadPoolExecutor startTimer() {
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "postrider-timer"),
                new ThreadPoolExecutor.DiscardPolicy());
        opened(threads::shutdownNow);
        return threads;
    }

    private ThreadPoolExecutor startWorkers() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(WORKERS, WORKERS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WORK_QUEUED_MAX),
                task -> new Thread(task, "postrider-worker-" + number.incrementAndGet()));
        opened(threads::shutdownNow);
        return threads;
    }

    private StoreSettings storeSettings() {
        StoreSettings settings = StoreSettings.of(config.data());
        return machine.store().apply(config.acceptLoss() ? settings.acceptingLoss() : settings);
    }

    private CoreSettings coreSettings() {
        Limits limits = config.limits();
        return new CoreSettings(nodeId, limits, config.memoryBytes(), config.destinationBytesMax(), config.destinationCreditBytes(),
                config.createDestinations(), config.attemptsMax(), config.deadLetterQueue(), config.transactionBytesMax(),
                config.destinationsMax(), config.sessionsPerConnectionMax(), config.consumersPerConnectionMax(),
                config.branchesMax(), config.branchTimeoutMs(), config.inDoubtWarningMs());
    }

    private ListenerOptions listenerOptions() {
        TlsServerOptions tls = config.isEncrypted() ? new TlsServerOptions(config.tlsCertificate(), config.tlsKey(), config.tlsClientCa()) : null;
        return new ListenerOptions(config.host(), config.port(), tls, config.handshakeTimeoutMs(), BACKLOG, config.connectionsMax(),
                machine.clockMs());
    }

    private static byte[] token(SecureRandom random) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return token;
    }

    private void later(Runnable task, int afterMs) {
        timer.schedule(task, afterMs, TimeUnit.MILLISECONDS);
    }

    private void read(StoreReaders by, ReadRequest request) {
        if (!by.read(request)) {
            later(() -> read(by, request), READERS_BUSY_MS);
        }
    }

    /** On a worker, since a file system may take its time. */
    private void watchDisk() {
        try {
            workers.execute(() -> {
                checkDisk();
                later(this::watchDisk, DISK_CHECK_MS);
            });
        } catch (RejectedExecutionException e) {
            later(this::watchDisk, DISK_CHECK_MS);
        }
    }

    private void checkDisk() {
        DiskReserve before = disk;
        try {
            disk = before.at(Files.getFileStore(config.data()).getUsableSpace());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the free space of the data folder " + config.data() + " cannot be told", e);
            return;
        }
        if (disk.isShort() != before.isShort()) {
            LOG.log(Level.WARNING, disk.isShort() ? disk.sentence() : "The disk of the data folder " + config.data() + " has room again.");
            commands.deliver(new Command.DiskSpace(disk.isShort(), disk.sentence()));
        }
    }

    /** The store or the core cannot go on. Nothing leaves the broker any more; on whatever thread found out. */
    void fail(Throwable cause) {
        if (failed.compareAndSet(false, true)) {
            LOG.log(Level.ERROR, "broker " + nodeId + " has failed: connections are cut and nothing is answered any more", cause);
            new Thread(() -> cut(cause), "postrider-failure").start();
        }
    }

    private void cut(Throwable cause) {
        coreThread.close();
        Thread farewell = new Thread(() -> {
            if (listener != null) {
                listener.close();
            }
        }, "postrider-farewell");
        farewell.start();
        try {
            farewell.join(FAREWELL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        onFatal.accept(cause);
    }

    /** What the committer says, as commands. */
    private final class Commits implements CommitListener {
        @Override
        public void applied(long number) {
            // reads say themselves which write set they saw
        }

        @Override
        public void durable(long number) {
            commands.deliver(new Command.Durable(number));
        }

        @Override
        public void failed(Throwable cause) {
            fail(cause);
        }
    }

    /** The same of the overflow, which is never durable. */
    private final class OverflowCommits implements CommitListener {
        @Override
        public void applied(long number) {
            commands.deliver(new Command.OverflowApplied(number));
        }

        @Override
        public void durable(long number) {
            // nothing there outlives the process
        }

        @Override
        public void failed(Throwable cause) {
            fail(cause);
        }
    }

    private record StoredBodies(StoreReaders readers) implements BodySource {
        @Override
        public byte[] readChunk(long body, int index) {
            return readers.readChunk(body, index);
        }

        @Override
        public boolean execute(Runnable task) {
            return readers.execute(task);
        }
    }
}
