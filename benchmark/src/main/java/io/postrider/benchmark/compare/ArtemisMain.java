package io.postrider.benchmark.compare;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An Artemis broker in a process of its own, by its embedding API; the argument is its data folder, which has a broker.xml with a port.
 * Ends with its input. By reflection, since only this process has Artemis on its class path.
 */
final class ArtemisMain {
    private ArtemisMain() {
    }

    public static void main(String[] args) throws Exception {
        Path configuration = Path.of(args[0]).resolve(ArtemisConfiguration.FILE);
        Class<?> type = Class.forName("org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ");
        Object broker = type.getConstructor().newInstance();
        type.getMethod("setConfigResourcePath", String.class).invoke(broker, configuration.toUri().toString());
        type.getMethod("start").invoke(broker);
        System.out.println("ready " + ArtemisConfiguration.port(Files.readString(configuration)) + " " + journal(broker));
        while (System.in.read() >= 0) {
            // whoever started this keeps its input open as long as the broker is to run
        }
        type.getMethod("stop").invoke(broker);
        System.exit(0);
    }

    /** The journal that it really uses: without libaio it falls back to NIO. */
    private static Object journal(Object broker) throws ReflectiveOperationException {
        Object server = broker.getClass().getMethod("getActiveMQServer").invoke(broker);
        Class<?> serverType = Class.forName("org.apache.activemq.artemis.core.server.ActiveMQServer");
        Object configuration = serverType.getMethod("getConfiguration").invoke(server);
        return Class.forName("org.apache.activemq.artemis.core.config.Configuration").getMethod("getJournalType").invoke(configuration);
    }
}
