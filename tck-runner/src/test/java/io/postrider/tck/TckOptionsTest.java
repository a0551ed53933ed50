package io.postrider.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class TckOptionsTest {
    @Test
    void without_arguments_there_is_no_jar_and_both_parts_run_as_in_the_tcks_own_runner() {
        TckOptions options = TckOptions.of();
        assertNull(options.jar());
        assertEquals(List.of("core", "core20"), options.parts());
        assertEquals(10_000, options.jmsTimeoutMs());
        assertTrue(options.classes().matcher("a.b.C").matches());
    }

    @Test
    void each_argument_is_taken(@TempDir Path folder) throws IOException {
        Path jar = Files.createFile(folder.resolve("tck.jar"));
        TckOptions options = TckOptions.of("jar=" + jar, "jmsTimeoutMs=500", "parts=core20", "classes=.*Queue.*", "folder=" + folder);
        assertEquals(jar, options.jar());
        assertEquals(500, options.jmsTimeoutMs());
        assertEquals(List.of("core20"), options.parts());
        assertFalse(options.classes().matcher("a.TopicTest").matches());
        assertEquals(folder, options.folder());
    }

    @Test
    void an_empty_jar_is_none() {
        assertNull(TckOptions.of("jar=").jar());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jar=no/such/file", "jmsTimeoutMs=0", "jmsTimeoutMs=soon", "parts=../core", "parts=", "classes=(", "timeout=1", "core"})
    void what_is_wrong_is_refused(String argument) {
        assertThrows(IllegalArgumentException.class, () -> TckOptions.of(argument));
    }
}
