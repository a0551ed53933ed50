package io.postrider.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guides of application servers show the files with which the tests configure these. */
@Timeout(30)
class GuideTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern SHOWN = Pattern.compile("<!-- file: (\\S+) -->\n```\\w*\n(.*?)```\n", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"wildfly", "glassfish", "payara", "open-liberty"})
    void a_guide_shows_what_is_tested(String server) throws IOException {
        Matcher shown = SHOWN.matcher(Files.readString(ROOT.resolve("docs/" + server + ".md")));
        int count = 0;
        while (shown.find()) {
            assertEquals(Files.readString(ROOT.resolve(shown.group(1))).strip(), shown.group(2).strip(),
                    "docs/" + server + ".md shows another " + shown.group(1) + "; copy the file there");
            count++;
        }
        assertTrue(count >= 2, "docs/" + server + ".md shows " + count + " files");
    }
}
