package io.postrider.tck.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of a GlassFish domain that was not started yet: what asadmin could only change when the server listens already. */
final class DomainFile {
    private static final String LISTENER = "<network-listener port=";
    private static final String ANYWHERE = "address=\"0.0.0.0\"";
    private static final String HERE = "address=\"127.0.0.1\"";
    private static final String AFTER_JMS = "<admin-service ";

    private DomainFile() {
    }

    /**
     * Has nothing listen where others could reach it. The broker that comes with the server, which is started as soon as anything asks for
     * it, and on the port that all have, is declared to be somewhere else, so that it is not.
     *
     * @throws IOException also if the file does not look as it should
     */
    static void confine(Path domain) throws IOException {
        Path file = domain.resolve("config/domain.xml");
        String text = Files.readString(file);
        for (String expected : new String[] {LISTENER, ANYWHERE, AFTER_JMS}) {
            if (!text.contains(expected)) {
                throw new IOException("there is no '" + expected + "' in " + file);
            }
        }
        String confined = text.replace(ANYWHERE, HERE).replace(LISTENER, LISTENER.replace("port=", HERE + " port="));
        int at = confined.indexOf(AFTER_JMS);
        Files.writeString(file, confined.substring(0, at) + "<jms-service type=\"REMOTE\" default-jms-host=\"default_JMS_host\"><jms-host name=\"default_JMS_host\""
                + " host=\"localhost\"/></jms-service>" + confined.substring(at));
    }
}
