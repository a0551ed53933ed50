package io.postrider.broker.config;

/** A setting that the broker cannot start with; the message names the key, the value and what was expected, in one sentence. */
public final class ConfigException extends IllegalArgumentException {
    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
