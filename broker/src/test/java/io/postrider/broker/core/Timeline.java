package io.postrider.broker.core;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last things that happened in a simulation, as a person reads them; put into words only if it fails. */
final class Timeline {
    private static final int LINES_MAX = Integer.getInteger("simulation.lines", 400);

    private record Line(int step, long ms, String what, Object detail) {
    }

    private final Deque<Line> lines = new ArrayDeque<>();
    private int step;
    private long ms;

    void at(int nextStep, long nowMs) {
        step = nextStep;
        ms = nowMs;
    }

    void add(String what, Object detail) {
        if (lines.size() == LINES_MAX) {
            lines.removeFirst();
        }
        lines.addLast(new Line(step, ms, what, detail));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append("step ").append(line.step).append(" at ").append(line.ms).append(" ms: ").append(line.what)
                .append(line.detail == null ? "" : " " + Simulation.describe(line.detail)).append('\n'));
        return text.toString();
    }
}
