package io.postrider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.codec.FrameDecoder;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.Decision;
import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.RedeliveryDelay;
import io.postrider.transport.frame.RandomFrames;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SessionResume;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.frame.TransactionOutcome;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** PROTOCOL.md says what the code does: every frame, field in its order, enumeration, error code and bound. */
@Timeout(30)
class ProtocolDocumentTest {
    private static final Pattern FIELD_ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

    private final String document;

    ProtocolDocumentTest() throws IOException {
        document = Files.readString(Path.of("PROTOCOL.md"));
    }

    @Test
    void everyFrameHasItsNumberItsSenderAndItsFieldsInOrder() {
        RandomFrames frames = new RandomFrames(new Random(1));
        for (FrameType type : FrameType.values()) {
            Frame frame = frames.next(type);
            String section = section("### " + type.code() + " " + type);
            String sender = switch (type.sender()) {
                case CLIENT -> "Client to broker. ";
                case BROKER -> "Broker to client. ";
                case EITHER -> "Either way. ";
            };
            assertTrue(section.stripLeading().startsWith(sender), type + " must begin with: " + sender);
            assertEquals(components(frame.getClass()), fields(section), type.toString());
        }
    }

    @Test
    void noFrameIsDescribedThatDoesNotExist() {
        List<String> headings = Pattern.compile("(?m)^### (\\d+ \\w+)$").matcher(document).results().map(m -> m.group(1)).toList();
        assertEquals(Arrays.stream(FrameType.values()).map(type -> type.code() + " " + type).toList(), headings);
    }

    @Test
    void thePartsOfFramesAndTheHeaderHaveTheirFieldsInOrder() {
        assertEquals(components(Limits.class), fields(section("### Limits")));
        assertEquals(components(MessageRef.class), fields(section("### MessageRef")));
        assertEquals(components(RedeliveryDelay.class), fields(section("### RedeliveryDelay")));
        assertEquals(components(SessionResume.class), fields(section("### SessionResume")));
        assertEquals(components(Header.class), fields(section("## Messages")));
    }

    @Test
    void everyEnumerationHasItsValuesInOrder() {
        assertEnumeration("kind of DestinationName", DestinationName.Kind.values());
        assertEnumeration("AcknowledgeMode", AcknowledgeMode.values());
        assertEnumeration("Series", Series.values());
        assertEnumeration("SubscriptionKind", SubscriptionKind.values());
        assertEnumeration("TransactionOutcome", TransactionOutcome.values());
        assertEnumeration("StartFlag", StartFlag.values());
        assertEnumeration("EndFlag", EndFlag.values());
        assertEnumeration("Decision", Decision.values());
        assertEnumeration("BodyKind", BodyKind.values());
    }

    @Test
    void everyErrorCodeHasItsNumberAndMeaning() {
        StringBuilder rows = new StringBuilder();
        for (ErrorCode code : ErrorCode.values()) {
            rows.append("| ").append(code.code()).append(" | `").append(code).append("` | ").append(code.meaning()).append(" |\n");
        }
        assertTrue(section("## Error codes").contains(rows), "expected in Error codes:\n" + rows);
    }

    @Test
    void theBoundsAreThoseOfTheCode() {
        String bounds = section("## Bounds");
        for (int bound : new int[] {FrameDecoder.BYTES_BEFORE_AUTHENTICATION_MAX, WireMessage.INLINE_BODY_BYTES_MAX, Chunk.BYTES_MAX, DestinationName.MAX_BYTES}) {
            assertTrue(bounds.contains(String.format(java.util.Locale.ROOT, "%,d", bound)), "the bound " + bound);
        }
    }

    private void assertEnumeration(String name, Enum<?>[] values) {
        StringBuilder row = new StringBuilder("| " + name + " | ");
        for (Enum<?> value : values) {
            row.append(value.ordinal() == 0 ? "" : ", ").append(value.ordinal()).append(" `").append(value).append('`');
        }
        assertTrue(document.contains(row + " |\n"), "expected: " + row + " |");
    }

    /** What stands between a heading and the next one of any level. */
    private String section(String heading) {
        int start = document.indexOf("\n" + heading + "\n");
        assertTrue(start >= 0, "PROTOCOL.md has no heading " + heading);
        int from = start + heading.length() + 2;
        int end = document.indexOf("\n#", from);
        return document.substring(from, end < 0 ? document.length() : end);
    }

    private static List<String> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    private static List<String> fields(String section) {
        return FIELD_ROW.matcher(section).results().map((MatchResult m) -> m.group(1)).toList();
    }
}
