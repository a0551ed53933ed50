package io.postrider.benchmark.compare;

import io.postrider.examples.perf.Perf;
import io.postrider.examples.perf.PerfOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The clients of one side, in a process that stays warm between its turns: for each line of {@code FACTORY URL OPTION...} it runs the
 * load and answers with one line, {@code result JSON} or {@code failed WHY}. Ends with its input.
 */
final class ClientMain {
    private ClientMain() {
    }

    public static void main(String[] args) throws Exception {
        System.out.println("ready 0 client");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(answer(List.of(line.split(" "))));
        }
        System.exit(0);
    }

    private static String answer(List<String> words) {
        try {
            PerfOptions options = PerfOptions.parse(words.subList(2, words.size()));
            return "result " + Perf.run(options, Perf.factory(words.get(0), words.get(1)), text -> { }).toJson();
        } catch (Exception e) {
            e.printStackTrace();
            return "failed " + e.toString().replaceAll("\\s+", " ");
        }
    }
}
