package io.postrider.benchmark.compare;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an Artemis broker is configured: what is the same for all is in the resource broker.xml. */
record ArtemisConfiguration(Journal journal, long bufferTimeoutNanos) {
    static final String FILE = "broker.xml";
    static final String LOGGING = "logging.properties";

    private static final Pattern ACCEPTOR = Pattern.compile("tcp://127\\.0\\.0\\.1:(\\d+)\\?");

    /** The two that Artemis has, with the number of writes at once that "artemis create" gives each. */
    enum Journal {
        NIO("NIO", 1), AIO("ASYNCIO", 4096);

        private final String type;
        private final int maxIo;

        Journal(String type, int maxIo) {
            this.type = type;
            this.maxIo = maxIo;
        }

        /** As Artemis calls it. */
        String type() {
            return type;
        }
    }

    /** Writes the files into the data folder, with a port that is free now. */
    void writeTo(Path data) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Files.createDirectories(data);
        Files.writeString(data.resolve(FILE), xml(data, port));
        Files.writeString(data.resolve(LOGGING), resource(LOGGING));
    }

    String xml(Path data, int port) throws IOException {
        return resource(FILE)
                .replace("${journal}", journal.type)
                .replace("${maxIo}", Integer.toString(journal.maxIo))
                .replace("${bufferTimeoutNanos}", Long.toString(bufferTimeoutNanos))
                .replace("${port}", Integer.toString(port))
                .replace("${data}", data.toString());
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = ArtemisConfiguration.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static int port(String xml) {
        Matcher acceptor = ACCEPTOR.matcher(xml);
        if (!acceptor.find()) {
            throw new IllegalArgumentException("no acceptor on the loopback address in " + xml);
        }
        return Integer.parseInt(acceptor.group(1));
    }
}
