package io.postrider.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.ra.inbound.PostriderActivationSpec;
import io.postrider.ra.outbound.PostriderManagedConnectionFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tables of docs/resource-adapter.md are those of the descriptor. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DocumentTest {
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\| (.*) \\|");

    private static Map<String, String> documented(String bean) throws Exception {
        String text = Files.readString(Path.of("../docs/resource-adapter.md"));
        String begin = "<!-- properties: " + bean + " -->";
        String table = text.substring(text.indexOf(begin) + begin.length()).split("\n\n", 2)[0];
        Map<String, String> rows = new LinkedHashMap<>();
        for (Matcher row = ROW.matcher(table); row.find(); ) {
            rows.put(row.group(1), row.group(2) + " " + row.group(3));
        }
        return rows;
    }

    private static Map<String, String> described(Class<?> bean) throws Exception {
        Map<String, String> rows = new LinkedHashMap<>();
        Descriptor.properties(Descriptor.beans().get(bean)).values()
                .forEach(each -> rows.put(each.name(), each.type().replace("java.lang.", "") + " " + each.description()));
        return rows;
    }

    @Test
    void each_property_is_documented_as_it_is_described() throws Exception {
        assertEquals(described(PostriderResourceAdapter.class), documented("PostriderResourceAdapter"));
        assertEquals(described(PostriderActivationSpec.class), documented("PostriderActivationSpec"));
        Map<String, String> more = described(PostriderManagedConnectionFactory.class);
        described(PostriderResourceAdapter.class).forEach(more::remove);
        assertEquals(more, documented("PostriderManagedConnectionFactory"));
        assertEquals(described(PostriderQueue.class).keySet(), documented("PostriderQueue PostriderTopic").keySet());
        assertEquals(described(PostriderTopic.class).keySet(), documented("PostriderQueue PostriderTopic").keySet());
    }
}
