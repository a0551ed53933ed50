package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The table of settings for people is that of the code. {@code -Dsettings.write=true} makes it anew. */
@Timeout(30)
class SettingsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "connection.md");
    private static final String BEGIN = "<!-- table: begin -->\n";
    private static final String END = "<!-- table: end -->";

    @Test
    void the_document_has_each_setting_as_the_code_has_it() throws Exception {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        if (Boolean.getBoolean("settings.write")) {
            Files.writeString(DOCUMENT, text.substring(0, from) + table() + text.substring(to));
        }
        assertEquals(table(), Files.readString(DOCUMENT).substring(from, Files.readString(DOCUMENT).indexOf(END)),
                "docs/connection.md is not what Setting says; mvn -pl jms-api-impl -am test -Dtest=SettingsDocumentTest -Dsettings.write=true makes it so");
    }

    private static String table() {
        return Arrays.stream(Setting.values())
                .map(setting -> "| `" + setting.key() + "` | " + (setting.defaultValue() == null ? "" : setting.defaultValue()) + " | " + setting.unit()
                        + " | " + setting.meaning() + " |\n")
                .collect(Collectors.joining("", "| name | default | unit | meaning |\n|---|---|---|---|\n", ""));
    }
}
