package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.naming.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether the suite notices a provider that breaks a rule. */
@Timeout(120)
class FaultsIT {
    @Test
    void each_planted_fault_fails_the_test_of_its_rule_which_passes_without_it() throws IOException {
        Provider.assumeOurs();
        Path names = Files.createTempFile("conformance", ".properties");
        try {
            write(names);
            try (OtherProcess run = OtherProcess.start(FaultyRun.class, List.of("-Dconformance.jndi=" + names, "-Dconformance.factory=" + Provider.NAME,
                    "-Dconformance.user=" + Provider.USER, "-Dconformance.password=" + Provider.PASSWORD))) {
                List<String> expected = Stream.of(Fault.values()).filter(fault -> fault != Fault.NONE).map(fault -> fault + " passes fails").toList();
                assertEquals(expected, Arrays.asList(run.said().split(",")));
            }
        } finally {
            Files.delete(names);
        }
    }

    /** Of a provider that has ours behind it. */
    private static void write(Path file) throws IOException {
        Properties names = Provider.names();
        names.setProperty(FaultyProvider.BEHIND, names.getProperty(Context.INITIAL_CONTEXT_FACTORY));
        names.setProperty(Context.INITIAL_CONTEXT_FACTORY, FaultyProvider.class.getName());
        try (Writer writer = Files.newBufferedWriter(file)) {
            names.store(writer, null);
        }
    }
}
