package io.postrider.benchmark.narayana;

import io.postrider.benchmark.narayana.WatchedResource.Call;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a resource was asked, and does something before one of its calls. Any thread. */
final class Calls implements WatchedResource.Watch {
    /** What may be done in between. */
    @FunctionalInterface
    interface Act {
        void run() throws Exception;
    }

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Call actsBefore;
    private final Act act;

    Calls() {
        this(null, () -> { });
    }

    Calls(Call actsBefore, Act act) {
        this.actsBefore = actsBefore;
        this.act = act;
    }

    @Override
    public void before(Call call) {
        calls.add(call);
        if (call == actsBefore) {
            try {
                act.run();
            } catch (Exception e) {
                throw new IllegalStateException("before " + call, e);
            }
        }
    }

    /** So far, in order. */
    List<Call> seen() {
        return List.copyOf(calls);
    }
}
