package io.postrider.cli;

import io.postrider.broker.StartException;
import io.postrider.broker.config.ConfigException;
import io.postrider.broker.security.UsersException;
import io.postrider.broker.store.StoreException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import java.io.IOException;

/** What a command shows for what was thrown. */
final class Failures {
    private Failures() {
    }

    static CommandFailure of(Throwable thrown) {
        if (thrown instanceof CommandFailure failure) {
            return failure;
        } else if (thrown instanceof ConfigException) {
            return failure(ExitCode.USAGE, thrown);
        } else if (thrown instanceof StartException || thrown instanceof StoreException || thrown instanceof UsersException) {
            return failure(ExitCode.FAILED, thrown);
        } else if (thrown instanceof JMSRuntimeException runtime && runtime.getCause() instanceof JMSException checked) {
            return of(checked);
        } else if (thrown instanceof JMSSecurityException) {
            return failure(ExitCode.NOT_PERMITTED, thrown);
        } else if (thrown instanceof InvalidSelectorException) {
            return failure(ExitCode.USAGE, thrown);
        } else if (thrown instanceof JMSException || thrown instanceof JMSRuntimeException) {
            return failure(ExitCode.FAILED, thrown);
        } else if (thrown instanceof IOException) {
            return new CommandFailure(ExitCode.FAILED, sentence(thrown.getClass().getSimpleName() + ": " + thrown.getMessage()), thrown);
        }
        return new CommandFailure(ExitCode.FAILED, "this is a defect of postrider, please report it with what --verbose shows: " + thrown, thrown);
    }

    /** What a broker says of a selector, with the selector. */
    static CommandFailure ofSelector(String selector, Throwable thrown) {
        return new CommandFailure(ExitCode.USAGE, "the selector \"" + selector + "\" cannot be used: " + sentence(thrown.getMessage()), thrown);
    }

    private static CommandFailure failure(int exitCode, Throwable thrown) {
        return new CommandFailure(exitCode, sentence(thrown.getMessage()), thrown);
    }

    /** On one line, ending as a sentence does. */
    static String sentence(String message) {
        String line = String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
        return line.endsWith(".") || line.endsWith("?") || line.endsWith("!") ? line : line + ".";
    }
}
