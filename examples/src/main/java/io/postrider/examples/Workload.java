package io.postrider.examples;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Queue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * A program that notices if a message is lost or comes twice: several senders put numbered persistent messages into a queue, one
 * by one and in transactions, while several receivers take them out, acknowledging one by one and in transactions. The command
 * {@code demo} runs it and kills the broker meanwhile.
 *
 * <p>It shows what a program needs for that: nothing but the API. A broken connection is the provider's business; what the
 * program sees is a call that takes longer, and a transaction that was rolled back and is done again. Enter shows how far it is.
 */
public final class Workload {
    private static final int COUNT = 20_000;
    private static final int SENDERS = 4;
    private static final int RECEIVERS = 3;

    private Workload() {
    }

    /** @param arguments the number of messages, 20,000 without it */
    public static void main(String[] arguments) throws NamingException, InterruptedException {
        InitialContext names = new InitialContext();
        ConnectionFactory factory = (ConnectionFactory) names.lookup("broker");
        Queue work = (Queue) names.lookup("work");
        Ledger ledger = new Ledger(arguments.length > 0 ? Integer.parseInt(arguments[0]) : COUNT);
        showOnEnter(ledger);

        boolean done = run(threads(factory, work, ledger));
        System.out.println(ledger.line() + " end");
        System.exit(done && ledger.isRight() ? 0 : 1);
    }

    /** Half of the numbers one by one, half in transactions; as many receivers of either kind. */
    private static List<Callable<Void>> threads(ConnectionFactory factory, Queue work, Ledger ledger) {
        List<Callable<Void>> threads = new ArrayList<>();
        for (int index = 0; index < 2 * SENDERS; index++) {
            int from = (int) ((long) ledger.count() * index / (2 * SENDERS));
            int to = (int) ((long) ledger.count() * (index + 1) / (2 * SENDERS));
            WorkSender sender = new WorkSender(factory, work, ledger, from, to);
            threads.add(index % 2 == 0 ? sender::sendOneByOne : sender::sendInTransactions);
        }
        for (int index = 0; index < 2 * RECEIVERS; index++) {
            WorkReceiver receiver = new WorkReceiver(factory, work, ledger);
            threads.add(index % 2 == 0 ? receiver::acknowledgeOneByOne : receiver::receiveInTransactions);
        }
        return threads;
    }

    private static boolean run(List<Callable<Void>> threads) throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(threads.size());
        boolean done = true;
        for (Future<Void> thread : executor.invokeAll(threads)) {
            try {
                thread.get();
            } catch (ExecutionException e) {
                System.out.println("failed: " + e.getCause());
                done = false;
            }
        }
        executor.shutdown();
        return done;
    }

    private static void showOnEnter(Ledger ledger) {
        Thread thread = new Thread(() -> {
            try (BufferedReader keys = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                while (keys.readLine() != null) {
                    System.out.println(ledger.line());
                }
            } catch (IOException e) {
                System.out.println("failed: nobody can ask any more, " + e);
            }
        }, "workload-keys");
        thread.setDaemon(true);
        thread.start();
    }
}
