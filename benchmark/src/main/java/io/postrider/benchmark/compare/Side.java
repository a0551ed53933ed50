package io.postrider.benchmark.compare;

import io.postrider.examples.perf.Pace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A contender that is started: its broker and its client, both paused except in its turn. Used by one thread. */
final class Side implements AutoCloseable {
    private final Contender contender;
    private final Child broker;
    private final Child client;

    private Side(Contender contender, Child broker, Child client) {
        this.contender = contender;
        this.broker = broker;
        this.client = client;
    }

    /** @param folder for its data, its logs and, if so told, its profiles */
    static Side start(Contender contender, ComparisonOptions options, Path folder) throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        contender.prepare(data);
        List<String> brokerJvm = new ArrayList<>(jvm(options, folder.resolve("broker.jfr")));
        brokerJvm.addAll(contender.brokerJvm(data));
        Child broker = Child.start(brokerJvm, contender.brokerClassPath(), contender.brokerMain(data),
                folder.resolve("broker.log"));
        try {
            Child client = Child.start(jvm(options, folder.resolve("client.jfr")), contender.clientClassPath(),
                    List.of(ClientMain.class.getName()), folder.resolve("client.log"));
            Side side = new Side(contender, broker, client);
            side.pause();
            return side;
        } catch (IOException | RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private static List<String> jvm(ComparisonOptions options, Path profile) {
        List<String> jvm = new ArrayList<>(List.of("-Xms" + options.heap(), "-Xmx" + options.heap(), "-XX:+UseG1GC"));
        if (options.profile()) {
            jvm.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + profile);
        }
        return jvm;
    }

    Contender contender() {
        return contender;
    }

    /** What the broker said that it stores with. */
    String storesWith() {
        return broker.what();
    }

    /** Its turn: runs the load once, alone. */
    Values measure(Row row, Pace pace) throws IOException, InterruptedException {
        broker.resume();
        client.resume();
        String answer = client.ask(String.join(" ", contender.factory(), contender.url(broker.port(), row.mode()), options(row, pace)));
        pause();
        if (!answer.startsWith("result ")) {
            throw new IOException(contender.name() + ", " + row.name() + ": " + answer);
        }
        return Values.parse(answer.substring(7));
    }

    private String options(Row row, Pace pace) {
        return String.format(Locale.ROOT, "--queue compare.%s --mode %s --producers %d --consumers %d --size %d --per-transaction %d --in-flight %d"
                        + " --rate %s --warm-up %d --duration %d --broker-pid %d", row.name().replaceAll("\\W", "."), row.mode().text(),
                row.load().producers(), row.load().consumers(), row.load().bodyBytes(), row.load().perTransaction(), row.load().inFlight(),
                pace.messagesPerSecond(), pace.warmUpSeconds(), pace.measuredSeconds(), broker.pid());
    }

    private void pause() throws IOException, InterruptedException {
        client.pause();
        broker.pause();
    }

    @Override
    public void close() {
        client.close();
        broker.close();
    }
}
