package io.postrider.broker;

import io.postrider.broker.config.ConfigException;
import io.postrider.broker.config.ConfigValues;
import io.postrider.broker.config.Quantity;
import io.postrider.broker.config.Setting;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.message.DestinationName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Everything that one broker is told at its start. Immutable and checked: whoever holds one can start a broker with it, as far
 * as that can be known without opening a file or socket. {@link Setting} has the meaning, unit, default and bound of each.
 *
 * <p>What is on the heap, of H bytes at the most, is this sum:
 * <pre>
 *   3/8 H  messages in memory: memoryBytes
 *   2/8 H  messages on their way to the core: connectionsMax times connectionCreditBytes
 *   3/8 H  frames on their way out, write sets and read results, each bounded where it is made; destinations, sessions and
 *          consumers; the objects around all these and what waits for collection
 * </pre>
 * Whoever sets the first two may take 3/4 of H for them. The store's caches and the sockets' buffers lie outside the heap.
 */
public record BrokerConfig(
        String host,
        int port,
        Path tlsCertificate,
        Path tlsKey,
        Path tlsClientCa,
        boolean insecure,
        Path users,
        boolean requireCredentials,
        Path data,
        boolean acceptLoss,
        boolean createDestinations,
        String deadLetterQueue,
        int attemptsMax,
        long messageBytesMax,
        long destinationBytesMax,
        long transactionBytesMax,
        int unacknowledgedMax,
        long sessionRetentionMs,
        long memoryBytes,
        long diskReserveBytes,
        int connectionsMax,
        long connectionCreditBytes,
        long destinationCreditBytes,
        int destinationsMax,
        int sessionsPerConnectionMax,
        int consumersPerConnectionMax,
        int branchesMax,
        long branchTimeoutMs,
        long inDoubtWarningMs,
        int frameBytesMax,
        int heartbeatMs,
        int handshakeTimeoutMs) {

    /** What every setting has that nobody gives. */
    public static BrokerConfig defaults() {
        return of(Map.of());
    }

    /**
     * The settings given by key, the others by default.
     *
     * @throws ConfigException for an unknown key or a wrong value
     */
    public static BrokerConfig of(Map<String, String> settings) {
        ConfigValues values = new ConfigValues();
        settings.forEach(values::set);
        return of(values, Runtime.getRuntime().maxMemory());
    }

    /**
     * The settings of a file and of overrides, which win.
     *
     * @param file        YAML, one line for each setting; null for none
     * @param assignments each {@code key=value}
     * @throws ConfigException for a file that cannot be read, an unknown key or a wrong value
     */
    public static BrokerConfig read(Path file, List<String> assignments) {
        ConfigValues values = new ConfigValues();
        if (file != null) {
            values.readFile(file);
        }
        return of(values.override(assignments), Runtime.getRuntime().maxMemory());
    }

    /** @param heapBytesMax the largest heap that the process can have */
    static BrokerConfig of(ConfigValues values, long heapBytesMax) {
        Path data = values.path(Setting.DATA);
        Path users = values.path(Setting.USERS);
        int connectionsMax = values.integer(Setting.CONNECTIONS_MAX);
        long creditBytes = Math.max(16 << 10, Math.min(1 << 20, heapBytesMax / 4 / connectionsMax));
        BrokerConfig config = new BrokerConfig(
                values.text(Setting.HOST),
                values.integer(Setting.PORT),
                values.path(Setting.TLS_CERTIFICATE),
                values.path(Setting.TLS_KEY),
                values.path(Setting.TLS_CLIENT_CA),
                values.flag(Setting.INSECURE),
                users == null ? data.resolve("conf").resolve("users") : users,
                values.flag(Setting.REQUIRE_CREDENTIALS),
                data,
                values.flag(Setting.ACCEPT_LOSS),
                values.flag(Setting.CREATE_DESTINATIONS),
                values.text(Setting.DEAD_LETTER_QUEUE),
                values.integer(Setting.ATTEMPTS_MAX),
                values.number(Setting.MESSAGE_BYTES_MAX),
                values.number(Setting.DESTINATION_BYTES_MAX),
                values.number(Setting.TRANSACTION_BYTES_MAX),
                values.integer(Setting.UNACKNOWLEDGED_MAX),
                values.number(Setting.SESSION_RETENTION_MS),
                values.number(Setting.MEMORY_BYTES, heapBytesMax / 8 * 3),
                values.number(Setting.DISK_RESERVE_BYTES),
                connectionsMax,
                values.number(Setting.CONNECTION_CREDIT_BYTES, creditBytes),
                values.number(Setting.DESTINATION_CREDIT_BYTES),
                values.integer(Setting.DESTINATIONS_MAX),
                values.integer(Setting.SESSIONS_PER_CONNECTION_MAX),
                values.integer(Setting.CONSUMERS_PER_CONNECTION_MAX),
                values.integer(Setting.BRANCHES_MAX),
                values.number(Setting.BRANCH_TIMEOUT_MS),
                values.number(Setting.IN_DOUBT_WARNING_MS),
                values.integer(Setting.FRAME_BYTES_MAX),
                values.integer(Setting.HEARTBEAT_MS),
                values.integer(Setting.HANDSHAKE_TIMEOUT_MS));
        config.requireTogether(values);
        config.requireHeap(values, heapBytesMax);
        return config;
    }

    /** The bounds that clients are told. */
    public Limits limits() {
        return new Limits(frameBytesMax, messageBytesMax, heartbeatMs, sessionRetentionMs, connectionCreditBytes, unacknowledgedMax);
    }

    /** Whether clients speak TLS. */
    public boolean isEncrypted() {
        return tlsCertificate != null;
    }

    /**
     * Whether only this machine can connect.
     *
     * @throws ConfigException if the host is not known
     */
    public boolean isLoopback() {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            throw new ConfigException("the setting host is '" + host + "', expected an address of this machine or a name that it knows", e);
        }
    }

    private void requireTogether(ConfigValues values) {
        try {
            DestinationName.queue(deadLetterQueue);
        } catch (IllegalArgumentException e) {
            throw values.refused("the setting deadLetterQueue is no name for a queue: " + e.getMessage(), e, Setting.DEAD_LETTER_QUEUE);
        }
        if ((tlsCertificate == null) != (tlsKey == null)) {
            throw values.refused("the settings tlsCertificate and tlsKey belong together, but "
                    + (tlsKey == null ? "tlsKey" : "tlsCertificate") + " is left out", null, Setting.TLS_CERTIFICATE, Setting.TLS_KEY);
        }
        if (tlsClientCa != null && tlsCertificate == null) {
            throw values.refused("the setting tlsClientCa needs tlsCertificate and tlsKey too", null, Setting.TLS_CLIENT_CA);
        }
        if (!isLoopback(values) && !isEncrypted() && !insecure) {
            throw values.refused("the host '" + host + "' can be reached from other machines: set tlsCertificate and tlsKey and add a user, "
                    + "or set insecure to true if the network between the broker and its clients is trusted", null, Setting.HOST);
        }
    }

    private boolean isLoopback(ConfigValues values) {
        try {
            return isLoopback();
        } catch (ConfigException e) {
            throw values.refused(e.getMessage(), e, Setting.HOST);
        }
    }

    private void requireHeap(ConfigValues values, long heapBytesMax) {
        long underway = Math.multiplyExact(connectionsMax, connectionCreditBytes);
        long room = heapBytesMax / 4 * 3;
        if (memoryBytes + underway > room) {
            throw values.refused("memoryBytes of " + mebibytes(memoryBytes) + " and connectionsMax of " + connectionsMax
                    + " with connectionCreditBytes of " + Quantity.ofBytes(connectionCreditBytes) + " each come to " + mebibytes(memoryBytes + underway)
                    + ", but three quarters of the largest heap are " + mebibytes(room) + ": raise the heap (-Xmx) or lower one of them",
                    null, Setting.MEMORY_BYTES, Setting.CONNECTIONS_MAX, Setting.CONNECTION_CREDIT_BYTES);
        }
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
