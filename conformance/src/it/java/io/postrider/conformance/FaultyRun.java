package io.postrider.conformance;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Asks {@link FaultyProvider}, in a process of its own: the test of each fault, without it and with it. */
final class FaultyRun {
    private FaultyRun() {
    }

    /** Writes one line: the name of each fault, and what became of its test without and with it. */
    public static void main(String[] arguments) throws IOException {
        List<String> results = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            if (fault != Fault.NONE) {
                results.add(fault + " " + run(fault.test(), Fault.NONE) + " " + run(fault.test(), fault));
            }
        }
        System.out.println(String.join(",", results));
        System.in.read();
    }

    private static String run(String test, Fault planted) {
        FaultyProvider.plant(planted);
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(FaultyRun.class.getPackageName() + "." + test)).build();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        if (summary.getTestsFailedCount() > 0) {
            return "fails";
        }
        return summary.getTestsSucceededCount() > 0 && summary.getTestsSucceededCount() == summary.getTestsFoundCount() ? "passes" : "skipped";
    }
}
