package io.postrider.benchmark.store;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Rows printed as a Markdown table, so that they can be kept beside a decision as they are. */
final class Table {

    private final String title;
    private final List<String[]> rows = new ArrayList<>();

    Table(String title, String... head) {
        this.title = title;
        rows.add(head);
    }

    void row(Object... cells) {
        rows.add(Arrays.stream(cells).map(String::valueOf).toArray(String[]::new));
    }

    void print(PrintStream out) {
        out.println();
        out.println("### " + title);
        out.println();
        out.println(line(rows.get(0)));
        out.println("|" + "---|".repeat(rows.get(0).length));
        rows.subList(1, rows.size()).forEach(row -> out.println(line(row)));
        out.println();
    }

    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static String number(double value) {
        return value >= 100 ? String.format("%,.0f", value) : String.format("%.2f", value);
    }

    private static String line(String[] cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
