package io.postrider.broker;

import io.postrider.broker.store.Committer;
import io.postrider.broker.store.SyncGate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The broker's process as the torture and the benchmarks start it: settings as {@code key=value} arguments, {@code ready PORT} on its
 * output, and on its input lines of {@link UnsteadyClock} and {@link UnsteadyDisk}. It ends with its input, so that nobody leaves one
 * behind. In the broker's package, since what tests of faults ask of clock and disk is not for anybody else.
 */
public final class TortureBroker {
    /** System property: note after each sync how far the write-ahead log is synced, which a loss of power cuts to. */
    public static final String NOTE_SYNCED_WAL = "torture.noteSyncedWal";
    private static final int FAILED = 3;

    private TortureBroker() {
    }

    public static void main(String[] settings) throws IOException {
        UnsteadyDisk disk = new UnsteadyDisk();
        run(settings, disk, disk, UnaryOperator.identity());
    }

    /**
     * Runs a broker until its input ends, which ends the process at once.
     *
     * @param disk      told what comes on the input
     * @param syncs     what stands before each sync: the disk, or a broken broker's
     * @param committer the way to the store: the ordinary one, or a broken broker's
     */
    static void run(String[] settings, UnsteadyDisk disk, SyncGate syncs, UnaryOperator<Committer> committer) throws IOException {
        UnsteadyClock clock = new UnsteadyClock();
        Machine machine = new Machine(clock, store -> (Boolean.getBoolean(NOTE_SYNCED_WAL) ? store.notingSyncedWal() : store).withSyncGate(syncs), committer);
        Broker broker = Broker.start(BrokerConfig.read(null, List.of(settings)), machine, failure -> Runtime.getRuntime().halt(FAILED));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "torture-stop"));
        System.out.println("ready " + broker.port());
        System.out.flush();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "clock" -> {
                    clock.jump(Long.parseLong(words[1]));
                    System.out.println("clock " + words[2]);
                    System.out.flush();
                }
                case "sync" -> disk.obey(words);
                default -> throw new IllegalArgumentException("'" + line + "' on the input, expected clock or sync");
            }
        }
        Runtime.getRuntime().halt(0);
    }
}
