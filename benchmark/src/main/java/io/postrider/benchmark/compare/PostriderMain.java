package io.postrider.benchmark.compare;

import io.postrider.broker.Broker;
import io.postrider.broker.BrokerConfig;
import java.nio.file.Path;
import java.util.List;

/** A Postrider broker in a process of its own; the argument is its data folder. Ends with its input. */
final class PostriderMain {
    private PostriderMain() {
    }

    public static void main(String[] args) throws Exception {
        BrokerConfig config = BrokerConfig.read((Path) null, List.of("data=" + args[0], "port=0"));
        try (Broker broker = Broker.start(config, failure -> Runtime.getRuntime().halt(1))) {
            System.out.println("ready " + broker.port() + " RocksDB");
            while (System.in.read() >= 0) {
                // whoever started this keeps its input open as long as the broker is to run
            }
        }
    }
}
