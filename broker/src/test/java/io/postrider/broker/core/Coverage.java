package io.postrider.broker.core;

import io.postrider.transport.frame.FrameType;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what simulations came to; shared by all of them, any thread. */
final class Coverage {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final LongAdder[] handled = adders();
    private final LongAdder[] sent = adders();

    private static LongAdder[] adders() {
        LongAdder[] adders = new LongAdder[FrameType.values().length];
        for (int i = 0; i < adders.length; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    void handled(FrameType type) {
        handled[type.ordinal()].increment();
    }

    void sent(FrameType type) {
        sent[type.ordinal()].increment();
    }

    void command(Command command) {
        count("command " + command.getClass().getSimpleName());
    }

    void fault(String kind) {
        count("fault " + kind);
    }

    void state(String name) {
        count("state " + name);
    }

    void count(String name) {
        counts.computeIfAbsent(name, none -> new LongAdder()).increment();
    }

    long handledCount(FrameType type) {
        return handled[type.ordinal()].sum();
    }

    long sentCount(FrameType type) {
        return sent[type.ordinal()].sum();
    }

    long count(String kind, String name) {
        LongAdder adder = counts.get(kind + " " + name);
        return adder == null ? 0 : adder.sum();
    }

    @Override
    public String toString() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((name, adder) -> all.put(name, adder.sum()));
        for (FrameType type : FrameType.values()) {
            if (handledCount(type) > 0) {
                all.put("to broker " + type, handledCount(type));
            }
            if (sentCount(type) > 0) {
                all.put("to client " + type, sentCount(type));
            }
        }
        return all.toString();
    }
}
