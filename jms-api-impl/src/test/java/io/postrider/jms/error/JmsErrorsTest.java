package io.postrider.jms.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.ErrorCode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chapter 10: which exception an application gets, and what it finds in it. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JmsErrorsTest {
    private static final Map<ErrorCode, Class<? extends JMSException>> KINDS = Map.ofEntries(
            Map.entry(ErrorCode.AUTHENTICATION_FAILED, JMSSecurityException.class),
            Map.entry(ErrorCode.NOT_PERMITTED, JMSSecurityException.class),
            Map.entry(ErrorCode.MECHANISM_REFUSED, JMSSecurityException.class),
            Map.entry(ErrorCode.CLIENT_ID_IN_USE, InvalidClientIDException.class),
            Map.entry(ErrorCode.CLIENT_ID_INVALID, InvalidClientIDException.class),
            Map.entry(ErrorCode.DESTINATION_UNKNOWN, InvalidDestinationException.class),
            Map.entry(ErrorCode.DESTINATION_INVALID, InvalidDestinationException.class),
            Map.entry(ErrorCode.SUBSCRIPTION_UNKNOWN, InvalidDestinationException.class),
            Map.entry(ErrorCode.SELECTOR_INVALID, InvalidSelectorException.class),
            Map.entry(ErrorCode.MESSAGE_INVALID, MessageFormatException.class),
            Map.entry(ErrorCode.DESTINATION_FULL, ResourceAllocationException.class),
            Map.entry(ErrorCode.MESSAGE_TOO_LARGE, ResourceAllocationException.class),
            Map.entry(ErrorCode.DISK_FULL, ResourceAllocationException.class),
            Map.entry(ErrorCode.MEMORY_FULL, ResourceAllocationException.class),
            Map.entry(ErrorCode.LIMIT_REACHED, ResourceAllocationException.class),
            Map.entry(ErrorCode.TOO_MANY_UNACKNOWLEDGED, ResourceAllocationException.class),
            Map.entry(ErrorCode.TOO_MANY_CONNECTIONS, ResourceAllocationException.class),
            Map.entry(ErrorCode.TRANSACTION_TOO_LARGE, ResourceAllocationException.class),
            Map.entry(ErrorCode.TRANSACTION_ROLLED_BACK, TransactionRolledBackException.class),
            Map.entry(ErrorCode.DESTINATION_IN_USE, IllegalStateException.class),
            Map.entry(ErrorCode.SUBSCRIPTION_IN_USE, IllegalStateException.class),
            Map.entry(ErrorCode.SUBSCRIPTION_MISMATCH, IllegalStateException.class),
            Map.entry(ErrorCode.SESSION_UNKNOWN, IllegalStateException.class),
            Map.entry(ErrorCode.CONSUMER_UNKNOWN, IllegalStateException.class),
            Map.entry(ErrorCode.TRANSACTION_UNKNOWN, IllegalStateException.class));

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void a_refusal_of_the_broker_has_the_kind_of_its_code_the_code_and_the_detail(ErrorCode code) {
        JMSException refused = JmsErrors.from(code, "queue orders has 10 of 10 messages");
        assertEquals(KINDS.getOrDefault(code, JMSException.class), refused.getClass());
        assertEquals(code.name(), refused.getErrorCode());
        assertEquals("queue orders has 10 of 10 messages", refused.getMessage());
        assertNull(refused.getCause());
    }

    @Test
    void a_refusal_without_a_detail_says_what_its_code_means() {
        assertEquals(ErrorCode.DISK_FULL.meaning(), JmsErrors.from(ErrorCode.DISK_FULL, "").getMessage());
        assertEquals(ErrorCode.DISK_FULL.meaning(), JmsErrors.from(ErrorCode.DISK_FULL, null).getMessage());
    }

    @Test
    void a_cause_is_also_the_linked_exception() {
        IOException cause = new IOException("reset by peer");
        for (JMSException e : List.of(JmsErrors.failed("x", cause), JmsErrors.connectionLost("x", cause),
                JmsErrors.from(ErrorCode.SHUTTING_DOWN, "x", cause), JmsErrors.closed("session", cause),
                JmsErrors.outcomeUnknown("commit 7", cause), JmsErrors.rolledBack("x", cause), JmsErrors.security("x", cause),
                JmsErrors.messageFormat("x", cause), JmsErrors.invalidDestination("x", cause))) {
            assertSame(cause, e.getCause(), e.toString());
            assertSame(cause, e.getLinkedException(), e.toString());
            assertTrue(e.getErrorCode() != null && !e.getErrorCode().isEmpty(), e.toString());
        }
    }

    @Test
    void an_error_as_cause_is_kept_although_it_cannot_be_linked() {
        Error cause = new StackOverflowError();
        JMSException failed = JmsErrors.failed("x", cause);
        assertSame(cause, failed.getCause());
        assertNull(failed.getLinkedException());
    }

    @Test
    void every_checked_kind_has_its_runtime_twin_with_message_code_and_cause() {
        Map<JMSException, Class<? extends JMSRuntimeException>> twins = Map.ofEntries(
                Map.entry(JmsErrors.illegalState("a"), IllegalStateRuntimeException.class),
                Map.entry(JmsErrors.closed("session"), IllegalStateRuntimeException.class),
                Map.entry(JmsErrors.invalidClientId("b"), InvalidClientIDRuntimeException.class),
                Map.entry(JmsErrors.invalidDestination("c"), InvalidDestinationRuntimeException.class),
                Map.entry(JmsErrors.invalidSelector("d"), InvalidSelectorRuntimeException.class),
                Map.entry(JmsErrors.security("e", null), JMSSecurityRuntimeException.class),
                Map.entry(JmsErrors.messageFormat("f"), MessageFormatRuntimeException.class),
                Map.entry(JmsErrors.classNotAllowed("g"), MessageFormatRuntimeException.class),
                Map.entry(JmsErrors.notWriteable("h"), MessageNotWriteableRuntimeException.class),
                Map.entry(JmsErrors.resourceAllocation("i"), ResourceAllocationRuntimeException.class),
                Map.entry(JmsErrors.transactionInProgress("j"), TransactionInProgressRuntimeException.class),
                Map.entry(JmsErrors.rolledBack("k", new IOException()), TransactionRolledBackRuntimeException.class),
                Map.entry(JmsErrors.notReadable("l"), JMSRuntimeException.class),
                Map.entry(JmsErrors.endOfMessage("m"), JMSRuntimeException.class),
                Map.entry(JmsErrors.timedOut("commit", 10), JMSRuntimeException.class),
                Map.entry(JmsErrors.failed("n", new IOException()), JMSRuntimeException.class));
        twins.forEach((checked, twin) -> {
            JMSRuntimeException runtime = JmsErrors.toRuntime(checked);
            assertEquals(twin, runtime.getClass());
            assertEquals(checked.getMessage(), runtime.getMessage());
            assertEquals(checked.getErrorCode(), runtime.getErrorCode());
            assertSame(checked, runtime.getCause());
        });
    }

    @Test
    void the_kinds_of_the_client_are_those_of_the_specification() {
        assertEquals(MessageEOFException.class, JmsErrors.endOfMessage("x").getClass());
        assertEquals(MessageNotReadableException.class, JmsErrors.notReadable("x").getClass());
        assertEquals(MessageNotWriteableException.class, JmsErrors.notWriteable("x").getClass());
        assertEquals(TransactionInProgressException.class, JmsErrors.transactionInProgress("x").getClass());
        assertEquals("no answer to commit within 250 ms", JmsErrors.timedOut("commit", 250).getMessage());
        assertEquals("this session is closed: gone", JmsErrors.closed("session", new IOException("gone")).getMessage());
    }

    @Test
    void the_simplified_api_gives_values_and_throws_twins() {
        assertEquals(7, JmsErrors.unchecked(() -> 7));
        assertThrows(InvalidSelectorRuntimeException.class, () -> JmsErrors.unchecked(() -> {
            throw JmsErrors.invalidSelector("x");
        }));
        assertThrows(IllegalStateRuntimeException.class, () -> JmsErrors.uncheckedRun(() -> {
            throw JmsErrors.closed("context");
        }));
    }

    @Test
    void no_other_class_makes_an_exception_of_jms() throws IOException {
        String kinds = "JMS(Security)?(Runtime)?|(InvalidClientID|InvalidDestination|InvalidSelector|MessageFormat|MessageNotWriteable"
                + "|ResourceAllocation|TransactionInProgress|TransactionRolledBack)(Runtime)?|MessageEOF|MessageNotReadable"
                + "|IllegalStateRuntime";
        Pattern made = Pattern.compile("new\\s+(jakarta\\.jms\\.)?(" + kinds + ")Exception\\s*\\(|new\\s+jakarta\\.jms\\.\\w+Exception");
        List<String> offenders = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                String text = Files.readString(source);
                boolean ofJms = text.contains("import jakarta.jms.IllegalStateException;") && text.contains("new IllegalStateException(");
                if ((made.matcher(text).find() || ofJms) && !source.endsWith("JmsErrors.java")) {
                    offenders.add(source.toString());
                }
            }
        }
        assertEquals(List.of(), offenders);
        assertTrue(made.matcher("throw new JMSException (\"x\")").find());
        assertFalse(made.matcher("throw new java.lang.IllegalStateException(\"x\")").find());
    }
}
