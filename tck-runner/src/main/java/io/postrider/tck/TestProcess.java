package io.postrider.tck;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The process in which one part's tests run: the tests read system properties and keep one naming context, so that two parts
 * cannot share one. Arguments: the port where results are wanted, the package, a pattern of class names.
 */
final class TestProcess {
    /** A test that hangs fails by this, in minutes; the longest of the TCK takes one. */
    private static final String TEST_TIMEOUT = "4 m";

    private TestProcess() {
    }

    public static void main(String[] arguments) throws IOException {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectPackage(arguments[1]))
                .filters(ClassNameFilter.includeClassNamePatterns(arguments[2]))
                // some tests leave messages behind that others find, unless they run in the order that the TCK's own runner sets
                .configurationParameter("junit.jupiter.testmethod.order.default", MethodOrderer.MethodName.class.getName())
                .configurationParameter("junit.jupiter.execution.timeout.testable.method.default", TEST_TIMEOUT)
                .build();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]))) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            Launcher launcher = LauncherFactory.create();
            TestPlan plan = launcher.discover(request);
            ResultSender sender = new ResultSender(plan, out);
            sender.planned();
            launcher.execute(request, sender);
            sender.ended();
        }
        // a thread that a test left behind does not keep the process
        System.exit(0);
    }
}
