package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few seconds of it, as a user starts it; what it finds is tested where it is made. */
@Timeout(300)
class TortureCommandIT {
    @Test
    void a_clean_run_reports_and_leaves_its_json_and_nothing_else() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "torture-command-");
        Path json = Files.createTempFile(Path.of("target").toAbsolutePath(), "torture", ".json");
        try {
            CommandRun run = CommandRun.run("torture", "--minutes", "0.08", "--seed", "3", "--faults", "client-kill", "--loads", "selectors",
                    "--directory", folder.toString(), "--json", json.toString()).done();
            assertTrue(run.text().contains("selectors"), run.text());
            assertTrue(run.text().endsWith("clean\n"), run.text());
            assertEquals("", run.err());
            JsonNode report = new ObjectMapper().readTree(json.toFile());
            assertTrue(report.get("clean").asBoolean());
            assertEquals(3, report.get("seed").asInt());
            assertTrue(report.get("loads").get(0).get("confirmed").asInt() > 0, report::toString);
            assertFalse(Files.exists(folder));
        } finally {
            Files.delete(json);
        }
    }
}
