package io.postrider.benchmark.store;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * What the command line says.
 *
 * @param folder where data goes for the time of the run
 * @param only the parts to run
 * @param candidates names of the candidates to run, empty = all of a part
 * @param rounds of each interleaved comparison
 * @param longRounds of chunks and backlog, which take a minute for each candidate
 * @param sliceMs how long one candidate runs within a round, in milliseconds
 * @param messages of the backlog
 */
record Settings(Path folder, List<String> only, List<String> candidates, int rounds, int longRounds, long sliceMs, int messages) {

    static Settings of(String[] arguments) {
        var values = new TreeMap<String, String>();
        values.put("folder", "target");
        values.put("only", "recovery,encoding,flow,chunks,backlog");
        values.put("candidates", "");
        values.put("rounds", "9");
        values.put("long-rounds", "1");
        values.put("slice-ms", "200");
        values.put("messages", "2000000");
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            String name = parts[0].startsWith("-") ? parts[0].substring(1) : parts[0];
            if (parts.length < 2 || !values.containsKey(name)) {
                throw new IllegalArgumentException(argument + " is not of the form -name=value with a name of " + values.keySet());
            }
            values.put(name, parts[1]);
        }
        return new Settings(Path.of(values.get("folder")), List.of(values.get("only").split(",")), names(values.get("candidates")),
                Integer.parseInt(values.get("rounds")), Integer.parseInt(values.get("long-rounds")),
                Long.parseLong(values.get("slice-ms")), Integer.parseInt(values.get("messages")));
    }

    /** {@return those that were asked for, always with the first one, which the others are compared with} */
    List<StoreOptions> chosen(List<StoreOptions> all) {
        return candidates.isEmpty() ? all
                : all.stream().filter(each -> each == all.get(0) || candidates.contains(each.name())).toList();
    }

    private static List<String> names(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }
}
