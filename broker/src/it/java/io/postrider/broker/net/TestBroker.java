package io.postrider.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.postrider.broker.core.Command;
import io.postrider.broker.security.Authenticator;
import io.postrider.broker.security.Authenticator.Openness;
import io.postrider.broker.security.UsersFile;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.net.Listener;
import io.postrider.transport.net.ListenerOptions;
import io.postrider.transport.net.TlsServerOptions;
import java.security.SecureRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A listener with {@link ClientConnection}s in front of a core that only notes its commands. */
final class TestBroker implements CommandSink, AutoCloseable {
    static final Limits LIMITS = new Limits(1 << 20, 64 << 10, 10_000, 60_000, 64 << 10, 100);

    private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final Listener listener;
    /** Whether the core takes no more. */
    volatile boolean full;

    TestBroker(Setup setup) throws Exception {
        SecureRandom random = new SecureRandom();
        Authenticator authenticator = new Authenticator(setup.users, setup.openness, random);
        ConnectionContext context = new ConnectionContext(this, authenticator, setup.bodies, setup.workers == null ? threads : setup.workers,
                (task, afterMs) -> threads.schedule(task, afterMs, TimeUnit.MILLISECONDS), LIMITS, () -> new byte[16]);
        listener = Listener.start(new ListenerOptions("localhost", 0, setup.tls, 10_000, 16, 10, () -> 0), link -> new ClientConnection(context, link));
    }

    /** What a test wants otherwise. */
    static final class Setup {
        private final UsersFile users;
        Openness openness = Openness.ANONYMOUS_MANAGES_WITHOUT_USERS;
        TlsServerOptions tls;
        Executor workers;
        BodySource bodies;

        Setup(UsersFile users) {
            this.users = users;
        }

        TestBroker start() throws Exception {
            return new TestBroker(this);
        }
    }

    int port() {
        return listener.port();
    }

    @Override
    public boolean offer(Command command) {
        return !full && commands.add(command);
    }

    <C extends Command> C expect(Class<C> type) throws InterruptedException {
        Command command = commands.poll(10, TimeUnit.SECONDS);
        assertNotNull(command, "no command came, expected " + type.getSimpleName());
        assertEquals(type, command.getClass(), command::toString);
        return type.cast(command);
    }

    /** Passes over what comes before. */
    void expectUntil(Class<? extends Command> type) throws InterruptedException {
        while (!type.isInstance(expectAny())) {
            // one more
        }
    }

    private Command expectAny() throws InterruptedException {
        Command command = commands.poll(10, TimeUnit.SECONDS);
        assertNotNull(command, "no command came");
        return command;
    }

    <F extends Frame> F expectFrame(Class<F> type) throws InterruptedException {
        Frame frame = expect(Command.FromClient.class).frame();
        assertEquals(type, frame.getClass(), frame::toString);
        return type.cast(frame);
    }

    void expectNothing() {
        Command command = commands.peek();
        assertNull(command, () -> "not expected: " + command);
    }

    @Override
    public void close() {
        listener.close();
        threads.shutdownNow();
    }
}
