package io.postrider.broker;

import io.postrider.broker.store.StoreSettings;

import java.util.List;

/**
 * The broker's process as the crash harness and the benchmarks start it: settings as {@code key=value} arguments, {@code ready PORT}
 * on its output. In the broker's package, since what tests of power loss ask of the store is not for anybody else.
 */
public final class HarnessBroker {
    /** System property: note after each sync how far the write-ahead log is synced. */
    public static final String NOTE_SYNCED_WAL = "harness.noteSyncedWal";
    /** System property: say that it is synced and do not sync it, to show that the harness notices. */
    public static final String NEVER_SYNC = "harness.neverSync";
    private static final int FAILED = 3;

    private HarnessBroker() {
    }

    public static void main(String[] settings) {
        Broker broker = Broker.start(BrokerConfig.read(null, List.of(settings)), HarnessBroker::storeTest, failure -> Runtime.getRuntime().halt(FAILED));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "harness-stop"));
        System.out.println("ready " + broker.port());
        System.out.flush();
    }

    private static StoreSettings storeTest(StoreSettings settings) {
        StoreSettings noting = Boolean.getBoolean(NOTE_SYNCED_WAL) ? settings.notingSyncedWal() : settings;
        return Boolean.getBoolean(NEVER_SYNC) ? noting.neverSyncing() : noting;
    }
}
