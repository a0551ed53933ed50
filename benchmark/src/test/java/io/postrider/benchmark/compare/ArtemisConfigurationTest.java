package io.postrider.benchmark.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.benchmark.compare.ArtemisConfiguration.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class ArtemisConfigurationTest {
    @Test
    void nothingIsLeftToFillIn(@TempDir Path data) throws IOException {
        for (Journal journal : Journal.values()) {
            String xml = new ArtemisConfiguration(journal, 123).xml(data, 4_567);
            assertFalse(xml.contains("${"), xml);
            assertTrue(xml.contains("<journal-type>" + journal.type() + "</journal-type>"), xml);
            assertTrue(xml.contains("<journal-buffer-timeout>123</journal-buffer-timeout>"), xml);
            assertEquals(4_567, ArtemisConfiguration.port(xml));
        }
    }

    @Test
    void everyPersistentMessageIsSynced(@TempDir Path data) throws IOException {
        new ArtemisConfiguration(Journal.NIO, 0).writeTo(data);
        String xml = Files.readString(data.resolve(ArtemisConfiguration.FILE));
        for (String setting : new String[] {"journal-datasync", "journal-sync-transactional", "journal-sync-non-transactional", "persistence-enabled"}) {
            assertTrue(xml.contains("<" + setting + ">true</" + setting + ">"), xml);
        }
        assertTrue(Files.exists(data.resolve(ArtemisConfiguration.LOGGING)));
    }
}
