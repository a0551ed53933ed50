package io.postrider.benchmark.compare;

import io.postrider.examples.perf.SendMode;
import java.nio.file.Path;
import java.util.List;

/** Postrider as it is by default, from the class path of this process. */
record Postrider() implements Contender {
    @Override
    public String id() {
        return "postrider";
    }

    @Override
    public String name() {
        return "Postrider";
    }

    @Override
    public boolean isPostrider() {
        return true;
    }

    @Override
    public String brokerClassPath() {
        return System.getProperty("java.class.path");
    }

    @Override
    public void prepare(Path data) {
        // the broker makes its folder itself
    }

    @Override
    public List<String> brokerJvm(Path data) {
        return List.of();
    }

    @Override
    public List<String> brokerMain(Path data) {
        return List.of(PostriderMain.class.getName(), data.toString());
    }

    @Override
    public String clientClassPath() {
        return System.getProperty("java.class.path");
    }

    @Override
    public String factory() {
        return "io.postrider.jms.JmsXaConnectionFactory";
    }

    @Override
    public String url(int port, SendMode mode) {
        return "postrider://127.0.0.1:" + port;
    }

    @Override
    public String waits(SendMode mode) {
        return switch (mode) {
            case PERSISTENT -> "send returns, and the message is delivered, when the write set that holds it is synced (fdatasync of the RocksDB log, one for all "
                    + "that arrived during the last); nobody waits for an AUTO acknowledgement, which goes into the next group";
            case TRANSACTED -> "commit, of sends and of acknowledgements, returns when its write set is synced; the sends of a transaction wait for nothing";
            case NON_PERSISTENT -> "send waits for no answer, only for the credit that the broker gives a producer; nothing is stored";
            case ASYNCHRONOUS -> "onCompletion comes when the write set that holds the message is synced; at most 1,000 sends per producer are incomplete";
            case XA -> "prepare returns when the write set that holds the branch is synced, commit when the one that carries it out is, each sharing its sync with all "
                    + "that arrived during the last; start and end wait for an answer from memory, a send in a branch for nothing";
        };
    }
}
