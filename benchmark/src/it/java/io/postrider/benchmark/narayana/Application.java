package io.postrider.benchmark.narayana;

import io.postrider.benchmark.narayana.Transfer.Route;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The process that is killed. Told {@code moments}, it has a transfer for each {@link Moment} and each order of the branches; each stands
 * still in its last transaction, there where the moment is, and when all do, the process says {@code ready}: being killed then is being
 * killed in each of these moments. Told {@code stream}, its transfers go on until it is killed, while it recovers what the process before it has left.
 */
final class Application {
    /** Messages that a transfer brings over before the transaction that it stands still in. */
    static final int COMMITTED_BEFORE = 2;
    private static final int STREAMS = 4;
    private static final int STAND_SECONDS_MAX = 100;

    private final Narayana narayana;
    private final String from;
    private final String to;

    private Application(Narayana narayana, String from, String to) {
        this.narayana = narayana;
        this.from = from;
        this.to = to;
    }

    /** @param arguments what it does, folder of the log, name of the node, URL of the broker that it takes from, URL of where it puts */
    public static void main(String[] arguments) throws Exception {
        Narayana narayana = new Narayana(Path.of(arguments[1]), arguments[2], List.of(arguments[3], arguments[4]));
        Application application = new Application(narayana, arguments[3], arguments[4]);
        if (arguments[0].equals("moments")) {
            application.standStill();
        } else {
            application.stream();
        }
    }

    /** Of the queue that is transferred from. */
    static String name(Moment moment, boolean sinkFirst) {
        return moment.name().toLowerCase() + (sinkFirst ? "_sink_first" : "_source_first");
    }

    private void standStill() throws InterruptedException {
        CountDownLatch standing = new CountDownLatch(2 * Moment.values().length);
        for (Moment moment : Moment.values()) {
            for (boolean sinkFirst : new boolean[] {false, true}) {
                start(name(moment, sinkFirst), sinkFirst, COMMITTED_BEFORE + 1, moment.watch(() -> {
                    standing.countDown();
                    stand();
                }));
            }
        }
        if (standing.await(STAND_SECONDS_MAX, TimeUnit.SECONDS)) {
            System.out.println("ready");
            stand();
        }
        throw new IllegalStateException(standing.getCount() + " transfers have not come to their moment within " + STAND_SECONDS_MAX + " s, or nobody has killed this process");
    }

    private static void stand() {
        try {
            TimeUnit.SECONDS.sleep(STAND_SECONDS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Names of the queues that streams transfer from. */
    static List<String> streams() {
        return java.util.stream.IntStream.range(0, STREAMS).mapToObj(stream -> "stream" + stream).toList();
    }

    private void stream() {
        List<String> names = streams();
        for (int i = 0; i < STREAMS; i++) {
            start(names.get(i), i % 2 == 0, Integer.MAX_VALUE, new WatchedResource.Watch() { });
        }
        System.out.println("ready");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STAND_SECONDS_MAX);
        while (System.nanoTime() < end) {
            narayana.scan();
        }
        throw new IllegalStateException("nobody has killed this process within " + STAND_SECONDS_MAX + " s");
    }

    private void start(String name, boolean sinkFirst, int count, WatchedResource.Watch last) {
        Thread thread = new Thread(() -> {
            try {
                new Transfer(narayana.transactions(), new Route(from, name, to, sinkFirst)).run(count, last);
            } catch (Exception e) {
                // the test sees that this process ended by itself
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
    }
}
